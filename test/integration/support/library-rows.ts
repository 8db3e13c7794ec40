// Everything a store says of the photos in it, in an order of its own, to compare two libraries with.
import { connect } from '@lancedb/lancedb'
import type { Home } from '../../../main/engine/home'
import { readLibraryFile } from '../../../main/engine/library/library-file'

type Row = Record<string, unknown>

export interface LibraryRows {
  items: Row[]
  vectors: Row[]
}

/** All rows by the place of their photo. What differs between two runs over the same photos is left out unless asked for. */
export async function libraryRows(home: Home, { identity = true } = {}): Promise<LibraryRows> {
  const roots = new Map(readLibraryFile(home.libraryFile).roots.map(({ id, path }) => [id, path]))
  const connection = await connect(home.store)
  const rowsOf = async (table: string): Promise<Row[]> => {
    const rows = (await (await connection.openTable(table)).query().toArray()) as { toJSON(): Row }[]
    return rows.map((row) => row.toJSON())
  }
  const names = await connection.tableNames()
  const vectorTables = names.filter((name) => name.startsWith('vectors.'))
  const items = await rowsOf('items')
  const vectors = (await Promise.all(vectorTables.map(rowsOf))).flat()
  connection.close()
  const ownPart = (row: Row): Row => {
    const root = roots.get(String(row['root']))
    const same = { ...row, root, ...('vector' in row ? { vector: [...(row['vector'] as Iterable<number>)] } : {}) }
    return identity ? same : { ...same, id: undefined, addedAt: undefined }
  }
  const inOrder = (rows: Row[]): Row[] => rows.map(ownPart).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
  return { items: inOrder(items), vectors: inOrder(vectors) }
}

function placeOf(row: Row): string {
  return `${String(row['root'])}/${String(row['folder'])}/${String(row['name'])}`
}
