/** Fetches the list of versions and its signature: two small files, and never more than that. */
import { FoveaError } from '../../../contract'
import { request } from '../models/http'
import { mostFeedBytes, type SignedFeed, type UpdateSource } from './feed'

/** Silence for so long, and a question that takes so long, count as no answer. */
const [stallMs, patienceMs] = [15_000, 60_000]
/** 88 characters, and a line break. */
const mostSignatureBytes = 256

/** Throws UPDATE_UNREACHABLE, UPDATE_LIST_INVALID, or what the signal says. */
export async function fetchFeed(source: UpdateSource, given?: AbortSignal): Promise<SignedFeed> {
  const controller = new AbortController()
  const giveUp = (): void => {
    controller.abort()
  }
  given?.throwIfAborted()
  given?.addEventListener('abort', giveUp)
  const timer = setTimeout(giveUp, patienceMs)
  const { signal } = controller
  try {
    const bytes = await fetchSmall(source.feed, mostFeedBytes, signal)
    const signature = await fetchSmall(signatureAddress(source.feed), mostSignatureBytes, signal)
    return { bytes, signature: signature.toString('latin1') }
  } catch (error) {
    given?.throwIfAborted()
    if (error instanceof FoveaError && error.code === 'UPDATE_LIST_INVALID') throw error
    const why = signal.aborted ? 'no answer for too long' : error instanceof Error ? error.message : String(error)
    throw new FoveaError(
      'UPDATE_UNREACHABLE',
      `The update server ${new URL(source.feed).host} could not be asked (${why}). Is this computer online? Then try again later.`,
      { retry: 'try-again', cause: error },
    )
  } finally {
    clearTimeout(timer)
    given?.removeEventListener('abort', giveUp)
  }
}

function signatureAddress(feed: string): string {
  const url = new URL(feed)
  url.pathname += '.sig'
  return url.href
}

/** Follows no redirection to another host. */
async function fetchSmall(url: string, most: number, signal: AbortSignal): Promise<Buffer> {
  const { status, body } = await request(url, { method: 'GET', redirects: [], signal, timeoutMs: stallMs })
  try {
    if (status !== 200) throw new Error(`it answered ${String(status)}`)
    const chunks: Buffer[] = []
    let length = 0
    for await (const chunk of body as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > most) {
        throw new FoveaError(
          'UPDATE_LIST_INVALID',
          'What the update server sends is too large for a list of versions, so it was not read. Try again in a few days.',
          { retry: 'try-again' },
        )
      }
      chunks.push(chunk)
    }
    if (!body.complete) throw new Error('the answer was cut off')
    return Buffer.concat(chunks)
  } finally {
    body.destroy()
  }
}
