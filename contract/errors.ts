/** The closed set of errors that cross a process boundary, each with a sentence a person can act on. */
import { z } from 'zod'

export const errorCodes = [
  'INVALID_INPUT', // a call did not match its schema
  'NOT_ALLOWED', // the sender of a call is not our page
  'QUERY_INVALID', // a query cannot be read; `at` says where
  'CANCELLED', // the caller gave up
  'NOT_FOUND', // an item, root or picture that is not (or no longer) known
  'FOLDER_NOT_FOUND',
  'FOLDER_UNREADABLE',
  'FILE_UNREADABLE',
  'IMAGE_UNREADABLE', // a picture given as a query cannot be decoded
  'IMAGE_TOO_LARGE',
  'MODEL_DAMAGED', // a file of the model is missing or has the wrong bytes
  'MODEL_UNSUPPORTED', // the manifest asks for something this version cannot do
  'MODEL_IN_USE', // the model in use cannot be removed, nor one that another Fovea works on
  'DOWNLOAD_FAILED', // a model's file cannot be fetched, or is not what was announced
  'UPDATE_UNREACHABLE', // the list of versions cannot be fetched
  'UPDATE_UNSIGNED', // the list of versions is not signed with a key of Fovea
  'UPDATE_LIST_INVALID', // it is signed, and not what it should be
  'UPDATE_LIST_NEWER', // it is of a form that this version does not know
  'UPDATE_LIST_OLDER', // it is older than one that was seen before
  'UPDATE_FILE_WRONG', // an installer has not the bytes that its list announces
  'STORE_NEWER', // the library was written by a newer Fovea
  'STORE_DAMAGED',
  'STORE_LOCKED', // another Fovea is writing this library
  'STORE_ADDRESS_INVALID', // neither s3:// nor db://, or an endpoint that may not be used
  'STORE_NO_CREDENTIALS',
  'STORE_UNREACHABLE', // the network, or a server that is down
  'STORE_NOT_FOUND', // no such bucket or database
  'STORE_DENIED', // the credentials do not allow it
  'STORE_UNSUPPORTED', // what a library on a bucket or service cannot do
  'DISK_FULL',
  'ENGINE_DOWN', // an engine process is not running right now
  'INTERNAL',
] as const

export const ErrorCode = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof ErrorCode>

/** What the interface may offer beside the sentence. */
export const RetryAction = z.enum(['try-again', 'choose-folder', 'rescan', 'free-space', 'update-app', 'reinstall'])
export type RetryAction = z.infer<typeof RetryAction>

export const ErrorShape = z.object({
  code: ErrorCode,
  message: z.string(),
  retry: RetryAction.optional(),
  /** Where in the query, in characters from its start. */
  at: z.number().int().min(0).optional(),
})
export type ErrorShape = z.infer<typeof ErrorShape>

/** An error that may be shown to a person: `message` says what happened and what to do about it. */
export class FoveaError extends Error {
  readonly code: ErrorCode
  readonly retry: RetryAction | undefined
  readonly at: number | undefined

  constructor(code: ErrorCode, message: string, options: { retry?: RetryAction; at?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'FoveaError'
    this.code = code
    this.retry = options.retry
    this.at = options.at
  }

  toShape(): ErrorShape {
    const { code, message, retry, at } = this
    return { code, message, ...(retry ? { retry } : {}), ...(at === undefined ? {} : { at }) }
  }

  static fromShape(shape: ErrorShape): FoveaError {
    const { code, message, retry, at } = shape
    return new FoveaError(code, message, { ...(retry ? { retry } : {}), ...(at === undefined ? {} : { at }) })
  }

  /** Wraps anything thrown: a FoveaError as it is, all else as INTERNAL with its own message as the cause. */
  static from(thrown: unknown): FoveaError {
    if (thrown instanceof FoveaError) return thrown
    if (thrown instanceof Error && thrown.name === 'AbortError') return cancelled()
    const text = thrown instanceof Error ? thrown.message : String(thrown)
    return new FoveaError('INTERNAL', `Something went wrong inside Fovea: ${text}`, {
      retry: 'try-again',
      cause: thrown,
    })
  }
}

/** The error a call ends with when its caller has given up on it. */
export function cancelled(): FoveaError {
  return new FoveaError('CANCELLED', 'This was cancelled.')
}
