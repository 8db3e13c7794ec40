// Notes among photos, with the real model: found by their passages, by photos of what they are about, and kept in step with the disk.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '@lancedb/lancedb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failureSentences, type FailureCode, type ResultItem } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import type { Library } from '../../main/engine/library/library'
import type { Searcher } from '../../main/engine/search/searcher'
import {
  copySample,
  copySamples,
  everything,
  indexFolders,
  openLibrary,
  openSearcher,
  run,
  samplePath,
  term,
  text,
  until,
  withSearcher,
} from './support/engine'
import { temporaryFolders } from './support/folders'
import { pdf } from './support/pdf'

const temporary = temporaryFolders()

const trip = `# A week at the coast

We drove down on Monday, the car packed to the roof.

In the evening a grey cat with a white chest came to the kitchen door and slept on our sofa.

On Thursday the rocket was launched from across the bay, and we saw it rise over the water.
`
const notes = {
  'trip.md': trip,
  'tax.txt': 'Tax return 2019: the accountant needs all receipts and the bank statements by the end of May.',
  'coffee.txt': 'How I make coffee: grind the beans, pour hot water over them slowly, and drink it from the small cup.',
} as const
const fillers = Array.from(
  { length: 60 },
  (_, i) => `Entry ${i + 1}. Nothing of note happened on this day, and the ledger was balanced again as usual.`,
)

function write(folder: string, files: Record<string, string | Uint8Array>): void {
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
}

const matching = async (searcher: Searcher, words: string): Promise<ResultItem[]> =>
  (await searcher.search({ query: text(words), filters: {}, offset: 0, limit: 50 })).items
const names = (items: readonly ResultItem[]): string[] => items.map(({ name }) => name)

describe('a library of photos and notes', () => {
  let home: Home
  let searcher: Searcher

  beforeAll(async () => {
    home = resolveHome(temporary())
    const folder = temporary()
    copySamples(folder)
    write(folder, {
      ...notes,
      'long.txt': [...fillers, 'A woman in an orange space suit smiles in front of a flag.', ...fillers].join('\n\n'),
      'report.pdf': pdf([
        ['Quarterly report'],
        ['The temple with its red columns was restored', 'and opened again in spring.'],
      ]),
      'greek.txt': Buffer.from('\ufeffΚαφές και ψωμί', 'utf16le'),
      'latin.txt': Buffer.from('Crème brûlée: eggs, cream and vanilla, burnt sugar on top.', 'latin1'),
    })
    await indexFolders(home, [folder])
    searcher = await openSearcher(home)
  })
  afterAll(() => searcher.close())

  it('lists photos and notes about the same thing together, best first, each with what matched', async () => {
    const found = await matching(searcher, 'a cat')
    expect(names(found).slice(0, 3)).toEqual(expect.arrayContaining(['chelsea.jpg', 'trip.md']))
    const note = found.find(({ name }) => name === 'trip.md')!
    expect(note).toMatchObject({ kind: 'text', title: 'A week at the coast', width: 0, height: 0 })
    expect(note.passage?.text).toContain('a grey cat')
    expect(trip.slice(note.passage!.at!)).toMatch(/^In the evening a grey cat/)
    expect(found.find(({ name }) => name === 'chelsea.jpg')).toMatchObject({
      kind: 'image',
      title: null,
      passage: null,
    })
    const relevances = found.map(({ relevance }) => relevance!)
    expect(relevances).toEqual([...relevances].sort((a, b) => b - a))
  })

  it('shows another passage of the same note where another thing is looked for', async () => {
    const found = await matching(searcher, 'a rocket launch')
    expect(names(found)).toEqual(expect.arrayContaining(['rocket.jpg', 'trip.md']))
    expect(found.find(({ name }) => name === 'trip.md')!.passage?.text).toContain('the rocket was launched')
  })

  it('finds what only a note says, and no photos with it', async () => {
    const found = await matching(searcher, 'tax return')
    expect(names(found)[0]).toBe('tax.txt')
    expect(found.every(({ kind }) => kind === 'text')).toBe(true)
  })

  it('finds nothing where neither says or shows it', async () => {
    for (const words of ['a zebra', 'a birthday cake with candles']) expect(await matching(searcher, words)).toEqual([])
  })

  it('finds the one sentence in a long text, and where it is', async () => {
    const [first] = (await matching(searcher, 'a woman in an orange space suit')).filter(({ kind }) => kind === 'text')
    expect(first).toMatchObject({ name: 'long.txt' })
    expect(first!.passage?.text).toBe('A woman in an orange space suit smiles in front of a flag.')
  })

  it('reads PDFs and old encodings', async () => {
    const [temple] = (await matching(searcher, 'a temple with red columns')).filter(({ kind }) => kind === 'text')
    expect(temple).toMatchObject({ name: 'report.pdf' })
    expect(temple!.passage?.text).toContain('The temple with its red columns was restored')
    const items = await everything(searcher)
    expect(items.find(({ name }) => name === 'greek.txt')?.passage?.text).toBe('Καφές και ψωμί')
    expect(items.find(({ name }) => name === 'latin.txt')?.passage?.text).toMatch(/^Crème brûlée/)
  })

  it('finds the notes about a photo, by an example and by a photo of the library', async () => {
    const cat = (await everything(searcher)).find(({ name }) => name === 'chelsea.jpg')!
    for (const example of [
      { kind: 'file', path: samplePath('chelsea.jpg') },
      { kind: 'like', itemId: cat.id },
    ] as const) {
      const { items } = await run(searcher, term(example))
      const [first] = items.filter(({ kind }) => kind === 'text')
      expect(first).toMatchObject({ name: 'trip.md' })
      expect(first!.passage?.text).toContain('a grey cat')
    }
  })

  it('finds photos of what a note is about', async () => {
    const coffee = (await everything(searcher)).find(({ name }) => name === 'coffee.txt')!
    const { items } = await run(searcher, term({ kind: 'like', itemId: coffee.id }))
    expect(names(items.filter(({ kind }) => kind === 'image'))[0]).toBe('coffee.jpg')
    expect(names(items)).not.toContain('coffee.txt')
  })

  it('tells the kinds apart in filters and counts', async () => {
    const kinds = async (words: string): Promise<Set<string>> =>
      new Set((await run(searcher, text(words))).items.map(({ kind }) => kind))
    expect(await kinds('type:note')).toEqual(new Set(['text']))
    expect(await kinds('type:photo')).toEqual(new Set(['image']))
    expect(await kinds('a cat -type:note')).toEqual(new Set(['image']))
    expect(names((await run(searcher, text('type:pdf'))).items)).toEqual(['report.pdf'])
    expect(await searcher.library.kinds()).toEqual({ image: 22, video: 0, text: 7 })
  })

  it('says in an explanation which passage matched', async () => {
    const note = (await everything(searcher)).find(({ name }) => name === 'trip.md')!
    const { terms } = await searcher.explain({ query: text('a cat'), filters: {}, itemId: note.id })
    expect(terms[0]!.passage?.text).toContain('a grey cat')
    expect(terms[0]).toMatchObject({ heat: null })
    expect(terms[0]!.relevance).toBeGreaterThan(0.5)
  })
})

describe('files that are no notes', () => {
  const encrypted = pdf([['secret']])
    .toString('latin1')
    .replace(
      '/Root',
      '/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O (01234567890123456789012345678901) /U (01234567890123456789012345678901) >> /ID [(0123456789012345)(0123456789012345)] /Root',
    )
  const cases: [name: string, code: FailureCode, content: string | Uint8Array][] = [
    ['empty.md', 'empty', ''],
    ['blank.txt', 'no-text', ' \n\n\t\n'],
    ['data.txt', 'not-a-text', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7) % 256))],
    ['zeros.txt', 'not-a-text', Buffer.alloc(1000)],
    ['text.pdf', 'not-a-text', 'This is no PDF.'],
    ['cut.pdf', 'corrupt', '%PDF-1.4\n1 0 obj\n<<'],
    ['scan.pdf', 'no-text', pdf([[]])],
    ['locked.pdf', 'encrypted', Buffer.from(encrypted, 'latin1')],
  ]

  it('are listed with their reason, and do not keep others from being read', async () => {
    const folder = temporary()
    write(folder, {
      ...Object.fromEntries(cases.map(([name, , content]) => [name, content])),
      'good.txt': notes['tax.txt'],
    })
    const { failed, indexed } = await indexFolders(resolveHome(temporary()), [folder])
    expect(Object.fromEntries(failed.map(({ path, reason }) => [path.slice(folder.length + 1), reason]))).toEqual(
      Object.fromEntries(cases.map(([name, code]) => [name, failureSentences[code]])),
    )
    expect(indexed).toBe(1)
  })
})

describe('notes on a disk that changes', () => {
  it('keep their identity when they move, follow edits, and go', async () => {
    const home = resolveHome(temporary())
    const folder = temporary()
    write(folder, notes)
    const library = await openLibrary(home)
    try {
      await library.addFolder(folder)
      await library.settled()
      const listed = (): Promise<ResultItem[]> => withSearcher(home, (searcher) => everything(searcher))
      const before = await listed()
      expect(names(before).sort()).toEqual(Object.keys(notes).sort())

      renameSync(join(folder, 'trip.md'), join(folder, 'coast.md'))
      writeFileSync(join(folder, 'tax.txt'), 'A brown horse stands in the meadow behind the farm.')
      rmSync(join(folder, 'coffee.txt'))
      await rescanned(library)
      const after = await listed()
      expect(names(after).sort()).toEqual(['coast.md', 'tax.txt'])
      const idOf = (items: ResultItem[], name: string): string => items.find((item) => item.name === name)!.id
      expect(idOf(after, 'coast.md')).toBe(idOf(before, 'trip.md'))
      expect(idOf(after, 'tax.txt')).toBe(idOf(before, 'tax.txt'))
      expect(after.find(({ name }) => name === 'coast.md')).toMatchObject({ title: 'A week at the coast' })
      await withSearcher(home, async (searcher) => {
        expect(names(await matching(searcher, 'a horse in a meadow'))).toEqual(['tax.txt'])
        expect(names(await matching(searcher, 'tax return'))).toEqual([])
      })
    } finally {
      await library.close()
    }
  })
})

async function rescanned(library: Library): Promise<void> {
  library.rescan()
  await until('the scan', () => library.status().phase !== 'idle', 2000).catch(() => undefined)
  await library.settled()
}

describe('what is written about a photo', () => {
  const sidecar = (description: string): string =>
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">${description}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`

  it('finds it, beside its picture', async () => {
    const home = resolveHome(temporary())
    const folder = temporary()
    copySamples(folder, ['chelsea.jpg', 'rocket.jpg', 'grass.jpg', 'brick.jpg'])
    copySample('coins.jpg', join(folder, 'coins.jpg'))
    writeFileSync(join(folder, 'coins.xmp'), sidecar('The treasure my grandmother found in her garden'))
    await indexFolders(home, [folder])
    await withSearcher(home, async (searcher) => {
      const [first] = await matching(searcher, 'grandmother’s treasure')
      expect(first).toMatchObject({ name: 'coins.jpg', kind: 'image' })
      expect(first!.passage).toEqual({ text: 'The treasure my grandmother found in her garden.', at: null })
      const cats = await matching(searcher, 'a cat')
      expect(cats[0]).toMatchObject({ name: 'chelsea.jpg', passage: null })
    })
    expect(await wordsIn(home)).toEqual(['The treasure my grandmother found in her garden.'])
  })
})

async function wordsIn(home: Home): Promise<string[]> {
  const connection = await connect(home.store)
  const name = (await connection.tableNames()).find((table) => table.startsWith('parts'))!
  const rows = (await (
    await connection.openTable(name)
  )
    .query()
    .where(`kind = 'words'`)
    .select(['text'])
    .toArray()) as {
    text: string
  }[]
  connection.close()
  return rows.map(({ text: said }) => said)
}
