// Saved searches: kept with their pictures beside the store, run again after a restart, from the window and the command line.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveHome, type Home } from '../../main/engine/home'
import type { Searcher } from '../../main/engine/search/searcher'
import { buildCommand, fovea } from './support/command'
import { copySamples, indexFolders, namesOf, openSearcher, run, samplePath, term, text } from './support/engine'
import { temporaryFolders } from './support/folders'

const temporary = temporaryFolders()
const picture = (): Uint8Array => new Uint8Array(readFileSync(samplePath('chelsea.jpg')))
let home: Home
let searcher: Searcher

beforeAll(async () => {
  home = resolveHome(temporary())
  const photos = temporary()
  copySamples(photos, ['chelsea.jpg', 'coffee.jpg', 'rocket.jpg'])
  await indexFolders(home, [photos])
  searcher = await openSearcher(home)
})
afterAll(async () => {
  await searcher.close()
})

/** As if Fovea were started anew. */
async function restart(): Promise<void> {
  await searcher.close()
  searcher = await openSearcher(home)
  await searcher.warmUp()
}

describe('a saved search', () => {
  it('has its picture after a restart, and when the store is built anew', async () => {
    const { imageId } = await searcher.addImage('cat', picture())
    expect(existsSync(home.pictures)).toBe(false)
    await searcher.saveSearch({ name: 'Cats', text: `picture:${imageId}^2 type:jpg`, view: null })
    await restart()
    const [saved] = searcher.curator.searches
    expect(saved).toMatchObject({ name: 'Cats', text: `picture:${imageId}^2 type:jpg` })
    expect(namesOf((await run(searcher, text(saved!.text))).items)[0]).toBe('chelsea.jpg')
    const shown = await searcher.showImage(imageId)
    expect(shown).toMatchObject({ name: '', width: expect.any(Number), preview: expect.stringMatching(/^data:image/) })
    expect(shown.picture.length).toBeGreaterThan(shown.preview.length)

    rmSync(home.store, { recursive: true })
    await restart()
    expect(searcher.curator.searches).toEqual([saved])
    expect(readdirSync(home.pictures)).toEqual([`${imageId}.webp`])
    await searcher.close()
    const photos = temporary()
    copySamples(photos, ['chelsea.jpg', 'coffee.jpg', 'rocket.jpg'])
    await indexFolders(home, [photos])
    searcher = await openSearcher(home)
  })

  it('comes back when its removal is taken back; its picture goes with the next start', async () => {
    const { imageId } = await searcher.addImage('cat', picture())
    const { id } = await searcher.saveSearch({ name: 'Gone', text: `-picture:${imageId}`, view: null })
    searcher.curator.removeSearch(id)
    expect(searcher.curator.searches.map(({ name }) => name)).not.toContain('Gone')
    expect(searcher.curator.restoreSearch(id)).toMatchObject({ id, name: 'Gone' })
    searcher.curator.removeSearch(id)
    await restart()
    expect(readdirSync(home.pictures)).not.toContain(`${imageId}.webp`)
    expect(() => searcher.curator.restoreSearch(id)).toThrow('cannot be brought back')
  })

  it('is not saved where it cannot be run', async () => {
    const refused = (words: string) => expect(searcher.saveSearch({ name: 'x', text: words, view: null })).rejects
    await refused('dog (').toMatchObject({ code: 'QUERY_INVALID', at: 4 })
    await refused(`picture:${'0'.repeat(32)}`).toMatchObject({ code: 'NOT_FOUND' })
    await refused(' ').toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('a part of a picture that was handed over', () => {
  it('is looked for by itself', async () => {
    const { imageId, width, height } = await searcher.addImage('cat', picture())
    expect([width, height]).toEqual([451, 300])
    const scoresOf = async (part?: { x: number; y: number; w: number; h: number }) => {
      const { items } = await run(searcher, term({ kind: 'picture', imageId, ...(part && { part }) }))
      return new Map(items.map(({ name, score }) => [name, score]))
    }
    const whole = await scoresOf()
    const eye = await scoresOf({ x: 0.2, y: 0.3, w: 0.2, h: 0.2 })
    expect(whole.get('chelsea.jpg')).toBeGreaterThan(0.95)
    expect(eye.get('chelsea.jpg')).toBeLessThan(0.9)
    expect(eye.get('chelsea.jpg')).toBeGreaterThan(eye.get('rocket.jpg')!)
  })
})

describe('the command line', () => {
  it('lists saved searches, and runs one by its name, with more words beside it', { timeout: 120_000 }, async () => {
    await buildCommand()
    await searcher.saveSearch({ name: 'Breakfast', text: 'a cup of coffee', view: { kind: 'favourites' } })
    const on = (...args: string[]) => fovea([...args, '--json', '--home', home.root])
    const listed = JSON.parse((await on('searches')).stdout) as { searches: { name: string }[] }
    expect(listed.searches.at(-1)).toEqual({ name: 'Breakfast', text: 'a cup of coffee', view: 'favourites' })
    // None of the photos is a favourite.
    expect(JSON.parse((await on('search', '--saved', 'breakfast')).stdout)).toMatchObject({
      query: 'a cup of coffee',
      total: 0,
      weaker: 0,
    })
    const cats = JSON.parse((await on('search', '--saved', 'Cats', 'type:jpg', 'a cat')).stdout) as {
      query: string
      results: { path: string }[]
    }
    expect(cats.query).toMatch(/^picture:[0-9a-f]{32}\^2 a cat type:jpg/)
    expect(cats.results[0]?.path).toMatch(/chelsea\.jpg$/)
    const unknown = await on('search', '--saved', 'Dogs')
    expect(unknown.code).toBe(1)
    expect(JSON.parse(unknown.stdout)).toMatchObject({
      error: { code: 'NOT_FOUND', message: expect.stringContaining('“Dogs”') },
    })
  })
})
