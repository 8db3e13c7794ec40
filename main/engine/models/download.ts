/** Fetches one file so that it may be cut off anywhere: in parts, gone on with where the server allows, checked as a whole. */
import { createWriteStream, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { FoveaError } from '../../../contract'
import { digestOf, sha256Of } from '../encoder/manifest'
import { isDiskFull } from '../store/disk'
import type { RemoteFile } from './catalogue'
import { request, type Response } from './http'
import { sync } from './sync'

export interface DownloadOptions {
  signal?: AbortSignal | undefined
  /** Bytes that are here, of all of it; also when some were thrown away. */
  onBytes?: ((here: number) => void) | undefined
  onChecking?: (() => void) | undefined
  /** How patient to be. */
  patience?: Partial<Patience> | undefined
}

export interface Patience {
  /** Silence for so long counts as a failure. */
  stallMs: number
  /** Before the second try; doubled for each after it. */
  firstPauseMs: number
  /** Failures in a row, without a byte in between, before giving up. */
  tries: number
}

const usualPatience: Patience = { stallMs: 30_000, firstPauseMs: 1000, tries: 5 }
const longestPauseMs = 60_000

/** What `.part.json` says of the bytes in `.part`: which version of the file they are of. */
const PartNote = z.object({ etag: z.string().nullable(), url: z.string(), total: z.number().nullable() })
type PartNote = z.infer<typeof PartNote>

/** A fault of this server, for which the next one is tried; `again` where trying the same one may help. */
class ServerFailure extends Error {
  readonly again: boolean
  readonly pauseMs: number | undefined

  constructor(message: string, again: boolean, pauseMs?: number) {
    super(message)
    this.again = again
    this.pauseMs = pauseMs
  }
}

/** All of it came, and it is something else; nothing of it is kept. The cause of DOWNLOAD_FAILED. */
export class WrongBytes extends ServerFailure {
  constructor(message: string) {
    super(message, false)
  }
}

export interface Announced {
  bytes: number | null
  /** Where the server says it. */
  sha256: string | null
}

/** What a server says of a file, without fetching it. Throws DOWNLOAD_FAILED. */
export async function askAbout(file: RemoteFile, { signal, patience }: DownloadOptions = {}): Promise<Announced> {
  return withServers(file, { ...usualPatience, ...patience }, signal, async (url, { stallMs }) => {
    const { redirects } = file
    const response = await request(url, { method: 'HEAD', redirects, signal, timeoutMs: stallMs })
    response.body.resume()
    refuseStatus(response, [200])
    const all = [...response.passed, response.headers]
    const header = (name: string): string | undefined => {
      for (const { [name]: value } of all) if (typeof value === 'string') return value
      return undefined
    }
    const length = Number(header('x-linked-size') ?? response.headers['content-length'] ?? Number.NaN)
    const [, sha256 = null] = /^"?([0-9a-f]{64})"?$/.exec(header('x-linked-etag') ?? '') ?? []
    return { bytes: Number.isSafeInteger(length) && length > 0 ? length : null, sha256 }
  })
}

/** Bytes of it that are here already. */
export function bytesHere(target: string): number {
  return sizeOf(target) ?? sizeOf(`${target}.part`) ?? 0
}

/**
 * Answers the SHA-256 of the file, which lies at `target` when it is whole and right and never before. What was fetched
 * stays beside it as `.part` when this is cut off. Throws DOWNLOAD_FAILED, what the disk throws, or what the signal says.
 */
export async function download(file: RemoteFile, target: string, options: DownloadOptions = {}): Promise<string> {
  const { signal, onBytes, onChecking, patience } = options
  if (sizeOf(target) !== undefined) return sha256Of(target, signal)
  await mkdir(dirname(target), { recursive: true })
  return withServers(file, { ...usualPatience, ...patience }, signal, async (url, { stallMs }) => {
    await fetchRest(file, url, target, { signal, onBytes, stallMs })
    onChecking?.()
    const sha256 = await sha256Of(`${target}.part`, signal)
    if (file.sha256 !== null && sha256 !== file.sha256) refuseBytes(target, 'SHA-256', onBytes)
    if (file.sha512 !== undefined && (await digestOf(`${target}.part`, 'sha512', signal)) !== file.sha512) {
      refuseBytes(target, 'SHA-512', onBytes)
    }
    sync(`${target}.part`)
    renameSync(`${target}.part`, target)
    rmSync(`${target}.part.json`, { force: true })
    return sha256
  })
}

function refuseBytes(target: string, what: string, onBytes: DownloadOptions['onBytes']): never {
  discardPart(target)
  onBytes?.(0)
  throw new WrongBytes(`the file is not the one it should be (its ${what} differs)`)
}

/** Tries the servers one after the other, and each as long as there is hope. */
async function withServers<T>(
  file: RemoteFile,
  patience: Patience,
  signal: AbortSignal | undefined,
  attempt: (url: string, patience: Patience) => Promise<T>,
): Promise<T> {
  let problem: unknown
  for (const url of file.urls) {
    for (let failures = 0; failures < patience.tries;) {
      signal?.throwIfAborted()
      try {
        return await attempt(url, patience)
      } catch (error) {
        if (signal?.aborted || error instanceof FoveaError || isDiskFull(error)) throw error
        problem = error
        if (error instanceof ServerFailure && !error.again) break
        failures = error instanceof Progress ? 1 : failures + 1
        if (failures >= patience.tries) break
        const pause = patience.firstPauseMs * 2 ** (failures - 1) * (0.75 + Math.random() / 2) // not all at once
        const asked = error instanceof ServerFailure ? (error.pauseMs ?? 0) : 0
        await wait(Math.min(longestPauseMs, Math.max(pause, asked)), undefined, signal ? { signal } : {})
      }
    }
  }
  const why = problem instanceof Error ? problem.message : String(problem)
  throw new FoveaError('DOWNLOAD_FAILED', `${file.path} could not be downloaded: ${why}. What is here is kept.`, {
    retry: 'try-again',
    cause: problem,
  })
}

/** What was fetched before cannot be gone on with: from the start, then. */
class RangeFailure extends ServerFailure {
  constructor(message: string) {
    super(message, true)
  }
}

/** Cut off, but with something to show for it. */
class Progress extends ServerFailure {
  constructor(message: string) {
    super(message, true)
  }
}

async function fetchRest(
  file: RemoteFile,
  url: string,
  target: string,
  {
    signal,
    onBytes,
    stallMs,
  }: { signal?: AbortSignal | undefined; onBytes?: ((here: number) => void) | undefined; stallMs: number },
): Promise<void> {
  const part = `${target}.part`
  const note = readNote(target)
  let here = sizeOf(part) ?? 0
  // Only a strong tag says that bytes are the same; without one, or of another server, the parts may be of two versions.
  const tag = note?.url === url && note.etag !== null && !note.etag.startsWith('W/') ? note.etag : undefined
  if (here > 0 && (tag === undefined || here > (file.bytes ?? note?.total ?? Infinity))) {
    discardPart(target)
    here = 0
  }
  const total = file.bytes ?? note?.total ?? null
  if (here > 0 && here === total) return onBytes?.(here)
  const headers = here > 0 && tag !== undefined ? { Range: `bytes=${String(here)}-`, 'If-Range': tag } : {}
  const response = await request(url, { method: 'GET', headers, redirects: file.redirects, signal, timeoutMs: stallMs })
  try {
    const announced = here > 0 ? continues(response, here, total, tag) : whole(response, total)
    if (announced === 'from the start') here = 0
    const expected = announced === 'from the start' ? whole(response, total) : announced
    if (here === 0) writeNote(target, { etag: textOf(response.headers.etag), url, total: expected })
    onBytes?.(here)
    const before = here
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        here += chunk.length
        if (expected !== null && here > expected)
          done(new ServerFailure('the server sends more than the file has', false))
        else {
          onBytes?.(here)
          done(null, chunk)
        }
      },
    })
    try {
      await pipeline(response.body, count, createWriteStream(part, { flags: before > 0 ? 'a' : 'w' }), {
        ...(signal ? { signal } : {}),
      })
    } catch (error) {
      if (error instanceof ServerFailure) discardPart(target)
      else if (!signal?.aborted && !isOfDisk(error) && (sizeOf(part) ?? 0) > before)
        throw new Progress(messageOf(error))
      throw error
    }
    if (expected !== null && here < expected) throw new Progress('the server ended too early')
    if (expected === null && !response.body.complete) throw new Progress('the server ended too early')
  } catch (error) {
    if (error instanceof RangeFailure) discardPart(target)
    throw error
  } finally {
    response.body.destroy()
  }
}

/** Of an answer to a request for the rest: the size of the whole file, or that it comes from the start. */
function continues(
  response: Response,
  here: number,
  total: number | null,
  tag: string | undefined,
): number | null | 'from the start' {
  if (response.status === 200) return 'from the start' // the file has changed, or the server knows no ranges
  if (response.status === 416) throw new RangeFailure('the file has changed on the server')
  refuseStatus(response, [206])
  const [, from, to, of] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers['content-range'] ?? '') ?? []
  const length = of === '*' || of === undefined ? null : Number(of)
  const isAsAsked = Number(from) === here && Number(to) >= here && (length === null || Number(to) < length)
  const isSameFile = (total === null || length === null || length === total) && (response.headers.etag ?? tag) === tag
  if (!isAsAsked || !isSameFile) throw new RangeFailure('the server sends another part than was asked for')
  return length ?? total
}

/** Of an answer to a request for all of it: its size. */
function whole(response: Response, total: number | null): number | null {
  refuseStatus(response, [200])
  if (response.headers['content-encoding'] !== undefined)
    throw new ServerFailure('the server changes the file on its way', false)
  const header = response.headers['content-length']
  const length = header === undefined ? null : Number(header)
  if (total !== null && length !== null && length !== total) {
    throw new ServerFailure(`the file has ${String(length)} bytes instead of ${String(total)}`, false)
  }
  return length ?? total
}

function refuseStatus({ status, headers }: Response, good: readonly number[]): void {
  if (good.includes(status)) return
  const seconds = Number(headers['retry-after'])
  const isPassing = status === 408 || status === 429 || status >= 500
  const pause = Number.isFinite(seconds) ? seconds * 1000 : undefined
  throw new ServerFailure(`the server answered ${String(status)}`, isPassing, pause)
}

function discardPart(target: string): void {
  for (const path of [`${target}.part`, `${target}.part.json`]) rmSync(path, { force: true })
}

function readNote(target: string): PartNote | undefined {
  try {
    return PartNote.parse(JSON.parse(readFileSync(`${target}.part.json`, 'utf8')))
  } catch {
    return undefined
  }
}

/** The old part goes first: its bytes must never stand beside a note on others. */
function writeNote(target: string, note: PartNote): void {
  rmSync(`${target}.part`, { force: true })
  writeFileSync(`${target}.part.json`, JSON.stringify(note))
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}

function textOf(header: string | undefined): string | null {
  return header === undefined || header === '' ? null : header
}

function isOfDisk(error: unknown): boolean {
  const { syscall } = error as NodeJS.ErrnoException
  return syscall === 'write' || syscall === 'open'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
