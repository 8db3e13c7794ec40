// `fovea folders`: what of which folders is in the library, and the same counts from every command.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { resolveHome } from '../../main/engine/home'
import { takeLock } from '../../main/engine/store/lock'
import { buildCommand, fovea } from './support/command'
import { copySample, copySamples, openLibrary } from './support/engine'
import { temporaryFolders } from './support/folders'

const temporary = temporaryFolders()
let home: string
let photos: string
let other: string
beforeAll(async () => {
  await buildCommand()
  home = temporary()
  photos = join(temporary(), 'photos')
  other = temporary()
  copySamples(photos, ['coffee.jpg', 'coins.jpg'])
  copySample('flower.jpg', join(photos, 'Screenshots', 'flower.jpg'))
  writeFileSync(join(photos, 'bad.jpg'), 'no picture')
  copySample('brick.jpg', join(other, 'brick.jpg'))
}, 120_000)

async function ask(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await fovea([...args, '--json', '--home', home])
  return JSON.parse(stdout) as Record<string, unknown>
}

const asNew = { include: [], exclude: [], paused: false, rescanMinutes: null }

describe('fovea folders', () => {
  it('adds, lists, changes, looks through and removes', async () => {
    expect(await ask('folders')).toEqual({ folders: [] })
    expect(await ask('folders', 'add', photos, other)).toEqual({
      folders: [photos, other].map((path) => ({ path, ...asNew })),
    })
    expect(await ask('folders', 'rescan')).toMatchObject({ found: 5, indexed: 4 })
    const counts = { ready: 3, pending: 0, failed: 1, offline: 0 }
    expect(await ask('folders', 'list')).toMatchObject({
      folders: [
        { path: photos, ...asNew, state: 'there', ...counts },
        { path: other, ready: 1 },
      ],
    })

    const settings = ['--exclude', 'screenshots/', '--exclude', 'bad.*', '--rescan-every', '30', '--pause']
    expect(await ask('folders', 'set', photos, ...settings)).toEqual({
      folders: [{ path: photos, include: [], exclude: ['screenshots/', 'bad.*'], paused: true, rescanMinutes: 30 }],
    })
    expect(await ask('folders', 'set', photos, '--resume', '--rescan-every', 'usual')).toMatchObject({
      folders: [{ exclude: ['screenshots/', 'bad.*'], paused: false, rescanMinutes: null }],
    })
    expect(await ask('status')).toMatchObject({ ready: 3, pending: 0, failed: 0, offline: 0 })
    await ask('folders', 'set', photos, '--exclude-nothing')
    expect(await ask('folders', 'rescan', photos)).toMatchObject({ found: 4, indexed: 3, embedded: 0 })

    const text = (await fovea(['folders', '--home', home])).stdout
    expect(text).toContain(`${photos} (3 ready, 0 pending, 1 failed, 0 offline)`)
    expect(await ask('folders', 'remove', other)).toEqual({ removed: other })
    expect(await ask('status')).toMatchObject({ ready: 3, roots: [{ path: photos }] })
  })

  it('refuses what it does not know, and leaves the library to whoever writes it', async () => {
    const unknown = temporary()
    for (const command of [['remove'], ['rescan'], ['set', '--pause']]) {
      const finished = await fovea(['folders', ...command, unknown, '--json', '--home', home])
      expect(finished.code).toBe(1)
      expect(JSON.parse(finished.stdout)).toMatchObject({ error: { code: 'NOT_FOUND' } })
    }
    expect((await fovea(['folders', 'set', photos, '--rescan-every', '0', '--home', home])).code).toBe(2)
    expect((await fovea(['folders', 'add', join(unknown, 'absent'), '--home', home])).code).toBe(1)
    const release = takeLock(resolveHome(home).lockFile)
    const locked = await fovea(['folders', 'set', photos, '--pause', '--home', home])
    release()
    expect(locked).toMatchObject({ code: 3, stdout: '' })
  })
})

describe('the four counts', () => {
  it('are the same after index, in status, in the list of folders, and in the window’s status', async () => {
    const drive = join(temporary(), 'drive')
    copySamples(drive, ['rocket.jpg', 'gravel.jpg'])
    await ask('index', drive)
    renameSync(drive, `${drive}-away`)
    mkdirSync(drive) // the empty mount point of an unplugged drive
    const wanted = { ready: 3, pending: 0, failed: 1, offline: 2 }
    expect((await ask('index', photos))['counts']).toEqual(wanted)
    const { ready, pending, failed, offline, roots } = await ask('status')
    expect({ ready, pending, failed, offline }).toEqual(wanted)
    expect(roots).toMatchObject([
      { ready: 3, failed: 1, offline: 0 },
      { path: drive, state: 'offline', ready: 0, failed: 0, offline: 2 },
    ])
    expect((await ask('doctor'))['counts']).toEqual(wanted)
    expect((await ask('folders'))['folders']).toMatchObject([{ offline: 0 }, { state: 'offline', offline: 2 }])
    // What the window shows comes from here.
    const library = await openLibrary(resolveHome(home))
    library.start()
    await library.settled()
    expect(library.status().counts).toEqual(wanted)
    await library.close()
  })
})
