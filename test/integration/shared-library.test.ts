// A library whose tables are in a bucket: one machine indexes, others search; against a small S3 server that checks signatures.
import { cpSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { homeOfStore, resolveHome, type Home } from '../../main/engine/home'
import { bringShared, WritingTurn } from '../../main/engine/library/shared'
import { buildCommand, fovea, type Finished } from './support/command'
import {
  copySample,
  copySamples,
  everything,
  indexFolders,
  namesOf,
  openLibrary,
  openSearcher,
  withSearcher,
} from './support/engine'
import { temporaryFolders } from './support/folders'
import { S3Server, type S3Request } from './support/s3/server'

// Before LanceDB is loaded: its warnings about a server that is down would fill the screen.
vi.hoisted(() => {
  process.env['LANCEDB_LOG'] = 'off'
  process.env['OBJECT_STORE_CLIENT_MAX_RETRIES'] = '0' // whoever waits for a server that is down waits in vain here
})

const temporary = temporaryFolders()
const writer = { id: 'WRITER-KEY-7', secret: 'secret-of-the-writer', writes: true }
const reader = { id: 'READER-KEY-7', secret: 'secret-of-the-reader', writes: false }
const server = new S3Server('team', [writer, reader])
const names = ['chelsea.jpg', 'coffee.jpg', 'rocket.jpg', 'coins.jpg']
let stores = 0

const nextStore = (): string => `s3://team/library-${String(++stores)}`
const homeAt = (store: string): Home => homeOfStore(resolveHome(temporary()), store)

/** Runs the command as on a machine of its own. */
function run(args: readonly string[], key = writer, more: Record<string, string> = {}): Promise<Finished> {
  return fovea([...args, '--json'], { env: { ...server.environment(key), ...more } })
}

async function ask(
  args: readonly string[],
  key = writer,
  more: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const { stdout, stderr } = await run(args, key, more)
  expect(stderr).toBe('')
  return JSON.parse(stdout) as Record<string, unknown>
}

beforeAll(async () => {
  await Promise.all([buildCommand(), server.start()])
  Object.assign(process.env, server.environment(writer)) // of the engine in this process
})

afterEach(() => {
  vi.restoreAllMocks()
  server.cutOff = () => 'no'
})

afterAll(() => server.stop())

describe('a library in a bucket', () => {
  it('is indexed by one machine and searched by others, who may only read', async () => {
    const store = nextStore()
    const [here, there, photos] = [temporary(), temporary(), temporary()]
    copySamples(photos, names)
    const counts = { ready: 4, pending: 0, failed: 0, offline: 0 }
    expect(await ask(['index', photos, '--store', store, '--home', here])).toMatchObject({
      embedded: 4,
      failed: [],
      counts,
    })

    const found = await ask(['search', 'a cat', '--home', there], reader, { FOVEA_STORE: store })
    expect(found).toMatchObject({ matches: 1, results: [{ path: join(photos, 'chelsea.jpg') }] })
    expect(await ask(['status', '--store', store, '--home', there], reader)).toMatchObject({
      ...counts,
      store,
      roots: [{ path: photos, state: 'there' }],
    })
    // Nothing is in the data folder's own library, and nothing of the keys is anywhere.
    expect(readdirSync(here)).toEqual(['stores'])
    for (const text of [...filesIn(here), ...filesIn(there)].map((file) => readFileSync(file, 'latin1')))
      for (const { id, secret } of [writer, reader]) expect(text.includes(id) || text.includes(secret)).toBe(false)
  })

  it('shows a search that is open what another machine has changed, added and taken out', async () => {
    const store = nextStore()
    const [one, other] = [homeAt(store), homeAt(store)]
    const photos = temporary()
    copySamples(photos, names)
    await indexFolders(one, [photos])
    await bringShared(other)
    const searcher = await openSearcher(other)
    expect(namesOf(await everything(searcher)).sort()).toEqual([...names].sort())

    rmSync(join(photos, 'coins.jpg'))
    copySample('brick.jpg', join(photos, 'coffee.jpg'))
    copySample('flower.jpg', join(photos, 'flower.jpg'))
    expect(await indexFolders(one, [photos])).toMatchObject({ embedded: 2, failed: [] })
    const items = await everything(searcher)
    expect(namesOf(items).sort()).toEqual(['chelsea.jpg', 'coffee.jpg', 'flower.jpg', 'rocket.jpg'])
    await searcher.close()

    const library = await openLibrary(one)
    await library.removeRoot(library.roots[0]!.id)
    await library.close()
    await bringShared(other)
    await withSearcher(other, async (again) => {
      expect(await everything(again)).toEqual([])
    })
  })

  it('is made of a library on a disk by copying its tables', async () => {
    const photos = temporary()
    copySamples(photos, names.slice(0, 2))
    const own = resolveHome(temporary())
    await indexFolders(own, [photos])
    const store = nextStore()
    for (const file of filesIn(own.store))
      server.put(`${store.slice('s3://team/'.length)}/${file.slice(own.store.length + 1)}`, readFileSync(file))
    const home = homeAt(store)
    cpSync(own.libraryFile, home.libraryFile)
    expect(await indexFolders(home, [photos])).toMatchObject({ embedded: 0, indexed: 2 })
    const other = homeAt(store)
    await bringShared(other)
    await withSearcher(other, async (searcher) => {
      expect(await everything(searcher)).toHaveLength(2)
      expect((await searcher.library.rootStates()).map(({ path }) => path)).toEqual([photos])
    })
  })
})

describe('one writer', () => {
  it('at a time: the others are told where it is, and can go on when it is done', async () => {
    const store = nextStore()
    const [mine, yours] = [temporary(), temporary()]
    copySamples(mine, names.slice(0, 2))
    copySamples(yours, names.slice(2))
    const library = await openLibrary(homeAt(store))
    await library.addFolder(mine)
    await library.settled()
    const other = homeAt(store)
    await expect(openLibrary(other)).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      message: expect.stringContaining(hostname()) as string,
    })
    await bringShared(other)
    await withSearcher(other, async (searcher) => {
      expect(await everything(searcher)).toHaveLength(2)
    })
    await library.close()

    expect(await indexFolders(other, [yours])).toMatchObject({ embedded: 2, failed: [] })
    const third = homeAt(store)
    await bringShared(third)
    await withSearcher(third, async (searcher) => {
      expect(await everything(searcher)).toHaveLength(4)
      expect((await searcher.library.rootStates()).map(({ path }) => path)).toEqual([mine, yours])
    })
  })

  it('of four that come at once one gets the turn; of a machine that died it is taken over, and lost for good there', async () => {
    const store = nextStore()
    const homes = [1, 2, 3, 4].map(() => homeAt(store))
    const turns = await Promise.allSettled(homes.map((home) => WritingTurn.take(home)))
    const [first, ...more] = turns.flatMap((turn) => (turn.status === 'fulfilled' ? [turn.value] : []))
    expect(more).toEqual([])
    const reasons = turns.flatMap((turn) => (turn.status === 'rejected' ? [turn.reason as unknown] : []))
    for (const reason of reasons) expect(reason).toMatchObject({ code: 'STORE_LOCKED' })

    const holder = homes[turns.findIndex(({ status }) => status === 'fulfilled')]!
    const again = await WritingTurn.take(holder) // a new process there, which its lock file has let in
    await first!.ensure()
    const now = Date.now()
    vi.spyOn(Date, 'now').mockImplementation(() => now + 130_000)
    const next = await WritingTurn.take(homes.find((home) => home !== holder)!)
    await expect(again.ensure()).rejects.toMatchObject({ code: 'STORE_LOCKED' })
    await next.ensure()
    await next.release()
    await again.release().catch(() => undefined)
    await first!.release().catch(() => undefined)
  })
})

describe('a server that dies', () => {
  const isManifest = ({ method, key }: S3Request): boolean =>
    method === 'PUT' && /(vectors|items).*\.manifest$/.test(key)

  it.each(['before', 'after'] as const)(
    '%s a commit reached its disk: nothing is lost and nothing doubled',
    async (when) => {
      const store = nextStore()
      const home = homeAt(store)
      const photos = temporary()
      copySamples(photos, names)
      await indexFolders(home, [photos])
      copySamples(photos, ['brick.jpg', 'flower.jpg'])
      const library = await openLibrary(home)
      await library.scanned()
      let commits = 0
      server.cutOff = (request) => {
        if (!isManifest(request) || ++commits < (when === 'before' ? 1 : 2)) return 'no'
        void server.stop()
        return when
      }
      library.rescan()
      await expect(library.settled()).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
      await library.close().catch(() => undefined)
      await expect(openLibrary(home)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })

      server.cutOff = () => 'no'
      await server.start()
      expect(await indexFolders(home, [photos])).toMatchObject({ found: 6, indexed: 6, failed: [] })
      await withSearcher(home, async (searcher) => {
        expect(namesOf(await everything(searcher)).sort()).toEqual([...names, 'brick.jpg', 'flower.jpg'].sort())
        expect(await searcher.library.counts()).toMatchObject({ ready: 6, pending: 0 })
      })
    },
  )
})

describe('what goes wrong', () => {
  it('has a code, a sentence, and no keys in it', async () => {
    const store = nextStore()
    const photos = temporary()
    copySamples(photos, names.slice(0, 1))
    const status = (address: string): string[] => ['status', '--home', temporary(), '--store', address]
    const cases: [string, Promise<Finished>][] = [
      ['STORE_ADDRESS_INVALID', run(status(`s3://${writer.id}:${writer.secret}@team/photos`))],
      ['STORE_NO_CREDENTIALS', run(status(store), writer, { AWS_ACCESS_KEY_ID: '' })],
      ['STORE_NOT_FOUND', run(status('s3://nobodys/photos'))],
      ['STORE_DENIED', run(status(store), { ...writer, secret: reader.secret })],
      ['STORE_DENIED', run(['index', photos, '--home', temporary(), '--store', store], reader)],
      ['STORE_UNREACHABLE', run(status(store), writer, { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' })],
      ['STORE_UNSUPPORTED', run(['models', 'vectors', '--home', temporary(), '--store', store])],
    ]
    for (const [code, finished] of cases) {
      const { stdout, stderr, code: exitCode } = await finished
      expect(exitCode).toBe(1)
      expect(JSON.parse(stdout)).toMatchObject({ error: { code } })
      for (const { id, secret } of [writer, reader])
        expect(`${stdout}${stderr}`).not.toMatch(new RegExp(`${id}|${secret}`))
    }
  })
})

function filesIn(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)))
  return paths.filter((path) => statSync(path).isFile())
}
