// Tags say what photos show: measured with people's captions, and tried on the sample photos.
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { Encoder } from '../../main/engine/encoder/encoder'
import { decodeForEncoder } from '../../main/engine/media/decode'
import type { ModalityMeans } from '../../main/engine/search/tags/concept-space'
import { conceptVectors, type TextEncoder } from '../../main/engine/search/tags/concept-vectors'
import { Vocabulary } from '../../main/engine/search/tags/vocabulary'
import { readLists } from '../../main/engine/search/tags/word-lists'
import { repository, resources, samplePath } from './support/engine'
import { temporaryFolders } from './support/folders'
import { flickr } from './support/shared-data'

const temporary = temporaryFolders()
const lists = join(repository, 'resources', 'vocabulary')
const limitMs = 300_000

let encoder: Encoder
let means: ModalityMeans
let cache: string
let vocabulary: Vocabulary

beforeAll(async () => {
  encoder = await Encoder.open(resources.starterModel, { threads: 2 })
  const { imageMean, textMean } = encoder.manifest.calibration!
  means = { image: Float32Array.from(imageMean), text: Float32Array.from(textMean) }
  cache = temporary()
  vocabulary = await Vocabulary.open({ folders: [lists], encoder, means, cacheFolder: cache, shipped: lists })
}, limitMs)
afterAll(async () => {
  await encoder.close()
})

async function photoVectors(paths: readonly string[]): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (let at = 0; at < paths.length; at += 8) {
    const pixels = await Promise.all(
      paths.slice(at, at + 8).map((path) => decodeForEncoder(readFileSync(path), encoder.manifest.image)),
    )
    vectors.push(...(await encoder.embedImages(pixels)))
  }
  return vectors
}

async function sampleVector(name: string): Promise<Float32Array> {
  return (await photoVectors([samplePath(name)]))[0]!
}

async function tagsOfSample(name: string, count = 5): Promise<string[]> {
  return vocabulary.tagsOf(await sampleVector(name), count).map(({ concept }) => concept)
}

describe('the lists', () => {
  it('hold thousands of concepts, each once and well formed', async () => {
    const files = readdirSync(lists).filter((name) => name.endsWith('.txt'))
    const lines = files.flatMap((name) => readFileSync(join(lists, name), 'utf8').trimEnd().split('\n'))
    expect(lines.length).toBeGreaterThanOrEqual(2000)
    expect(lines).toHaveLength((await readLists([lists])).length)
    for (const line of lines) expect(line).toMatch(/^[\p{Ll}\d][\p{Ll}\d' -]*$/u)
    for (const file of files) {
      const own = readFileSync(join(lists, file), 'utf8').trimEnd().split('\n')
      expect(own, `${file} is sorted`).toEqual([...own].sort())
    }
    expect(readFileSync(join(lists, 'README.md'), 'utf8')).toContain(lines.length.toLocaleString('en-US'))
  })

  it('take a person’s own words, and say so when there are too many', async () => {
    const own = temporary()
    writeFileSync(join(own, 'mine.TXT'), '# mine\nKlettersteig\nDOG\n')
    const words = await readLists([lists, own, join(own, 'absent')])
    expect(words).toHaveLength(vocabulary.concepts.length + 1)
    expect(words).toContain('Klettersteig')
    writeFileSync(join(own, 'more.txt'), Array.from({ length: 20_001 }, (_, i) => `w${i}`).join('\n'))
    await expect(readLists([own])).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('the sample photos', () => {
  it('get the tags that people would give', async () => {
    expect(await tagsOfSample('chelsea.jpg')).toContain('tabby cat')
    expect(await tagsOfSample('coffee.jpg')).toEqual(expect.arrayContaining(['cup of coffee', 'coffee']))
    expect(await tagsOfSample('cameraman.jpg')).toEqual(expect.arrayContaining(['camera on a tripod', 'photographer']))
    expect(await tagsOfSample('march-pastoral.jpg')).toContain('cattle')
  })

  it('get none where nothing is clear', async () => {
    expect(await tagsOfSample('black-canyon.jpg')).toEqual([])
    expect(await tagsOfSample('french-alpine-landscape.jpg')).toEqual([])
  })

  it('are explained by what they share with the query', async () => {
    const [cat, coffee] = [await sampleVector('chelsea.jpg'), await sampleVector('coffee.jpg')]
    const query = await encoder.embedText('a cat with green eyes looks at me')
    const shared = vocabulary.sharedConcepts(query, 'text', cat, 3).map(({ concept }) => concept)
    expect(shared.length).toBeGreaterThan(0)
    for (const concept of shared) expect(concept).toMatch(/\bcat\b/)
    expect(vocabulary.sharedConcepts(query, 'text', coffee, 3)).toEqual([])
    expect(vocabulary.sharedConcepts(cat, 'image', coffee, 3)).toEqual([])
  })

  it('decide what is suggested first', async () => {
    const first = (typed: string): string | undefined => vocabulary.suggest(typed, 1)[0]?.concept
    expect(first('a ca')).toBe('cap')
    await vocabulary.learnPresence([await sampleVector('chelsea.jpg')])
    expect(first('a ca')).toBe('cat')
    expect(first('Tab')).toBe('tabby cat')
  })
})

describe('the vectors of the concepts', () => {
  /** Counts what it is asked for. */
  function counting(): TextEncoder & { texts: number } {
    return {
      texts: 0,
      identity: { id: 'test', revision: '1', dimension: 4, preprocessing: 1 },
      async embedText(text) {
        this.texts++
        return Float32Array.from([text.length, 1, 0, 0])
      },
    }
  }
  const fourMeans = { image: new Float32Array(4), text: new Float32Array(4) }

  function ownList(words: readonly string[]): string {
    const folder = temporary()
    writeFileSync(join(folder, 'list.txt'), words.join('\n'))
    return folder
  }

  it('are embedded once for an encoder and a list, and again when they were damaged', async () => {
    const [first, second] = [ownList(['one', 'two', 'three']), ownList(['four'])]
    const cacheFolder = join(temporary(), 'made', 'when needed')
    const test = counting()
    const open = (folders: string[], by = test): Promise<Vocabulary> =>
      Vocabulary.open({ folders, encoder: by, means: fourMeans, cacheFolder })
    await open([first])
    await open([first])
    expect(test.texts).toBe(3)

    const other = { ...counting(), identity: { ...test.identity, revision: '2' } }
    await open([first], other)
    expect(other.texts).toBe(3)
    await open([first])
    expect(test.texts).toBe(3)

    await open([first, second])
    expect(test.texts).toBe(7)
    expect(readdirSync(cacheFolder), 'one file an encoder').toHaveLength(2)

    for (const name of readdirSync(cacheFolder)) truncateSync(join(cacheFolder, name), 20)
    await open([first, second])
    expect(test.texts).toBe(11)
    for (const name of readdirSync(cacheFolder)) {
      const bytes = readFileSync(join(cacheFolder, name))
      bytes[0]! ^= 1
      writeFileSync(join(cacheFolder, name), bytes)
    }
    await open([first, second])
    expect(test.texts).toBe(15)
  })

  it('stop being embedded when nobody wants them any more, and leave room for others meanwhile', async () => {
    const giveUp = new AbortController()
    const test = counting()
    setImmediate(() => setImmediate(() => giveUp.abort()))
    const words = Array.from({ length: 500 }, (_, i) => `word ${i}`)
    const cacheFolder = temporary()
    const opening = Vocabulary.open({
      folders: [ownList(words)],
      encoder: test,
      means: fourMeans,
      cacheFolder,
      signal: giveUp.signal,
    })
    await expect(opening).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(test.texts).toBeLessThan(500)
    expect(readdirSync(cacheFolder)).toEqual([])
    await expect(vocabulary.learnPresence([new Float32Array(256)], giveUp.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    })
  })

  it('come with their vectors, which are those of the starter model, and only words of one’s own are embedded', async () => {
    const own = temporary()
    writeFileSync(join(own, 'mine.txt'), 'Klettersteig\n')
    const embedded: string[] = []
    const counted: TextEncoder = {
      identity: encoder.identity,
      embedText: (text) => {
        embedded.push(text)
        return encoder.embedText(text)
      },
    }
    await Vocabulary.open({ folders: [lists, own], encoder: counted, means, cacheFolder: temporary(), shipped: lists })
    expect(embedded, 'run scripts/build-vocabulary.mjs').toEqual(['Klettersteig'])

    const vectors = await conceptVectors(vocabulary.concepts, encoder, { cache: temporary(), shipped: lists })
    const { dimension } = encoder.identity
    for (let row = 0; row < vocabulary.concepts.length; row += 100) {
      const vector = await encoder.embedText(vocabulary.concepts[row]!)
      const shipped = vectors.subarray(row * dimension, (row + 1) * dimension)
      const cosine = vector.reduce((sum, value, i) => sum + value * shipped[i]!, 0)
      expect(cosine, vocabulary.concepts[row]).toBeGreaterThan(0.9999)
    }
  })

  it('are read from disk in a moment', async () => {
    const started = performance.now()
    const again = await Vocabulary.open({ folders: [lists], encoder, means, cacheFolder: cache })
    const ms = performance.now() - started
    console.log(`${again.concepts.length} concepts from disk in ${ms.toFixed(0)} ms`)
    const cat = await sampleVector('chelsea.jpg')
    expect(again.tagsOf(cat, 5)).toEqual(vocabulary.tagsOf(cat, 5))
    expect(ms).toBeLessThan(3000)
  })
})

interface Captioned {
  image: string
  captions: string[]
  labels?: string[]
}

describe('compared with people’s captions', () => {
  /** Share of the tags (five a photo at most) whose words all occur in a caption or label, and tags a photo. */
  async function measure(context: TestContext, set: string): Promise<{ precision: number; tagsPerPhoto: number }> {
    const folder = join(resolve(flickr, '..'), set)
    context.skip(!existsSync(join(folder, 'pairs.jsonl')), 'SKIPPED: this test needs ../shared/data')
    const photos = readFileSync(join(folder, 'pairs.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Captioned)
    const vectors = await photoVectors(photos.map(({ image }) => join(folder, image)))
    let [tags, right] = [0, 0]
    photos.forEach(({ captions, labels = [] }, i) => {
      const said = stems([...captions, ...labels].join(' '))
      for (const { concept } of vocabulary.tagsOf(vectors[i]!, 5)) {
        tags++
        if ([...stems(concept)].every((word) => said.has(word))) right++
      }
    })
    const [precision, tagsPerPhoto] = [right / tags, tags / photos.length]
    console.log(`${set}: precision of the tags ${precision.toFixed(3)}, tags a photo ${tagsPerPhoto.toFixed(2)}`)
    return { precision, tagsPerPhoto }
  }

  // Captions leave most of a photo unsaid, so this counts many a right tag as wrong: compare it with itself only.
  it('a third of the tags are words that five people used', { timeout: limitMs }, async (context) => {
    const { precision, tagsPerPhoto } = await measure(context, 'flickr-1k')
    expect(precision).toBeGreaterThanOrEqual(0.335)
    expect(tagsPerPhoto).toBeGreaterThanOrEqual(3)
  })

  it('half of them, on photos with labels of the objects', { timeout: limitMs }, async (context) => {
    const { precision, tagsPerPhoto } = await measure(context, 'coco-80')
    expect(precision).toBeGreaterThanOrEqual(0.51)
    expect(tagsPerPhoto).toBeGreaterThanOrEqual(2.5)
  })
})

const unimportant = new Set('a an the of on in at with to for and by from into over through behind near its'.split(' '))
const irregular = new Map([
  ['men', 'man'],
  ['women', 'woman'],
  ['children', 'child'],
  ['people', 'person'],
])

/** The words of a text without their endings. */
function stems(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? []
  return new Set(words.filter((word) => !unimportant.has(word)).map(stem))
}

function stem(word: string): string {
  const known = irregular.get(word)
  if (known !== undefined) return known
  const verb = /^(.{3,})(?:ing|ed)$/.exec(word)?.[1]
  const bare = verb?.replace(/([^lsz])\1$/, '$1') ?? singular(word)
  return bare.length > 3 ? bare.replace(/e$/, '') : bare
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word
}
