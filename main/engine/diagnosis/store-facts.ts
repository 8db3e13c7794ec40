/** What the store says of itself for a diagnosis: its tables and how many files are in which state, none of what they hold. */
import type { Table } from '@lancedb/lancedb'
import { FoveaError } from '../../../contract'
import { sampleOf, type KnownFile } from '../library/presence'
import { itemsTableName, partsPrefix, vectorsPrefix, wordsTableName, type ItemRow } from '../store/schema'
import { forEachTable, storeError } from '../store/store'
import type { StoreFacts, TableFacts } from './report'

type Row = Pick<ItemRow, 'root' | 'path' | 'title' | 'description' | 'keywords' | 'city' | 'size' | 'mtime' | 'hash'> &
  Pick<ItemRow, 'kind' | 'state' | 'failure'>

const columns = ['root', 'path', 'title', 'description', 'keywords', 'city', 'size', 'mtime', 'hash'] as const
const more = ['kind', 'state', 'failure'] as const

/** `onName` is shown every name and text of the person, so that it can be taken out of logs. */
export async function readStoreFacts(folder: string, onName: (name: string) => void): Promise<StoreFacts> {
  const facts: StoreFacts = { tables: [], states: {}, kinds: {}, failures: {}, roots: {} }
  await forEachTable(folder, async (name, table) => {
    const described = await describe(name, table).catch((error: unknown) => ({ error: storeError(error).code }))
    facts.tables.push({ table: kindOf(name), model: modelOf(name), ...described })
    if (name === itemsTableName && !(table instanceof FoveaError)) await count(table, facts, onName)
  })
  return facts
}

async function describe(name: string, table: Table | FoveaError): Promise<Partial<TableFacts>> {
  if (table instanceof FoveaError) return { error: table.code }
  const schema = Number((await table.schema()).metadata.get('fovea.schema') ?? Number.NaN)
  const [, dimension, preprocessing] = /\.(\d+)\.p(\d+)$/.exec(name) ?? []
  return {
    schema: Number.isNaN(schema) ? null : schema,
    rows: await table.countRows(),
    version: await table.version(),
    ...(dimension === undefined ? {} : { dimension: Number(dimension), preprocessing: Number(preprocessing) }),
  }
}

async function count(items: Table, facts: StoreFacts, onName: (name: string) => void): Promise<void> {
  const samples = new Map<string, KnownFile[]>()
  const known = new Set((await items.schema()).fields.map(({ name }) => name)) // an older schema has fewer
  const wanted = [...columns, ...more].filter((column) => known.has(column))
  for await (const batch of items.query().select(wanted)) {
    for (const row of batch as Iterable<Partial<Row>>) {
      const { root = '', path = '', state, kind, failure } = row
      for (const segment of path.split('/')) onName(segment)
      for (const text of [row.title, row.description, row.city]) if (text != null) onName(text)
      for (const keyword of row.keywords?.split('\n') ?? []) onName(keyword)
      if (state !== undefined) facts.states[state] = (facts.states[state] ?? 0) + 1
      if (state === 'ready' && kind !== undefined) facts.kinds[kind] = (facts.kinds[kind] ?? 0) + 1
      if (state === 'failed' && failure != null) facts.failures[failure] = (facts.failures[failure] ?? 0) + 1
      const sample = samples.get(root) ?? []
      const { size = 0, mtime = 0, hash = null } = row
      sample.push({ path, size, mtime, hash })
      samples.set(root, sample)
      if (state === 'ready') facts.roots[root] = { files: (facts.roots[root]?.files ?? 0) + 1, sample: [] }
    }
  }
  for (const [root, files] of samples)
    facts.roots[root] = { files: facts.roots[root]?.files ?? 0, sample: sampleOf(files) }
}

function kindOf(name: string): TableFacts['table'] {
  if (name === itemsTableName) return 'items'
  if (name === wordsTableName) return 'words'
  if (name.startsWith(vectorsPrefix)) return 'vectors'
  return name.startsWith(partsPrefix) ? 'parts' : 'other'
}

/** As its name in the store has it. */
function modelOf(name: string): string | undefined {
  return /^(?:vectors|parts)\.([^.]+)\./.exec(name)?.[1]
}
