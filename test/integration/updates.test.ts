// New versions from a server that lies, drops and replays: what is handed over is what was signed, or nothing has changed.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { UpdateState } from '../../contract'
import packageJson from '../../package.json'
import { Updater, type UpdaterOptions } from '../../main/engine/update/updater'
import { buildCommand, fovea } from './support/command'
import { repository, until } from './support/engine'
import { temporaryFolders } from './support/folders'
import { answers, drops, FileServer, stalls } from './support/models/file-server'
import { feedText, fileEntry, newTestKey, publish, type FeedChanges } from './support/updates/signed-feed'

const temporary = temporaryFolders()
const key = newTestKey()
const machine = { platform: process.platform, arch: process.arch, appImage: '/opt/Fovea.AppImage' }
const patience = { stallMs: 300, firstPauseMs: 5, tries: 3 }
const installer = Buffer.alloc(3_000_000, 'an installer ')
const name = `Fovea-0.2.0-${process.platform}-${process.arch}.AppImage`
let files: string
let folder: string
let server: FileServer
let address: string

beforeEach(async () => {
  files = temporary()
  folder = join(temporary(), 'updates')
  writeFileSync(join(files, 'installer'), installer)
  server = new FileServer(files)
  address = await server.start()
  offer()
})
afterEach(() => server.stop())

/** Publishes a list with the installer in it. */
function offer(changes: FeedChanges = {}, entry: object = {}, by = key): void {
  const file = fileEntry(`${address}/installer`, installer, { platform: process.platform, kind: kindHere, ...entry })
  publish(files, feedText({ files: [file], ...changes }), by)
}

/** An AppImage on any system would be no installer there. */
const kindHere = process.platform === 'darwin' ? 'dmg' : process.platform === 'win32' ? 'exe' : 'AppImage'
const target = (): string => join(folder, name.replace('AppImage', kindHere))

function newUpdater(changes: Partial<UpdaterOptions> = {}): Updater {
  const source = { feed: `${address}/latest.json`, hosts: [], keys: [key.text] }
  return new Updater({ folder, source, version: '0.1.0', machine, patience, ...changes })
}

/** After a check that found the version. */
async function withOffer(changes: Partial<UpdaterOptions> = {}): Promise<Updater> {
  const updater = newUpdater(changes)
  await updater.check()
  expect(updater.state).toMatchObject({ phase: 'available', error: null })
  return updater
}

async function downloaded(updater: Updater): Promise<void> {
  updater.download()
  await still(updater)
}

async function still(updater: Updater): Promise<void> {
  await until('the end', () => !['downloading', 'verifying', 'checking'].includes(updater.state.phase))
}

const problem = (updater: Updater): string | undefined => updater.state.error?.code
const installersHere = (): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((each) => each.startsWith('Fovea-')) : []

describe('looking', () => {
  it('is not done before somebody asks, and leaves nothing on the disk', async () => {
    const updater = newUpdater()
    expect(updater.state).toMatchObject({
      phase: 'unknown',
      version: '0.1.0',
      checkedAt: null,
      offer: null,
      error: null,
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(server.requests).toEqual([])
    expect(existsSync(folder)).toBe(false)
  })

  it('finds a newer version with its notes, and fetches nothing else', async () => {
    const told: UpdateState[] = []
    const updater = newUpdater()
    updater.subscribe((state) => told.push(state))
    await updater.check()
    expect(told.map(({ phase }) => phase)).toEqual(['unknown', 'checking', 'available'])
    expect(updater.state.offer).toEqual({
      version: '0.2.0',
      releasedAt: Date.UTC(2026, 10, 1, 12),
      notes: { en: 'Finds more.\nIs faster.', de: 'Findet mehr.\nIst schneller.' },
      file: { kind: kindHere, bytes: installer.length },
    })
    expect(updater.state.checkedAt).toBeGreaterThan(Date.now() - 10_000)
    expect(server.requests.map(({ path }) => path)).toEqual(['latest.json', 'latest.json.sig'])
  })

  it('says nothing of itself but its name', async () => {
    await newUpdater().check()
    for (const { headers } of server.requests) {
      expect(Object.keys(headers).sort()).toEqual(['accept-encoding', 'connection', 'host', 'user-agent'])
      expect(headers['user-agent']).toBe('Fovea')
    }
  })

  it('finds nothing where this is the newest, and never offers an older one', async () => {
    for (const version of ['0.1.0', '0.0.9', '0.1.0-rc.1']) {
      offer({ version, released: new Date().toISOString() })
      const updater = newUpdater()
      await updater.check()
      expect(updater.state, version).toMatchObject({ phase: 'current', offer: null, error: null })
      expect(() => {
        updater.download()
      }, version).toThrow('no installer')
    }
  })

  it('says so where there is nothing for this computer', async () => {
    offer({}, { arch: 'sparc' })
    const updater = newUpdater()
    await updater.check()
    expect(updater.state).toMatchObject({ phase: 'available', offer: { version: '0.2.0', file: null }, error: null })
  })

  it('is remembered until the next start, without asking again', async () => {
    await withOffer()
    server.requests.length = 0
    const again = newUpdater()
    expect(again.state).toMatchObject({ phase: 'available', offer: { version: '0.2.0' } })
    expect(again.checks.checkedAt).toBe(again.state.checkedAt)
    // The version that was offered is the one that runs now.
    expect(newUpdater({ version: '0.2.0' }).state).toMatchObject({ phase: 'current', offer: null })
    expect(server.requests).toEqual([])
  })

  it('believes nothing that was changed on this disk', async () => {
    await withOffer()
    writeFileSync(join(folder, 'latest.json'), feedText({ version: '9.9.9' }))
    writeFileSync(join(folder, 'checks.json'), '{"checkedAt":"never"')
    expect(newUpdater().state).toMatchObject({ phase: 'unknown', offer: null, checkedAt: null })
  })
})

describe('a list that is wrong', () => {
  it.each<[string, string, () => void]>([
    [
      'signed by others',
      'UPDATE_UNSIGNED',
      () => {
        offer({}, {}, newTestKey())
      },
    ],
    [
      'changed on the way',
      'UPDATE_UNSIGNED',
      () => {
        writeFileSync(join(files, 'latest.json'), feedText({ version: '9.0.0' }))
      },
    ],
    [
      'without a signature',
      'UPDATE_UNREACHABLE',
      () => {
        server.next('latest.json.sig', answers(404))
      },
    ],
    [
      'not there',
      'UPDATE_UNREACHABLE',
      () => {
        server.next('latest.json', answers(404))
      },
    ],
    [
      'behind a fault of the server',
      'UPDATE_UNREACHABLE',
      () => {
        server.next('latest.json', answers(500))
      },
    ],
    [
      'cut off',
      'UPDATE_UNREACHABLE',
      () => {
        server.next('latest.json', drops())
      },
    ],
    [
      'on another host',
      'UPDATE_UNREACHABLE',
      () => {
        server.next('latest.json', answers(302, { Location: 'https://elsewhere.example/latest.json' }))
      },
    ],
    [
      'without end',
      'UPDATE_LIST_INVALID',
      () => {
        server.next(
          'latest.json',
          answers(200, {}, () => Buffer.alloc(300 * 1024, ' ')),
        )
      },
    ],
    [
      'with a signature without end',
      'UPDATE_LIST_INVALID',
      () => {
        server.next(
          'latest.json.sig',
          answers(200, {}, () => Buffer.alloc(1024, 'A')),
        )
      },
    ],
    [
      'no list',
      'UPDATE_LIST_INVALID',
      () => {
        publish(files, '<html>', key)
      },
    ],
    [
      'of a newer form',
      'UPDATE_LIST_NEWER',
      () => {
        publish(files, '{"format":2}', key)
      },
    ],
    [
      'with an installer from elsewhere',
      'UPDATE_LIST_INVALID',
      () => {
        offer({}, { url: 'https://elsewhere.example/installer' })
      },
    ],
  ])('%s is refused, and changes nothing', async (_what, code, arrange) => {
    const updater = await withOffer()
    const [kept, before] = [readFileSync(join(folder, 'latest.json'), 'utf8'), updater.state]
    arrange()
    await updater.check()
    expect(problem(updater)).toBe(code)
    expect(updater.state.error?.message).toMatch(/^[A-Z].{40,}\.$/)
    expect(updater.state).toMatchObject({ phase: 'available', offer: before.offer, checkedAt: before.checkedAt })
    expect(readFileSync(join(folder, 'latest.json'), 'utf8')).toBe(kept)
    // A good one mends it.
    offer({ released: new Date().toISOString() })
    await updater.check()
    expect(updater.state).toMatchObject({ phase: 'available', error: null })
  })

  it('of an earlier day is no news: it is refused, also after a restart', async () => {
    offer({ version: '0.3.0', released: '2026-11-20T12:00:00.000Z' })
    await newUpdater().check()
    offer({ version: '0.2.0', released: '2026-11-01T12:00:00.000Z' })
    const updater = newUpdater()
    await updater.check()
    expect(problem(updater)).toBe('UPDATE_LIST_OLDER')
    expect(updater.state.offer?.version).toBe('0.3.0')
  })

  it('of a later day may take a version back', async () => {
    offer({ version: '0.3.0', released: '2026-11-20T12:00:00.000Z' })
    await newUpdater().check()
    offer({ version: '0.2.0', released: '2026-11-21T12:00:00.000Z' })
    const updater = newUpdater()
    await updater.check()
    expect(updater.state).toMatchObject({ offer: { version: '0.2.0' }, error: null })
  })

  it('from nobody is said with the host that was asked', async () => {
    await server.stop()
    const updater = newUpdater()
    await updater.check()
    expect(updater.state.error).toMatchObject({ code: 'UPDATE_UNREACHABLE', retry: 'try-again' })
    expect(updater.state.error?.message).toContain(new URL(address).host)
    expect(updater.checks).toMatchObject({ checkedAt: null, triedAt: expect.any(Number) as number })
    await server.start()
  })

  it('that does not come can be given up', async () => {
    server.next('latest.json', stalls)
    const updater = newUpdater()
    const checking = updater.check()
    await until('a question', () => server.requests.length > 0)
    await updater.cancel()
    await checking
    expect(updater.state).toMatchObject({ phase: 'unknown', error: null })
  })
})

describe('the installer', () => {
  it('is downloaded with progress, checked, and kept until the next start', async () => {
    const told: UpdateState[] = []
    const updater = await withOffer()
    updater.subscribe((state) => told.push(state))
    await downloaded(updater)
    expect(updater.state).toMatchObject({
      phase: 'ready',
      done: installer.length,
      total: installer.length,
      error: null,
    })
    expect(told.map(({ phase }) => phase)).toEqual(expect.arrayContaining(['downloading', 'verifying', 'ready']))
    expect(await updater.installer()).toEqual({ path: target(), kind: kindHere, version: '0.2.0' })
    expect(readFileSync(target()).equals(installer)).toBe(true)

    const again = newUpdater()
    expect(again.state.phase).toBe('ready')
    expect((await again.installer()).path).toBe(target())
    // Once it runs, it is not needed any more.
    newUpdater({ version: '0.2.0' })
    expect(installersHere()).toEqual([])
  })

  it('is not what lies there when it is the program that runs', async () => {
    await downloaded(await withOffer())
    newUpdater({ version: '0.2.0', machine: { ...machine, appImage: target() } })
    expect(installersHere()).toHaveLength(1)
  })

  it('goes on where it was paused, also after a restart', async () => {
    const updater = await withOffer()
    server.next('installer', stalls)
    updater.download()
    await until('some bytes', () => updater.state.done > 0)
    await updater.pause()
    expect(updater.state).toMatchObject({ phase: 'paused', error: null })
    const { done } = updater.state
    expect(done).toBeGreaterThan(0)

    const again = newUpdater()
    expect(again.state).toMatchObject({ phase: 'paused', done, total: installer.length })
    await downloaded(again)
    expect(again.state.phase).toBe('ready')
    expect(server.requests.at(-1)?.range).toBe(`bytes=${String(done)}-`)
    expect((await again.installer()).path).toBe(target())
  })

  it('is deleted where it is cancelled, on its way or when it is here', async () => {
    const updater = await withOffer()
    server.next('installer', stalls)
    updater.download()
    await until('some bytes', () => updater.state.done > 0)
    await updater.cancel()
    expect(updater.state).toMatchObject({ phase: 'available', done: 0, error: null })
    expect(installersHere()).toEqual([])
    await downloaded(updater)
    await updater.cancel()
    expect(updater.state.phase).toBe('available')
    expect(installersHere()).toEqual([])
  })

  it('survives a server that drops it again and again', async () => {
    server.next('installer', drops(0.3), drops(0.5))
    const updater = await withOffer()
    await downloaded(updater)
    expect(updater.state).toMatchObject({ phase: 'ready', error: null })
  })

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['of other bytes', (bytes) => Buffer.concat([bytes.subarray(1), Buffer.from('x')])],
    ['that is too short', (bytes) => bytes.subarray(1)],
    ['that is too long', (bytes) => Buffer.concat([bytes, Buffer.from('x')])],
    ['of one wrong bit', (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])])],
  ])('%s never becomes one, and is not kept', async (_what, change) => {
    writeFileSync(join(files, 'installer'), change(installer))
    const updater = await withOffer()
    await downloaded(updater)
    expect(updater.state.phase).toBe('available')
    expect(['UPDATE_FILE_WRONG', 'DOWNLOAD_FAILED']).toContain(problem(updater))
    expect(existsSync(target())).toBe(false)
    await expect(updater.installer()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    writeFileSync(join(files, 'installer'), installer)
    await downloaded(updater)
    expect(updater.state).toMatchObject({ phase: 'ready', error: null })
  })

  it('of the right size and the wrong bytes is said to be wrong', async () => {
    writeFileSync(join(files, 'installer'), Buffer.alloc(installer.length, 'evil'))
    const updater = await withOffer()
    await downloaded(updater)
    expect(problem(updater)).toBe('UPDATE_FILE_WRONG')
    expect(installersHere()).toEqual([])
  })

  it('that was changed on this disk after it was checked is not handed over', async () => {
    const updater = await withOffer()
    await downloaded(updater)
    writeFileSync(target(), Buffer.alloc(installer.length, 'evil'))
    await expect(updater.installer()).rejects.toMatchObject({ code: 'UPDATE_FILE_WRONG' })
    expect(updater.state).toMatchObject({ phase: 'available', error: { code: 'UPDATE_FILE_WRONG' } })
    expect(installersHere()).toEqual([])

    await downloaded(updater)
    truncateSync(target(), 1000)
    await expect(updater.installer()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const again = newUpdater()
    expect(again.state.phase).toBe('available')
    await downloaded(again)
    expect(again.state.phase).toBe('ready')
  })

  it('of an older version is not kept beside a newer one', async () => {
    const updater = await withOffer()
    await downloaded(updater)
    offer({ version: '0.3.0', released: new Date().toISOString() })
    await updater.check()
    expect(updater.state).toMatchObject({ phase: 'available', offer: { version: '0.3.0' }, done: 0 })
    expect(installersHere()).toEqual([])
  })

  it('waits for room on the disk', async () => {
    const updater = await withOffer({ freeBytes: () => Promise.resolve(1_000_000) })
    await downloaded(updater)
    expect(updater.state).toMatchObject({ phase: 'available', error: { code: 'DISK_FULL', retry: 'free-space' } })
    expect(server.requests.filter(({ path }) => path === 'installer')).toEqual([])
  })

  it('comes from where the list says, and from nowhere that it is sent on to', async () => {
    server.next('installer', answers(302, { Location: 'https://elsewhere.example/installer' }))
    const updater = await withOffer()
    await downloaded(updater)
    expect(updater.state).toMatchObject({ phase: 'available', error: { code: 'DOWNLOAD_FAILED' } })
  })
})

describe('the list that maintainers make', () => {
  const script = join(repository, 'scripts', 'package', 'feed.mjs')
  const run = (...args: string[]) => promisify(execFile)(process.execPath, [script, ...args], { cwd: files })

  it('is made of what was packed, signed, and found good', async () => {
    const dist = join(temporary(), 'dist')
    mkdirSync(dist)
    const { version } = packageJson
    const machineName = process.platform === 'win32' ? 'win' : process.platform === 'darwin' ? 'mac' : 'linux'
    const packed = `Fovea-${version}-${machineName}-${process.arch}.${kindHere}`
    writeFileSync(join(dist, packed), installer)
    writeFileSync(join(dist, `fovea-${version}.tgz`), 'the command')
    writeFileSync(join(dist, `Fovea-0.0.1-${machineName}-${process.arch}.${kindHere}`), 'an old one')
    writeFileSync(join(files, 'notes.txt'), 'What is new.\n')
    const keyFile = join(temporary(), 'fovea.pem')
    const trust = (await run('--new-key', keyFile)).stdout.trim()
    if (process.platform !== 'win32') expect(statSync(keyFile).mode & 0o777).toBe(0o600)
    await expect(run('--new-key', keyFile)).rejects.toThrow()
    await expect(run('--key', keyFile, '--dist', dist)).rejects.toThrow('No Fovea would believe this key')

    const own = new FileServer(dist)
    const base = await own.start()
    try {
      await run('--key', keyFile, '--trust', trust, '--dist', dist, '--notes', join(files, 'notes.txt'), '--base', base)
      const source = { feed: `${base}/latest.json`, hosts: [], keys: [trust] }
      const updater = newUpdater({ source, version: '0.0.5' })
      await updater.check()
      expect(updater.state).toMatchObject({
        ...{ phase: 'available', error: null },
        offer: { version, notes: { en: 'What is new.' }, file: { kind: kindHere, bytes: installer.length } },
      })
      await downloaded(updater)
      expect(readFileSync((await updater.installer()).path).equals(installer)).toBe(true)
    } finally {
      await own.stop()
    }
  })

  it('is refused without an installer, and a key is never written into the repository', async () => {
    const keyFile = join(temporary(), 'fovea.pem')
    const trust = (await run('--new-key', keyFile)).stdout.trim()
    const make = run('--key', keyFile, '--trust', trust, '--dist', temporary())
    await expect(make).rejects.toThrow('There is no installer of version')
    await expect(run('--new-key', join(repository, 'key.pem'))).rejects.toThrow('does not belong into the repository')
    expect(existsSync(join(repository, 'key.pem'))).toBe(false)
  })
})

describe('fovea update', () => {
  beforeAll(buildCommand)

  const trustFile = (): string => {
    const file = join(temporary(), 'key.pub')
    writeFileSync(file, `${key.text}\n`)
    return file
  }
  const ask = (...args: string[]) =>
    fovea(['update', 'check', '--home', temporary(), '--feed', `${address}/latest.json`, '--key', trustFile(), ...args])

  it('says what there is, and downloads nothing', async () => {
    offer({ version: '99.0.0' })
    const { code, stdout } = await ask('--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      version: packageJson.version,
      newest: '99.0.0',
      isNewer: true,
      released: '2026-11-01T12:00:00.000Z',
      notes: 'Finds more.\nIs faster.',
    })
    expect(server.requests.map(({ path }) => path)).toEqual(['latest.json', 'latest.json.sig'])
    expect((await ask()).stdout).toMatch(/^Fovea 99\.0\.0 can be had/)
    offer({ version: packageJson.version })
    expect((await ask()).stdout).toContain('the newest')
  })

  it('fails with the code where the list is not signed', async () => {
    offer({}, {}, newTestKey())
    const { code, stdout } = await ask('--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'UPDATE_UNSIGNED' } })
  })
})
