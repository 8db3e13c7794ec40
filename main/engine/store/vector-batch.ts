/** Columns as LanceDB hands them over. */
import { DataType, type RecordBatch, type Table } from 'apache-arrow'

/** The numbers of a batch's vector column, without a copy. */
export function vectorsOf(batch: RecordBatch): Float32Array {
  const data = batch.getChild('vector')?.data[0]
  const list = data?.children[0]
  const size = (data?.type as { listSize?: number } | undefined)?.listSize ?? 0
  const values = list?.values as Float32Array
  const start = (data?.offset ?? 0) * size
  return values.subarray(start, start + batch.numRows * size)
}

/** The values of a column, in the order of the rows. */
export function valuesOf(batch: RecordBatch, name: string): unknown[] {
  const column = batch.getChild(name)
  if (!column) return []
  if (DataType.isUtf8(column.type) && column.nullCount === 0) {
    const texts = textsAtOnce(column.data[0]!)
    if (texts) return texts
  }
  return Array.from({ length: batch.numRows }, (_, row): unknown => column.get(row))
}

/** The rows of a table with these of their columns, as objects of their own: those of Arrow look up each value when it is read. */
export function rowsOf<Row extends object>(table: Table, columns: readonly (keyof Row & string)[]): Row[] {
  return table.batches.flatMap((batch) => {
    const values = columns.map((name) => valuesOf(batch, name))
    return Array.from(
      { length: batch.numRows },
      (_, row) => Object.fromEntries(columns.map((name, i) => [name, values[i]![row]])) as Row,
    )
  })
}

interface Texts {
  values: Uint8Array
  valueOffsets: Int32Array
  length: number
}

/** Decoded in one piece, which takes a tenth of the time; undefined where there is more than ASCII, as places then are others. */
function textsAtOnce({ values, valueOffsets, length }: Texts): string[] | undefined {
  const [start = 0, end = 0] = [valueOffsets[0], valueOffsets[length]]
  const all = Buffer.from(values.buffer, values.byteOffset + start, end - start).toString('utf8')
  if (all.length !== end - start) return undefined
  return Array.from({ length }, (_, row) => all.slice(valueOffsets[row]! - start, valueOffsets[row + 1]! - start))
}
