// Words in pictures: read in the background, found by searches, kept through kills.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { resolveHome, type Home } from '../../main/engine/home'
import type { Library } from '../../main/engine/library/library'
import type { Searcher } from '../../main/engine/search/searcher'
import { buildCommand, fovea, startFovea } from './support/command'
import { copySamples, namesOf, openLibrary, openSearcher, resources, run, text, until } from './support/engine'
import { temporaryFolders } from './support/folders'
import { canDraw, writePage, writeSign } from './support/pages'

const temporary = temporaryFolders()
const hasFonts = await canDraw()
if (!hasFonts) console.warn('SKIPPED: words in pictures, because this machine has no fonts to draw pictures with')

const plain = ['coffee.jpg', 'grass.jpg', 'rocket.jpg']
let photos: string
let home: Home
let searcher: Searcher

async function openReading(at: Home): Promise<Library> {
  return openLibrary(at, { recogniser: resources.recogniser })
}

async function readAll(at: Home, folder: string): Promise<Library> {
  const library = await openReading(at)
  await library.addFolder(folder)
  await library.settled()
  await library.wordsRead()
  return library
}

describe.skipIf(!hasFonts)('words in pictures', () => {
  beforeAll(async () => {
    photos = temporary()
    home = resolveHome(join(temporary(), 'home'))
    copySamples(photos, plain)
    await writePage(join(photos, 'bill.png'), {
      text: 'Invoice 48213\nHarbour Furniture\nPlease pay 129.90 within two weeks',
    })
    await writePage(join(photos, 'letter.jpg'), {
      text: 'Sehr geehrte Frau Müller,\ndie Gartenstühle kommen am Freitag',
    })
    await writeSign(join(photos, 'shop.jpg'), 'china-temple.jpg', 'OPENING HOURS')
    await writePage(join(photos, 'hostile.png'), {
      text: "\") OR hash != '' --\nis:favorite OR date:2019\nlike:everything",
    })
    const library = await readAll(home, photos)
    expect(library.status().reading).toEqual({ mode: 'likely', isReading: false, done: 7, total: 7 })
    expect(library.status().counts).toEqual({ ready: 7, pending: 0, failed: 0, offline: 0 })
    await library.close()
    searcher = await openSearcher(home)
  })

  afterAll(() => searcher.close())

  const found = async (query: string): Promise<string[]> =>
    namesOf((await searcher.search({ query: text(query), filters: {}, offset: 0, limit: 100 })).items)

  it('are found by text:, whole words and words side by side, whatever their case and accents', async () => {
    expect(await found('text:invoice')).toEqual(['bill.png'])
    expect(await found('text:INVOICE')).toEqual(['bill.png'])
    expect(await found('text:48213')).toEqual(['bill.png'])
    expect(await found('text:"harbour furniture"')).toEqual(['bill.png'])
    expect(await found('text:"furniture harbour"')).toEqual([])
    expect(await found('text:Müller')).toEqual(['letter.jpg'])
    expect(await found('text:gartenstuhle')).toEqual(['letter.jpg'])
    expect(await found('text:"opening hours"')).toEqual(['shop.jpg'])
    expect(await found('text:invoic')).toEqual([])
    expect(await found('text:zebra')).toEqual([])
    expect((await found('-text:invoice')).sort()).toEqual(['hostile.png', 'letter.jpg', 'shop.jpg', ...plain].sort())
    expect((await found('text:invoice OR text:hours')).sort()).toEqual(['bill.png', 'shop.jpg'])
  })

  it('lift a photo that says what was asked for above all others, and words that say nothing do not', async () => {
    const asked = await run(searcher, text('harbour furniture invoice'))
    expect(asked.items[0]).toMatchObject({ name: 'bill.png' })
    expect(asked.items[0]!.relevance).toBeGreaterThan(0.9)
    expect(asked.matches).toBeGreaterThan(0)
    const noise = await run(searcher, text('the two of am'))
    const before = await run(searcher, text('a cup of coffee'))
    expect(before.items[0]).toMatchObject({ name: 'coffee.jpg' })
    expect(noise.items.find(({ name }) => name === 'letter.jpg')!.relevance).toBeLessThan(0.9)
  })

  it('are shown with their lines, and say why a photo was found', async () => {
    const [item] = (await run(searcher, text('text:invoice'))).items
    const lines = await searcher.words(item!.id, text('invoice'))
    expect(lines.map((line) => line.text)).toEqual([
      'Invoice 48213',
      'Harbour Furniture',
      expect.stringMatching(/Please pay 129.90 within two weeks/),
    ])
    expect(lines.map(({ isMatch }) => isMatch)).toEqual([true, false, false])
    for (const { box } of lines) {
      const [left, top, right, bottom] = box
      expect(left).toBeGreaterThanOrEqual(0)
      expect(right).toBeLessThanOrEqual(1)
      expect(right - left).toBeGreaterThan(bottom - top)
    }
    const why = await searcher.explain({ query: text('invoice'), filters: {}, itemId: item!.id, heat: false })
    expect(why.says).toEqual(['Invoice 48213'])
  })

  it('are data: what a picture says cannot change a search', async () => {
    expect(await found('text:favorite')).toEqual(['hostile.png'])
    expect(await found(`text:"') OR hash != '' --"`)).toEqual(['hostile.png'])
    expect(await found(`text:"' OR true"`)).toEqual([])
  })

  it('are not looked for in photos without anything like text, unless in all', async () => {
    expect(await searcher.wordCounts()).toEqual({ read: 4, plain: 3, failed: 0 })
    const library = await openReading(home)
    onTestFinished(() => library.close())
    library.setReading('all')
    await library.settled()
    await library.wordsRead()
    expect(library.status().reading).toMatchObject({ mode: 'all', done: 7, total: 7 })
    expect(await searcher.wordCounts()).toEqual({ read: 7, plain: 0, failed: 0 })
    library.setReading('off')
    expect(library.status().reading).toEqual({ mode: 'off', isReading: false, done: 0, total: 0 })
  })

  it('are read again where their table is lost or damaged, and let go of with their folder', async () => {
    const other = resolveHome(join(temporary(), 'home'))
    const folder = temporary()
    await writePage(join(folder, 'note.png'), { text: 'Remember the milk' })
    await (await readAll(other, folder)).close()
    rmSync(join(other.store, 'words.lance', 'data'), { recursive: true, force: true })
    const library = await readAll(other, folder)
    onTestFinished(() => library.close())
    const reader = await openSearcher(other)
    onTestFinished(() => reader.close())
    expect(await reader.wordCounts()).toEqual({ read: 1, plain: 0, failed: 0 })
    expect((await run(reader, text('text:milk'))).items).toHaveLength(1)
    await library.removeRoot(library.roots[0]!.id)
    expect(await reader.wordCounts()).toEqual({ read: 0, plain: 0, failed: 0 })
  })

  it('stand still while paused, and go on afterwards', async () => {
    const other = resolveHome(join(temporary(), 'home'))
    const folder = temporary()
    for (let i = 0; i < 4; i++) await writePage(join(folder, `${i}.png`), { text: `Ticket number ${1000 + i}` })
    const library = await openReading(other)
    onTestFinished(() => library.close())
    await library.addFolder(folder)
    await library.settled()
    library.pause()
    await until('reading stands still', () => !library.status().reading.isReading)
    const { done } = library.status().reading
    expect(done).toBeLessThan(4)
    library.resume()
    await library.wordsRead()
    expect(library.status().reading).toMatchObject({ done: 4, total: 4 })
  })
})

describe.skipIf(!hasFonts)('the command', () => {
  beforeAll(buildCommand)

  it('killed while it reads, goes on where it was, and finds by word', async () => {
    const folder = temporary()
    const other = resolveHome(join(temporary(), 'home'))
    const pages = 12
    for (let i = 0; i < pages; i++)
      await writePage(join(folder, `${i}.png`), { text: `Boarding pass\ngate ${200 + i}` })
    const args = ['index', folder, '--home', other.root, '--json']
    for (let kills = 0; kills < 3; kills++) {
      const { child, finished } = startFovea(args)
      await new Promise((resolve) => setTimeout(resolve, 1500 + 700 * kills))
      child.kill('SIGKILL')
      await finished
    }
    const done = await fovea(args)
    expect(done).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(done.stdout)).toMatchObject({ indexed: pages, reading: { done: pages, total: pages } })
    const search = await fovea(['search', 'text:205', '--home', other.root, '--json'])
    expect(JSON.parse(search.stdout)).toMatchObject({
      matches: 1,
      results: [{ path: join(folder, '5.png'), says: ['gate 205'] }],
    })
    const status = JSON.parse((await fovea(['status', '--home', other.root, '--json'])).stdout)
    expect(status).toMatchObject({ ready: pages, reading: { mode: 'likely', read: pages, plain: 0, failed: 0 } })
  })
})
