// The `fovea` command: one JSON object a call, documented exit codes, options that do what they say.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json'
import { takeLock } from '../../main/engine/store/lock'
import { resolveHome } from '../../main/engine/home'
import { buildCommand, fovea, type Finished } from './support/command'
import { copySample, copySamples, samplePath, sampleNames } from './support/engine'
import { temporaryFolders } from './support/folders'
import { writeDatedPhoto } from './support/photos'

const temporary = temporaryFolders()
let home: string
let photos: string
const extra = ['sub folder/2012.jpg', 'sub folder/2015.jpg', 'bad.jpg']

interface Results {
  query: string
  results: { path: string; score: number; relevance: number; copies?: number; explain?: Explained }[]
  total: number
  matches: number
  weaker: number
}

interface Explained {
  terms: { term: string; isAvoided: boolean; score: number; relevance: number }[]
  concepts: { concept: string; relevance: number }[]
}

/** Runs the command on the library of this file with --json. */
const run = (...args: string[]): Promise<Finished> => fovea([...args, '--json', '--home', home])

/** Parses standard output, which must be one JSON object on one line. */
function json({ stdout }: Finished): unknown {
  expect(stdout).toMatch(/^\{.*\}\n$/)
  return JSON.parse(stdout)
}

async function results(...args: string[]): Promise<Results> {
  const finished = await run(...args)
  expect(finished).toMatchObject({ code: 0, stderr: '' })
  return json(finished) as Results
}

beforeAll(async () => {
  await buildCommand()
  home = temporary()
  photos = temporary()
  copySamples(photos)
  await writeDatedPhoto(join(photos, extra[0]!), 'coins.jpg', '2012:07:21 00:00:00')
  await writeDatedPhoto(join(photos, extra[1]!), 'coins.jpg', '2015:12:31 23:59:59')
  writeFileSync(join(photos, extra[2]!), 'not a picture')
  const finished = await run('index', photos)
  expect(finished).toMatchObject({ code: 0, stderr: '' })
  const found = sampleNames.length + extra.length
  expect(json(finished)).toEqual({
    found,
    indexed: found - 1,
    embedded: found - 1,
    reused: 0,
    failed: [
      { path: join(photos, 'bad.jpg'), reason: 'The file is not a picture Fovea can read, whatever its name says.' },
    ],
    counts: { ready: found - 1, pending: 0, failed: 1, offline: 0 },
    kinds: { image: found - 1, video: 0, text: 0 },
    reading: { mode: 'likely', isReading: false, done: expect.any(Number), total: expect.any(Number) },
    seconds: expect.any(Number),
  })
})

describe('index', () => {
  it('brings several folders up to date in one call', async () => {
    const [a, b, own] = [temporary(), temporary(), temporary()]
    copySamples(a, ['coffee.jpg'])
    copySamples(b, ['coins.jpg', 'flower.jpg'])
    const finished = await fovea(['--home', own, '--json', 'index', a, b])
    expect(finished).toMatchObject({ code: 0, stderr: '' })
    expect(json(finished)).toMatchObject({ found: 3, indexed: 3, embedded: 3, reused: 0, failed: [] })
  })

  it('says in a sentence what it did', async () => {
    const finished = await fovea(['index', photos, '--home', home])
    expect(finished).toMatchObject({ code: 0, stderr: '' })
    expect(finished.stdout).toMatch(
      /^24 of 25 files can be found now \(0 embedded, 0 reused\) in \d+\.\d s\.\n1 could not be read:\n/,
    )
  })
})

describe('search', () => {
  it('answers with what matches: paths, scores and relevances, best first', async () => {
    const found = await results('search', 'a cat')
    expect(found).toMatchObject({ query: 'a cat', total: 1, matches: 1, weaker: 23 })
    expect(found.results).toEqual([
      { path: join(photos, 'chelsea.jpg'), kind: 'image', score: expect.any(Number), relevance: expect.any(Number) },
    ])
    expect(found.results[0]!.relevance).toBeGreaterThanOrEqual(0.5)
  })

  it('--weak: also what matches less, behind what matches', async () => {
    const found = await results('search', 'a cat', '--weak')
    expect(found).toMatchObject({ total: 24, matches: 1, weaker: 23 })
    expect(found.results).toHaveLength(24)
    expect(found.results[0]?.path).toBe(join(photos, 'chelsea.jpg'))
    const relevances = found.results.map(({ relevance }) => relevance)
    expect(relevances).toEqual([...relevances].sort((a, b) => b - a))
    expect(relevances[1]).toBeLessThan(0.5)
  })

  it('says that nothing matches, and how to see more', async () => {
    expect(await results('search', 'a zebra')).toMatchObject({ total: 0, matches: 0, weaker: 24, results: [] })
    const { code, stdout } = await fovea(['search', 'a zebra', '--home', home])
    expect(code).toBe(0)
    expect(stdout).toBe('Nothing in the library matches a zebra. With --weak the nearest photos are shown.\n')
  })

  it('reads the query language and answers with the text it understood', async () => {
    const without = await results('search', '"a cat" OR "a cup of coffee"')
    expect(without.query).toBe('a cat OR a cup of coffee')
    expect(
      without.results
        .slice(0, 2)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([join(photos, 'chelsea.jpg'), join(photos, 'coffee.jpg')])
    const plain = await results('search', 'everything without cats', '--weak')
    const dashed = json(await fovea(['--json', '--home', home, 'search', '--weak', '--', '-cats']))
    expect(plain).toEqual(dashed)
    expect(plain.query).toBe('-cats')
    expect(plain.results.at(-1)?.path).toBe(join(photos, 'chelsea.jpg'))
    expect((await results('search', 'type:jpg', 'date:2012')).results).toMatchObject([
      { path: join(photos, extra[0]!) },
    ])
  })

  it('points at what it cannot read, with exit code 2', async () => {
    const asked = await run('search', 'dog "black cat')
    expect(asked.code).toBe(2)
    expect(json(asked)).toEqual({
      error: { code: 'QUERY_INVALID', message: 'This quote is never closed.', at: 4 },
    })
    const { stdout, stderr } = await fovea(['search', 'dog', 'caemra:canon', '--home', home])
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^fovea: There is no .+\n {2}dog caemra:canon\n {6}\^{7}\n$/)
  })

  it('--image: alone, several, and beside words', async () => {
    const cat = samplePath('chelsea.jpg')
    expect((await results('search', '--image', cat)).results[0]?.path).toBe(join(photos, 'chelsea.jpg'))
    const both = await results('search', '--image', cat, '--image', samplePath('coffee.jpg'), '--weak')
    expect(both.query).toBe(`image:"${cat}" image:"${samplePath('coffee.jpg')}"`)
    expect(
      both.results
        .slice(0, 2)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([join(photos, 'chelsea.jpg'), join(photos, 'coffee.jpg')])
    const beside = await results('search', 'a cat', '--image', cat)
    expect(beside.query).toBe(`image:"${cat}" a cat`)
    expect(beside.results[0]?.path).toBe(join(photos, 'chelsea.jpg'))
  })

  it('--explain: each term with score and relevance, and what the photo shows', async () => {
    const [cat] = (await results('search', 'a cat -dogs', '--explain', '--limit', '1')).results
    expect(cat?.explain?.terms).toEqual([
      { term: 'a cat', isAvoided: false, score: expect.any(Number), relevance: expect.any(Number) },
      { term: 'dogs', isAvoided: true, score: expect.any(Number), relevance: expect.any(Number) },
    ])
    expect(cat?.explain?.terms[0]?.relevance).toBeGreaterThan(0.5)
    expect(cat?.explain?.concepts.map(({ concept }) => concept).join(' ')).toContain('cat')
  })

  it('--closer: looks at parts of the photos first', { timeout: 300_000 }, async () => {
    const [few, own] = [temporary(), temporary()]
    copySamples(few, ['coffee.jpg', 'coins.jpg', 'rocket.jpg'])
    const ask = (...args: string[]): Promise<Finished> => fovea(['--home', own, '--json', ...args])
    expect(await ask('index', few)).toMatchObject({ code: 0 })
    const found = json(await ask('search', 'a cup of coffee', '--closer', '--limit', '1')) as Results
    expect(found.results[0]?.path).toBe(join(few, 'coffee.jpg'))
  })

  it('--group: one photo of each group of near-duplicates', async () => {
    const found = await results('search', 'coins', '--weak', '--group')
    const copies = found.results.filter(({ path }) => path.includes('coins') || path.includes('sub folder'))
    expect(found.total).toBe(22)
    expect(copies).toMatchObject([{ copies: 2 }])
  })

  it('takes several words without quotes as one description', async () => {
    expect(await results('search', 'a', 'cat')).toEqual(await results('search', 'a cat'))
  })

  it('--limit', async () => {
    const found = await results('search', 'a cat', '--weak', '--limit', '2')
    expect(found).toMatchObject({ total: 24, results: [{ path: join(photos, 'chelsea.jpg') }, {}] })
    expect(found.results).toHaveLength(2)
  })

  it('--folder: an inner folder, the root, a folder around the root', async () => {
    const inner = await results('search', 'a cat', '--weak', '--folder', join(photos, 'sub folder'))
    expect(inner.results.map(({ path }) => path).sort()).toEqual([join(photos, extra[0]!), join(photos, extra[1]!)])
    expect(inner.total).toBe(2)
    expect((await results('search', 'a cat', '--weak', '--folder', photos)).total).toBe(24)
    expect((await results('search', 'a cat', '--weak', '--folder', join(photos, '..'))).total).toBe(24)
    const elsewhere = await run('search', 'a cat', '--folder', '/nowhere')
    expect(elsewhere.code).toBe(1)
    expect(json(elsewhere)).toMatchObject({ error: { code: 'FOLDER_NOT_FOUND' } })
  })

  it('--from and --to: whole days, both included', async () => {
    const on = async (from: string, to: string): Promise<string[]> =>
      (await results('search', 'coins', '--weak', '--from', from, '--to', to)).results.map(({ path }) => path).sort()
    expect(await on('2012-07-21', '2015-12-31')).toEqual([join(photos, extra[0]!), join(photos, extra[1]!)])
    expect(await on('2012-07-22', '2015-12-31')).toEqual([join(photos, extra[1]!)])
    expect(await on('2012-07-21', '2015-12-30')).toEqual([join(photos, extra[0]!)])
    expect(await on('2013-01-01', '2014-12-31')).toEqual([])
  })

  it('takes hostile words as words', async () => {
    expect((await results('search', '--weak', "'; DROP TABLE items; --")).total).toBe(24)
    expect((await results('search', '--weak', '😀')).total).toBe(24)
    const dashes = await fovea(['--json', '--home', home, 'search', '--weak', '--', 'a', '--limit', '%'])
    expect(json(dashes)).toMatchObject({ total: 24 })
  })

  it('finds nothing in a library that is not there, without an error', async () => {
    const finished = await fovea(['search', 'a cat', '--json', '--home', join(temporary(), 'new')])
    expect(finished).toMatchObject({ code: 0, stderr: '' })
    expect(json(finished)).toEqual({ query: 'a cat', results: [], total: 0, matches: 0, weaker: 0 })
  })

  it('prints a line a photo for people', async () => {
    const { stdout } = await fovea(['search', 'a cat', '--weak', '--limit', '1', '--home', home])
    const [line, ...notes] = stdout.trimEnd().split('\n')
    expect(line).toMatch(/^0\.\d{3} {2}\//)
    expect(line).toContain(join(photos, 'chelsea.jpg'))
    expect(notes).toEqual(['(the best 1 of 24 are shown)', '(1 match; the others are the nearest of what does not)'])
  })
})

describe('similar', () => {
  it('finds the photo itself first, from any file', async () => {
    const found = await results('similar', samplePath('chelsea.jpg'), '--limit', '3')
    expect(found).toMatchObject({ query: samplePath('chelsea.jpg'), total: 24 })
    expect(found.results[0]?.path).toBe(join(photos, 'chelsea.jpg'))
    expect(found.results[0]?.score).toBeGreaterThan(0.999)
    expect(found.results).toHaveLength(3)
  })

  it.each([
    ['that is not there', '/nowhere/photo.jpg', 'FILE_UNREADABLE'],
    ['that is no picture', join(import.meta.dirname, 'command.test.ts'), 'IMAGE_UNREADABLE'],
  ])('fails for a file %s', async (_what, path, code) => {
    const finished = await run('similar', path)
    expect(finished.code).toBe(1)
    expect(json(finished)).toMatchObject({ error: { code, message: expect.any(String) } })
    expect(finished.stderr).toMatch(/^fovea: .+\n$/)
  })
})

describe('tags', () => {
  it('says what is in photos, in the library or not', async () => {
    const finished = await run('tags', samplePath('chelsea.jpg'), join(photos, 'coffee.jpg'))
    expect(finished).toMatchObject({ code: 0, stderr: '' })
    const { photos: tagged } = json(finished) as { photos: { path: string; tags: { concept: string }[] }[] }
    expect(tagged.map(({ path }) => path)).toEqual([samplePath('chelsea.jpg'), join(photos, 'coffee.jpg')])
    const [cat, coffee] = tagged.map(({ tags }) => tags.map(({ concept }) => concept))
    expect(cat).toContain('cat')
    expect(coffee).toContain('cup of coffee')
    expect(coffee).not.toContain('cat')
  })

  it('fails for what is no picture', async () => {
    const finished = await run('tags', join(photos, 'bad.jpg'))
    expect(finished.code).toBe(1)
    expect(json(finished)).toMatchObject({ error: { code: 'IMAGE_UNREADABLE' } })
  })
})

describe('duplicates', () => {
  interface Group {
    keep: { path: string }
    others: { path: string }[]
  }

  it('tells the same file from nearly the same photo', async () => {
    const [own, folder] = [temporary(), temporary()]
    copySamples(folder, ['coffee.jpg', 'flower.jpg'])
    copySample('coffee.jpg', join(folder, 'copies', 'coffee (1).jpg'))
    await writeDatedPhoto(join(folder, 'small.jpg'), 'flower.jpg', '2012:07:21 00:00:00')
    const ask = async (...args: string[]): Promise<{ exact?: Group[]; near?: Group[] }> =>
      json(await fovea(['duplicates', ...args, '--json', '--home', own])) as { exact?: Group[]; near?: Group[] }
    expect(await fovea(['index', folder, '--home', own])).toMatchObject({ code: 0 })
    const both = await ask()
    expect(both.exact).toMatchObject([
      { keep: { path: join(folder, 'coffee.jpg') }, others: [{ path: join(folder, 'copies', 'coffee (1).jpg') }] },
    ])
    expect(both.near).toHaveLength(1)
    expect([both.near![0]!.keep, ...both.near![0]!.others].map(({ path }) => path).sort()).toEqual([
      join(folder, 'flower.jpg'),
      join(folder, 'small.jpg'),
    ])
    expect(await ask('--exact')).toEqual({ exact: both.exact })
    expect(await ask('--near')).toEqual({ near: both.near })
  })
})

describe('status', () => {
  it('counts photos and folders', async () => {
    const finished = await run('status')
    expect(finished).toMatchObject({ code: 0, stderr: '' })
    const root = { path: photos, state: 'there', ready: 24, pending: 0, failed: 1, offline: 0 }
    expect(json(finished)).toEqual({
      home,
      model: 'fovea-starter 1',
      ready: 24,
      pending: 0,
      failed: 1,
      offline: 0,
      kinds: { image: 24, video: 0, text: 0 },
      roots: [root],
      reading: { mode: 'likely', read: expect.any(Number), plain: expect.any(Number), failed: 0 },
      pausedBy: [],
      pausedUntil: null,
      slowedBy: expect.any(Array),
      cpuShare: 100,
    })
  })

  it('knows a drive that is away', async () => {
    renameSync(photos, `${photos}-away`)
    const finished = await run('status')
    renameSync(`${photos}-away`, photos)
    expect(json(finished)).toMatchObject({
      ready: 0,
      failed: 1,
      offline: 24,
      roots: [{ path: photos, state: 'offline' }],
    })
  })
})

describe('doctor', () => {
  it('reports versions, model, store and counts', async () => {
    const finished = await run('doctor')
    expect(finished).toMatchObject({ code: 0, stderr: '' })
    expect(json(finished)).toMatchObject({
      versions: { fovea: packageJson.version, node: process.versions.node },
      model: { id: 'fovea-starter', revision: '1', dimension: 256, verified: true },
      store: { schema: 3, freeBytes: expect.any(Number), states: { ready: 24, failed: 1 } },
      roots: [{ number: 1, state: 'there', files: 24 }],
      counts: { ready: 24, pending: 0, failed: 1, offline: 0 },
      problems: [],
    })
  })

  it('writes a bundle without a word of the library, to a new file only', async () => {
    const bundle = join(temporary(), 'diagnosis.txt')
    expect((await run('doctor', '--bundle', bundle)).code).toBe(0)
    const text = readFileSync(bundle, 'utf8')
    expect(text).toContain('"checks"')
    expect(text).not.toContain(photos)
    expect(json(await run('doctor', '--bundle', bundle))).toMatchObject({ error: { code: 'INVALID_INPUT' } })
    expect(readFileSync(bundle, 'utf8')).toBe(text)
  })

  it('ends with 1 and says why when the library cannot be read', async () => {
    const broken = temporary()
    mkdirSync(join(broken, 'store', 'items.lance'), { recursive: true })
    writeFileSync(join(broken, 'library.json'), JSON.stringify({ version: 2, roots: [] }))
    copySample('coffee.jpg', join(broken, 'photos', 'coffee.jpg'))
    const indexed = await fovea(['index', join(broken, 'photos'), '--json', '--home', broken])
    expect(indexed.code).toBe(1)
    expect(json(indexed)).toMatchObject({ error: { code: 'STORE_NEWER', retry: 'update-app' } })
    expect(readFileSync(join(broken, 'library.json'), 'utf8')).toBe('{"version":2,"roots":[]}')
  })
})

describe('exit codes', () => {
  it.each([
    ['no command', []],
    ['an unknown command', ['frobnicate']],
    ['an unknown option', ['search', 'a cat', '--frobnicate']],
    ['no words', ['search']],
    ['no folder', ['index']],
    ['a limit of zero', ['search', 'a cat', '--limit', '0']],
    ['a limit that is no number', ['search', 'a cat', '--limit', 'ten']],
    ['a limit that is not whole', ['search', 'a cat', '--limit', '1.5']],
    ['a date in another form', ['search', 'a cat', '--from', '21.07.2012']],
    ['a date that does not exist', ['search', 'a cat', '--to', '2012-13-01']],
  ])('2 for %s', async (_what, args) => {
    const { code, stdout, stderr } = await fovea(['--home', home, ...args])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).not.toBe('')
    expect(stderr).not.toContain('    at ') // no stack
  })

  it('0 for --help and --version', async () => {
    expect(await fovea(['--version'])).toMatchObject({ code: 0, stdout: `${packageJson.version}\n` })
    const help = await fovea(['--help'])
    expect(help.code).toBe(0)
    for (const command of ['index', 'search', 'similar', 'tags', 'duplicates', 'status', 'doctor', 'eval'])
      expect(help.stdout).toContain(`${command} `)
  })

  it('1 for a folder that is not there', async () => {
    const finished = await run('index', '/nowhere')
    expect(finished.code).toBe(1)
    expect(json(finished)).toEqual({
      error: { code: 'FOLDER_NOT_FOUND', message: 'There is no folder "/nowhere".', retry: 'choose-folder' },
    })
    expect(finished.stderr).toBe('fovea: There is no folder "/nowhere".\n')
  })

  it('1 for a description of nothing but spaces', async () => {
    expect(await run('search', '   ')).toMatchObject({ code: 1 })
  })

  it('3 while another process indexes; searching goes on', async () => {
    const release = takeLock(resolveHome(home).lockFile)
    const finished = await run('index', photos)
    const searched = await run('search', 'a cat', '--limit', '1')
    release()
    expect(finished.code).toBe(3)
    expect(json(finished)).toMatchObject({ error: { code: 'STORE_LOCKED', retry: 'try-again' } })
    expect(searched).toMatchObject({ code: 0 })
  })
})

describe('where the library is', () => {
  it('is $FOVEA_HOME, unless --home says otherwise', async () => {
    const asked = async (...args: string[]): Promise<string> =>
      (json(await fovea(['status', '--json', ...args], { env: { FOVEA_HOME: home } })) as { home: string }).home
    expect(await asked()).toBe(home)
    const other = temporary()
    expect(await asked('--home', other)).toBe(other)
  })
})
