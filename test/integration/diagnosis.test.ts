// A diagnosis tells what helps, and no word of what a person called or wrote anything: marker words stand everywhere in a library.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from '@lancedb/lancedb'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { FoveaError } from '../../contract'
import { diagnose, writeNew } from '../../main/engine/diagnosis/bundle'
import { readStoreFacts } from '../../main/engine/diagnosis/store-facts'
import { resolveHome } from '../../main/engine/home'
import { keepLog } from '../../main/engine/log/console'
import { copySample, indexFolders, openSearcher, resources } from './support/engine'
import { temporaryFolders } from './support/folders'

/** In names of the data folder, folders, photos, notes, albums, searches, own words and models, and in what notes say. */
const markers = ['Quittenbaum', 'Zwergfalke', 'Nordlicht', 'Kupferdrache', 'Silberdistel', 'Wolkenmeer', 'Ann']

const temporary = temporaryFolders()
const home = resolveHome(join(temporary(), 'Quittenbaum'))
const photos = join(temporary(), 'Unser Zwergfalke', 'Ann')
const context = { home, resources, threads: 2 }
let text: string
let withoutStore: string

beforeAll(async () => {
  copySample('coffee.jpg', join(photos, 'Kupferdrache am See', 'Nordlicht.jpg'))
  writeFileSync(
    join(photos, 'Kupferdrache am See', 'Silberdistel Notiz.md'),
    '# Silberdistel\n\nDie Wolkenmeer-Fahrt war schön.\n',
  )
  writeFileSync(join(photos, 'Nordlicht kaputt.jpg'), 'no picture')
  await indexFolders(home, [photos])
  const searcher = await openSearcher(home)
  await searcher.saveSearch({ name: 'Nordlicht suchen', text: 'Wolkenmeer', view: null })
  searcher.curator.addWord('vocabulary', 'kupferdrache')
  await searcher.curator.create({ name: 'Silberdistel Album', kind: 'manual', itemIds: [] })
  mkdirSync(join(home.models, 'zwergfalke-vit'), { recursive: true })
  await provokeErrors(searcher)
  await searcher.close()
  if (process.env['SHOW_DIAGNOSIS']) console.log('x')
  text = (await diagnose(context, (onName) => readStoreFacts(home.store, onName))).text
  withoutStore = (await diagnose(context, () => Promise.reject(new FoveaError('ENGINE_DOWN', 'Zwergfalke')))).text
})

/** What Fovea and its packages say of real failures, logged as the app's processes log. */
async function provokeErrors(searcher: Awaited<ReturnType<typeof openSearcher>>): Promise<void> {
  const quiet = (): void => undefined
  const target = { debug: quiet, log: quiet, info: quiet, warn: quiet, error: quiet } as unknown as Console
  keepLog(home.logs, 'indexer', target)
  const folder = join(photos, 'Kupferdrache am See')
  const failures: [string, () => unknown][] = [
    ['a folder could not be read:', () => readFile(folder)],
    ['a photo is not there:', () => readFile(join(folder, 'Nordlicht gone.jpg'))],
    ['not a picture:', () => sharp(join(photos, 'Nordlicht kaputt.jpg')).toBuffer()],
    [
      'search.run:',
      async () =>
        (await (await connect(home.store)).openTable('items')).query().where("folder = 'Zwergfalke").toArray(),
    ],
    [
      'search.run:',
      async () => (await (await connect(home.store)).openTable('items')).query().where('Wolkenmeer = 1').toArray(),
    ],
    ['the vectors cannot be read:', async () => (await connect(home.store)).openTable('Silberdistel')],
    [
      'no such picture:',
      () =>
        searcher.search({
          query: { kind: 'text', text: 'image:"/Zwergfalke/x.jpg"' },
          filters: {},
          offset: 0,
          limit: 1,
        }),
    ],
  ]
  for (const [what, fail] of failures) {
    const error: unknown = await Promise.resolve()
      .then(fail)
      .then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
    expect(error, what).toBeDefined()
    target.error(what, error)
  }
  target.error('the words of “zwergfalke-vit” could not be kept:', new Error('EMFILE: too many open files'))
  target.warn('Kupferdrache am See was left out, and Ann with it')
  target.warn(`"${photos}" was not added: gone`)
  target.info('nothing: 0 of 40 photos')
}

describe('a diagnosis', () => {
  it.each(markers)('has no word of “%s”, whether the store can be read or not', (marker) => {
    const word = new RegExp(`(?<![a-z])${marker}(?![a-z])`, 'i')
    expect(text).not.toMatch(word)
    expect(withoutStore).not.toMatch(word)
    // What it is made of does: the test would see it.
    const sources = [
      home.root,
      photos,
      readFileSync(join(home.logs, 'indexer.log'), 'utf8'),
      readFileSync(home.curationFile, 'utf8'),
    ]
    const everything = `${sources.join('\n')} ${readFileSync(join(photos, 'Kupferdrache am See', 'Silberdistel Notiz.md'), 'utf8')} Nordlicht.jpg`
    expect(everything).toMatch(word)
  })

  it('tells what helps: versions, counts, reasons, the kind of file system, codes, and where in the code', () => {
    for (const part of [
      '"fovea": "',
      '"state": "there"',
      '"fileSystem"',
      '"ready": 2',
      '"EMFILE"',
      '"id": "fovea-starter"',
    ])
      expect(text).toContain(part)
    expect(text).toMatch(/==== indexer\.log ====\n\n\S+Z error a folder could not be read: .*EISDIR/)
    expect(text).toContain('info nothing: 0 of 40 photos')
    expect(text).toMatch(/Failed {5}1 not-an-image/)
    expect(withoutStore).toContain('ENGINE_DOWN')
    expect(withoutStore).toMatch(/Z error EISDIR\n/)
    expect(withoutStore).not.toContain('could not be read')
  })

  it('says by code what it could not find out', async () => {
    const broken = resolveHome(join(temporary(), 'broken'))
    mkdirSync(broken.root)
    writeFileSync(broken.libraryFile, JSON.stringify({ version: 9 }))
    writeFileSync(join(broken.root, 'settings.json'), '{')
    mkdirSync(join(broken.store, 'items.lance'), { recursive: true })
    const { report } = await diagnose({ ...context, home: broken }, (onName) => readStoreFacts(broken.store, onName))
    expect(report).toMatchObject({
      library: { error: 'STORE_NEWER' },
      roots: { error: 'STORE_NEWER' },
      settings: { error: 'NOT_JSON' },
      store: { tables: [{ table: 'items', error: 'STORE_DAMAGED' }] },
    })
    expect(existsSync(broken.libraryFile)).toBe(true)
  })

  it('is written to a new file only, whole or not at all', async () => {
    const file = join(temporary(), 'diagnosis.txt')
    await writeNew(file, text)
    await expect(writeNew(file, 'other')).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(readFileSync(file, 'utf8')).toBe(text)
    await expect(writeNew(join(file, 'below.txt'), text)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    expect(statSync(file).size).toBeLessThan(300_000)
  })
})
