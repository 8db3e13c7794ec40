/** A file as the answer to a request: whole, or the range of bytes that was asked for. */
import { open } from 'node:fs/promises'

const chunkBytes = 256 * 1024

/** Both ends are included, as in the header. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * What a Range header asks for, after RFC 9110. Undefined: the whole file, also where the header is none that we understand
 * or asks for several ranges. Null: nothing that the file has.
 */
export function parseRange(header: string | null, size: number): ByteRange | undefined | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first === '')
    return size === 0 || Number(last) === 0 ? null : { start: Math.max(0, size - Number(last)), end: size - 1 }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= size ? null : { start, end }
}

/** Rejects with what the file system throws. */
export async function fileResponse(
  path: string,
  headers: Record<string, string>,
  range: string | null,
): Promise<Response> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const wanted = parseRange(range, size)
    const all = { ...headers, 'Accept-Ranges': 'bytes' }
    if (wanted === null) {
      await file.close()
      return new Response(null, { status: 416, headers: { ...all, 'Content-Range': `bytes */${String(size)}` } })
    }
    const { start, end } = wanted ?? { start: 0, end: size - 1 }
    const partial = wanted && { 'Content-Range': `bytes ${String(start)}-${String(end)}/${String(size)}` }
    let at = start
    // Pulled, so that a player that has enough stops the reading, and one that seeks ends it.
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          const buffer = new Uint8Array(Math.max(0, Math.min(chunkBytes, end + 1 - at)))
          const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
          at += bytesRead
          if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
          if (bytesRead > 0 && at <= end) return
          await file.close()
          controller.close()
        } catch (error) {
          await file.close().catch(() => undefined)
          controller.error(error)
        }
      },
      async cancel() {
        await file.close().catch(() => undefined)
      },
    })
    return new Response(body, {
      status: wanted ? 206 : 200,
      headers: { ...all, ...partial, 'Content-Length': String(end + 1 - start) },
    })
  } catch (error) {
    await file.close().catch(() => undefined)
    throw error
  }
}
