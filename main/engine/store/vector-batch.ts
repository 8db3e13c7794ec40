/** Vectors as LanceDB hands them over. */
import type { RecordBatch } from 'apache-arrow'

/** The numbers of a batch's vector column, without a copy. */
export function vectorsOf(batch: RecordBatch): Float32Array {
  const data = batch.getChild('vector')?.data[0]
  const list = data?.children[0]
  const size = (data?.type as { listSize?: number } | undefined)?.listSize ?? 0
  const values = list?.values as Float32Array
  const start = (data?.offset ?? 0) * size
  return values.subarray(start, start + batch.numRows * size)
}
