// A file that makes the process end when it is read is found, named and left alone; everything else is indexed.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureSentences } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import { buildCommand, fovea, startFovea, type Finished } from './support/command'
import {
  copySample,
  copySamples,
  everything,
  openLibrary,
  repository,
  run,
  text,
  until,
  withSearcher,
} from './support/engine'
import { temporaryFolders } from './support/folders'
import { touch, writePhoto } from './support/photos'

const temporary = temporaryFolders()
const crashing = join(repository, 'test', 'integration', 'support', 'crash-on-decode.cjs')
const samples = ['chelsea.jpg', 'coffee.jpg']
const made = 14
const harmless = samples.length + made
let home: Home
let photos: string

beforeAll(buildCommand)

beforeEach(async () => {
  home = resolveHome(temporary())
  photos = temporary()
  copySamples(photos, samples)
  for (let i = 0; i < made; i++) await writePhoto(join(photos, `${i}.jpg`), i)
})

/** A photo that can be read, by any process but those of this test. */
function writeDeadly(name: string): string {
  const path = copySample('grass.jpg', join(photos, name))
  appendFileSync(path, `${name} ends the process that decodes this`)
  return path
}

const index = (): Promise<Finished> =>
  fovea(['index', photos, '--home', home.root, '--json'], { env: { NODE_OPTIONS: `--require ${crashing}` } })

/** Starts the command again each time that it crashed, as the app does with its indexer. */
async function indexThroughCrashes(limit: number): Promise<{ crashes: number; summary: unknown }> {
  for (let crashes = 0; crashes <= limit; crashes++) {
    const { signal, code, stdout } = await index()
    if (signal === 'SIGABRT') continue
    expect(code).toBe(0)
    return { crashes, summary: JSON.parse(stdout) }
  }
  throw new Error(`it crashed more than ${limit} times`)
}

const reason = failureSentences.crashed

describe('a file that ends the process that reads it', () => {
  it('is found among those read at the same time and left alone, until it changes or the person asks', async () => {
    const path = writeDeadly('deadly.jpg')
    const found = harmless + 1
    const first = await indexThroughCrashes(3)
    expect(first.crashes).toBe(3) // in company, and twice alone
    expect(first.summary).toMatchObject({ found, indexed: found - 1, failed: [{ path, reason }] })
    await withSearcher(home, async (searcher) => {
      expect(await everything(searcher)).toHaveLength(found - 1)
      expect((await searcher.library.failed(0, 10)).items).toMatchObject([{ path, code: 'crashed', reason }])
      expect((await run(searcher, text('a cat'))).items[0]).toMatchObject({ name: 'chelsea.jpg' })
    })
    expect(await indexThroughCrashes(0)).toMatchObject({ summary: { indexed: found - 1, embedded: 0 } })

    appendFileSync(path, 'changed')
    touch(path, 5)
    expect(await indexThroughCrashes(2)).toMatchObject({ crashes: 2, summary: { failed: [{ path, reason }] } })

    const library = await openLibrary(home) // where reading it does no harm
    library.rescan()
    await library.settled()
    expect(library.status()).toMatchObject({ run: { total: 0 }, counts: { failed: 1 } })
    library.retryFailed()
    await library.settled()
    expect(library.status().counts).toEqual({ ready: found, pending: 0, failed: 0, offline: 0 })
    await library.close()
    expect(await indexThroughCrashes(0)).toMatchObject({ summary: { indexed: found, embedded: 0, failed: [] } })
  })

  it('is one of several: each is found', async () => {
    const paths = ['one.jpg', 'two.jpg'].map(writeDeadly)
    const { summary } = await indexThroughCrashes(6)
    const { failed, indexed } = summary as { failed: { path: string }[]; indexed: number }
    expect(indexed).toBe(harmless)
    expect(failed.map(({ path }) => path).sort()).toEqual(paths)
  })
})

describe('files being read while the process is killed', () => {
  it('are read after the others and are photos like any other, however often it happens', async () => {
    for (let kill = 0; kill < 3; kill++) {
      const { child, finished } = startFovea(['index', photos, '--home', home.root, '--json'])
      await until('a file to be read', () => / /.test(journal()) || child.exitCode !== null)
      child.kill('SIGKILL')
      await finished
      expect(journal()).not.toBe('')
    }
    expect(await indexThroughCrashes(0)).toMatchObject({ summary: { indexed: harmless, failed: [] } })
    expect(journal().trimEnd().split('\n').at(-1)).toMatch(/^done /)
  })

  it('whatever is in the journal, the library opens', async () => {
    for (const junk of ['alone [', 'alone ["]\n', '2 [1]\n7 []\n', '\0'.repeat(4096), 'together [null,{}]']) {
      writeFileSync(home.journalFile, junk)
      const library = await openLibrary(home)
      await library.close()
    }
  })
})

function journal(): string {
  try {
    return readFileSync(home.journalFile, 'utf8')
  } catch {
    return ''
  }
}
