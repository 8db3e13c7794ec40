/** The library as smart albums see it: vectors by id, a sample, and all of them one after the other. */
import type { PhotoSource } from '../curation/albums'
import type { VectorMatrix } from './matrix'

/** Vectors read at once when all are visited. */
const visitedAtOnce = 1000

export function photoSource(matrix: VectorMatrix): PhotoSource {
  const vectorsOfRows = async (rows: Int32Array): Promise<Map<string, Float32Array>> => {
    const ids = Array.from(rows, (row) => matrix.ids[row]!)
    const vectors = await matrix.vectors(rows)
    const dimension = vectors.length / Math.max(1, rows.length)
    return new Map(ids.map((id, i) => [id, vectors.subarray(i * dimension, (i + 1) * dimension)]))
  }
  return {
    version: async () => {
      await matrix.refresh()
      return matrix.version
    },
    vectorsOf: async (ids) =>
      vectorsOfRows(Int32Array.from(ids.map((id) => matrix.rowOf(id)).filter((row) => row !== undefined))),
    sample: async () => vectorsOfRows((await matrix.sample()).rows),
    visitAll: async (visit) => {
      for (let from = 0; from < matrix.count; from += visitedAtOnce) {
        const rows = Int32Array.from(
          { length: Math.min(visitedAtOnce, matrix.count - from) },
          (_, i) => from + i,
        ).filter((row) => matrix.kinds[row] !== 'text')
        for (const [id, vector] of await vectorsOfRows(rows)) visit(id, vector)
      }
    },
  }
}
