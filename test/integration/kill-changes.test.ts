// Ended while folders are moved, added and removed: nothing is lost, doubled or embedded again.
import { fork, type ChildProcess } from 'node:child_process'
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { resolveHome } from '../../main/engine/home'
import { bundleProcess } from './support/bundle'
import { everything, openLibrary, repository, resources, withSearcher } from './support/engine'
import { temporaryFolders } from './support/folders'
import { killRepeatedly } from './support/kills'
import { libraryRows } from './support/library-rows'
import { writePhoto } from './support/photos'
import type { Change } from './support/changing-process'

const temporary = temporaryFolders()
const [keptPhotos, otherPhotos, folders] = [60, 24, 4]
const instantTower = join(repository, 'test', 'integration', 'support', 'instant-tower.cjs')
let script: string

beforeAll(async () => {
  script = await bundleProcess('changing-process.ts')
})

it('20 times while folders move and a root comes and goes, the library is that of an undisturbed run', async () => {
  const [kept, other] = [temporary(), temporary()]
  for (let i = 0; i < keptPhotos; i++) await writePhoto(join(kept, `folder ${i % folders}`, `${i}.jpg`), i)
  for (let i = 0; i < otherPhotos; i++) await writePhoto(join(other, `${i}.jpg`), 1000 + i)
  const start = (home: string, isWanted: boolean): ChildProcess => {
    const { starterModel: modelFolder, gazetteer } = resources
    const change: Change = { home, modelFolder, gazetteer, kept, other: { path: other, isWanted } }
    return fork(script, [JSON.stringify(change)], { execArgv: ['--require', instantTower], silent: true })
  }
  const whole = (home: string, isWanted: boolean): Promise<Summary> => ended(start(home, isWanted))

  const home = resolveHome(temporary())
  await whole(home.root, false)
  const before = await withSearcher(home, (searcher) => everything(searcher))
  expect(before).toHaveLength(keptPhotos)
  const library = await openLibrary(home)
  library.mark(
    before.map(({ id }) => id),
    { favorite: true, rating: 3 },
  )
  await library.close()
  const ids = new Map(before.map(({ id, name }) => [name, id]))

  let isWanted = false
  const started = performance.now()
  await whole(home.root, false)
  const longestMs = performance.now() - started
  let names = Array.from({ length: folders }, (_, i) => `folder ${i}`)
  await killRepeatedly({
    count: 20,
    seed: 20190721,
    longestMs,
    start: () => {
      isWanted = !isWanted
      return start(home.root, isWanted)
    },
    prepare: (kills) => {
      // Every folder takes the next one's name, and a new one appears.
      const moved = names.map((_, i) => `moved ${kills}-${i}`)
      names.forEach((name, i) => {
        renameSync(join(kept, name), join(kept, moved[i]!))
      })
      names = moved
      return Promise.resolve()
    },
  })

  expect(await whole(home.root, false)).toMatchObject({
    found: keptPhotos,
    indexed: keptPhotos,
    embedded: 0,
    failed: [],
  })
  const after = await withSearcher(home, (searcher) => everything(searcher))
  expect(new Map(after.map(({ id, name }) => [name, id]))).toEqual(ids)
  const undisturbed = resolveHome(temporary())
  await whole(undisturbed.root, false)
  const rows = await libraryRows(home, { identity: false })
  expect(rows.items.filter(({ favorite, userRating }) => favorite !== true || userRating !== 3)).toEqual([])
  const expected = await libraryRows(undisturbed, { identity: false })
  expect(withoutMarks(rows.items.filter(({ state }) => state !== 'gone'))).toEqual(withoutMarks(expected.items))
  expect(withoutMarks(rows.vectors)).toEqual(withoutMarks(expected.vectors))

  // Everything of the removed folder is gone, also from the backup.
  rmSync(home.store, { recursive: true })
  expect(await whole(home.root, false)).toMatchObject({ found: keptPhotos, indexed: keptPhotos, embedded: 0 })
})

interface Summary {
  found: number
  indexed: number
  embedded: number
  failed: unknown[]
}

/** What the person set, and what follows from it. */
function withoutMarks(rows: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  return rows.map((row) => ({ ...row, favorite: null, userRating: null, rating: null }))
}

function ended(child: ChildProcess): Promise<Summary> {
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as Summary)
      else reject(new Error(`it ended with ${String(code)}`))
    })
  })
}
