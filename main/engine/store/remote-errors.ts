/** Says of what LanceDB throws whether a store on the network is the reason, and which. */
import { FoveaError, type ErrorCode } from '../../../contract'

/** What errors of a network are told by: LanceDB passes on what its clients say. */
const isOfNetwork =
  /Generic S3 error|Error performing [A-Z]+ https?:|get AWS credentials|Http error: \(request_id|Hit retry limit for request_id|on LanceDB cloud/

/** The first that fits counts. */
const reasons: readonly { code: ErrorCode; pattern: RegExp; message: string }[] = [
  {
    code: 'STORE_UNSUPPORTED',
    pattern: /not supported/i,
    message: 'This cannot be done on a LanceDB service.',
  },
  {
    code: 'STORE_NO_CREDENTIALS',
    pattern: /get AWS credentials/,
    message: 'No credentials for this store were found where the environment says they are.',
  },
  {
    code: 'STORE_DAMAGED',
    pattern: /NoSuchKey|Object at location .* not found/,
    message:
      'A file of the library is not in the store. If it was dropped with an old version just now, another try finds the new one; else bring it back from a copy of the bucket.',
  },
  {
    code: 'STORE_NOT_FOUND',
    pattern: /NoSuchBucket|404 Not Found/,
    message: 'There is no such bucket or database. Check the name in the address, the region and the endpoint.',
  },
  {
    code: 'STORE_DENIED',
    pattern: /necessary privileges|credentials were invalid|40[13] (Unauthorized|Forbidden)|AccessDenied/,
    message:
      'The store does not let Fovea do this. Check the credentials and what they allow: searching reads and lists, indexing also writes and deletes.',
  },
]

/**
 * A closed code for what went wrong on the network, or undefined where it was not there. Neither message nor cause is passed on: they quote
 * the server's answer, in which there may be names of keys.
 */
export function remoteError(error: unknown): FoveaError | undefined {
  if (!(error instanceof Error) || !isOfNetwork.test(error.message)) return undefined
  const reason = reasons.find(({ pattern }) => pattern.test(error.message))
  if (reason) return new FoveaError(reason.code, reason.message)
  return new FoveaError(
    'STORE_UNREACHABLE',
    'The store cannot be reached right now. What is committed is safe, and the rest is done by the next run. Check the network, the endpoint and the region.',
    { retry: 'try-again' },
  )
}
