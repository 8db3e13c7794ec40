/** The backup's record of frames and passages: a line of JSON a content. See: [Note: backup] */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { ContentHash } from '../../../contract'
import type { Part, PartRow } from './schema'
import type { Store } from './store'

const BackedUpParts = z.object({
  hash: ContentHash,
  parts: z.array(
    z.object({
      kind: z.enum(['frame', 'passage']),
      at: z.number().nullable(),
      text: z.string().nullable(),
      /** Little-endian float32. */
      vector: z.base64(),
    }),
  ),
})

export function toPartsLine(hash: string, parts: readonly Part[]): string {
  const encoded = parts.map(({ kind, at, text, vector }) => {
    const bytes = Buffer.alloc(vector.length * Float32Array.BYTES_PER_ELEMENT)
    vector.forEach((value, i) => bytes.writeFloatLE(value, i * Float32Array.BYTES_PER_ELEMENT))
    return { kind, at, text, vector: bytes.toString('base64') }
  })
  return `${JSON.stringify({ hash, parts: encoded })}\n`
}

/** The parts of each content, some more than once. None where there is no such file; what was cut off is left out. */
export async function* readPartsLog(path: string, dimension: number): AsyncGenerator<{ hash: string; parts: Part[] }> {
  const isThere = await stat(path).then(
    ({ size }) => size > 0,
    () => false,
  )
  if (!isThere) return
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const record = BackedUpParts.safeParse(parse(line))
    if (!record.success) continue
    const parts = record.data.parts.map((part): Part => ({ ...part, vector: vectorOf(part.vector) }))
    if (parts.every(({ vector }) => vector.length === dimension)) yield { hash: record.data.hash, parts }
  }
}

/** The lines for all frames and passages of a store, each content once. */
export async function* partsLines(store: Store): AsyncGenerator<Buffer> {
  const owners = new Map<string, string>()
  const rows = (await store.parts.query().where(`kind <> 'words'`).select(['item', 'hash']).toArray()) as PartRow[]
  for (const { item, hash } of rows) if (!owners.has(hash)) owners.set(hash, item)
  const open = new Map<string, PartRow[]>()
  for await (const batch of store.parts.query().where(`kind <> 'words'`)) {
    for (const row of batch as Iterable<{ toJSON(): PartRow }>) {
      const part = row.toJSON()
      if (owners.get(part.hash) === part.item) open.set(part.hash, [...(open.get(part.hash) ?? []), part])
    }
  }
  for (const [hash, parts] of open) {
    const inOrder = parts.sort((a, b) => a.index - b.index)
    yield Buffer.from(
      toPartsLine(
        hash,
        inOrder.flatMap(({ kind, at, text, vector }) =>
          kind === 'words' ? [] : [{ kind, at, text, vector: Float32Array.from(vector) }],
        ),
      ),
    )
  }
}

function vectorOf(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64')
  const length = Math.floor(bytes.length / Float32Array.BYTES_PER_ELEMENT)
  return Float32Array.from({ length }, (_, i) => bytes.readFloatLE(i * Float32Array.BYTES_PER_ELEMENT))
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // cut off by a kill
  }
}
