// Videos in the library: indexed by pictures of them, found at a moment, moved, copied, changed, failing; with and without the app.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { VideoReading } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import { loadSharp } from '../../main/engine/media/sharp'
import { thumbnailPath } from '../../main/engine/media/thumbnails'
import type { VideoFrames } from '../../main/engine/media/video'
import {
  copySamples,
  everything,
  indexFolders,
  repository,
  run,
  samplePath,
  text,
  withSearcher,
} from './support/engine'
import { temporaryFolders } from './support/folders'

const temporary = temporaryFolders()
const videos = join(repository, 'test', 'fixtures', 'videos')
const photos = ['acanthus-mollis.jpg', 'gravel.jpg', 'china-temple.jpg', 'coins.jpg']

/** The decoder's part, which the window tests do with the real one: sample photos as pictures of every video. */
class Pictures implements VideoFrames {
  readonly asked: string[] = []
  answer: VideoReading
  constructor(...names: string[]) {
    const frames = names.map((name, i) => ({
      at: 2.5 * (i + 1),
      picture: new Uint8Array(readFileSync(samplePath(name))),
    }))
    this.answer = { duration: 10, width: 320, height: 240, frames }
  }
  async isThere(): Promise<boolean> {
    return true
  }
  async read(path: string): Promise<VideoReading> {
    this.asked.push(path)
    return this.answer
  }
}

let home: Home
let folder: string
let videoFrames: Pictures

beforeEach(() => {
  home = resolveHome(temporary())
  folder = temporary()
  copySamples(folder, photos)
  copyFileSync(join(videos, 'scenes.mp4'), join(folder, 'film.mp4'))
  videoFrames = new Pictures('chelsea.jpg', 'coffee.jpg', 'rocket.jpg')
})

const index = (options: { videoFrames?: VideoFrames } = { videoFrames }): ReturnType<typeof indexFolders> =>
  indexFolders(home, [folder], options)

describe('a video', () => {
  it('is found by a scene near its end, and says when', async () => {
    expect((await index()).failed).toEqual([])
    await withSearcher(home, async (searcher) => {
      const rocket = (await run(searcher, text('a rocket launch'))).items[0]!
      expect(rocket).toMatchObject({ name: 'film.mp4', kind: 'video', duration: 10, moment: 7.5, width: 320 })
      expect((await run(searcher, text('a cat'))).items[0]).toMatchObject({ name: 'film.mp4', moment: 2.5 })
      const { terms } = await searcher.explain({
        query: text('rocket AND cat'),
        filters: {},
        itemId: rocket.id,
      })
      expect(terms.map(({ moment, heat }) => ({ moment, heat }))).toEqual([
        { moment: 7.5, heat: null },
        { moment: 2.5, heat: null },
      ])
    })
  })

  it('has the date, place and camera of its container, and a picture of its middle', async () => {
    await index()
    await withSearcher(home, async (searcher) => {
      const [film] = (await everything(searcher)).filter(({ kind }) => kind === 'video')
      expect(await searcher.library.details(film!.id)).toMatchObject({
        takenAt: Date.UTC(2021, 6, 4, 10, 20, 30),
        camera: 'Fovea Test Camera',
        title: 'Three scenes',
        duration: 10,
      })
      expect((await searcher.library.details(film!.id)).place).toContain('Vienna')
      expect(existsSync(thumbnailPath(home.thumbnails, film!.hash))).toBe(true)
      expect((await run(searcher, text('type:video'))).items.map(({ name }) => name)).toEqual(['film.mp4'])
      expect((await run(searcher, text('type:photo'))).total).toBe(photos.length)
    })
  })

  it('keeps its identity when it is moved, and shares its pictures with a copy', async () => {
    await index()
    const idOf = (name: string): Promise<string | undefined> =>
      withSearcher(home, async (searcher) => (await everything(searcher)).find((item) => item.name === name)?.id)
    const before = await idOf('film.mp4')
    mkdirSync(join(folder, 'below'))
    renameSync(join(folder, 'film.mp4'), join(folder, 'below', 'moved.mp4'))
    await index()
    expect(await idOf('moved.mp4')).toBe(before)
    copyFileSync(join(folder, 'below', 'moved.mp4'), join(folder, 'copy.mp4'))
    await index()
    expect(videoFrames.asked).toHaveLength(1)
    await withSearcher(home, async (searcher) => {
      const found = (await run(searcher, text('a rocket launch'))).items.slice(0, 2)
      expect(found.map(({ name, moment, duration }) => ({ name, moment, duration }))).toEqual(
        expect.arrayContaining([
          { name: 'moved.mp4', moment: 7.5, duration: 10 },
          { name: 'copy.mp4', moment: 7.5, duration: 10 },
        ]),
      )
    })
  })

  it('that was edited is looked at again', async () => {
    await index()
    writeFileSync(join(folder, 'film.mp4'), readFileSync(join(videos, 'scenes.mov')))
    videoFrames.answer = new Pictures('coffee.jpg').answer
    await index()
    await withSearcher(home, async (searcher) => {
      expect((await run(searcher, text('a cup of coffee'))).items[0]).toMatchObject({ name: 'film.mp4', moment: 2.5 })
    })
  })

  it('whose middle is black is shown by a picture with something in it', async () => {
    const black = await loadSharp()({ create: { width: 320, height: 240, channels: 3, background: 'black' } })
      .jpeg()
      .toBuffer()
    const { answer } = new Pictures('gravel.jpg', 'coffee.jpg', 'chelsea.jpg')
    if (!('failed' in answer)) answer.frames[1]!.picture = new Uint8Array(black)
    videoFrames.answer = answer
    await index()
    await withSearcher(home, async (searcher) => {
      const [film] = (await everything(searcher)).filter(({ kind }) => kind === 'video')
      const { channels } = await loadSharp()(readFileSync(thumbnailPath(home.thumbnails, film!.hash))).stats()
      expect(channels[0]!.mean).toBeGreaterThan(20)
    })
  })
})

describe('a video that cannot be read', () => {
  const failures = async (options?: { videoFrames?: VideoFrames }): Promise<string[]> =>
    (await index(options)).failed.map(({ reason }) => reason)

  it('because there is no app is listed as such, and read as soon as there is one', async () => {
    expect(await failures({})).toEqual([expect.stringContaining('Videos are read by the app')])
    expect(await failures()).toEqual([])
    expect(videoFrames.asked).toHaveLength(1)
  })
  it('because of its codec says so, and because of damage says that', async () => {
    videoFrames.answer = { failed: 'unreadable' }
    const film = readFileSync(join(videos, 'scenes.mp4')).toString('latin1')
    writeFileSync(join(folder, 'new.mp4'), Buffer.from(film.replace('avc1', 'hvc1'), 'latin1'))
    expect((await failures()).sort()).toEqual([
      'The file is damaged or cut off.',
      expect.stringContaining('codec cannot be read'),
    ])
  })
  it('fails when it takes too long or makes the decoder crash', async () => {
    videoFrames.answer = { failed: 'too-slow' }
    expect(await failures()).toEqual([expect.stringContaining('takes too long')])
  })
  it('is left for another time when the app closes', async () => {
    videoFrames.answer = { failed: 'stopped' }
    const { failed, indexed } = await index()
    expect({ failed, indexed }).toEqual({ failed: [], indexed: photos.length })
    videoFrames = new Pictures('chelsea.jpg')
    expect((await index()).indexed).toBe(photos.length + 1)
  })
  it('of no bytes is empty, and not looked at', async () => {
    writeFileSync(join(folder, 'film.mp4'), '')
    expect(await failures()).toEqual(['The file is empty.'])
    expect(videoFrames.asked).toEqual([])
    expect(statSync(join(folder, 'film.mp4')).size).toBe(0)
  })
})
