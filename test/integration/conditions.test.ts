// Conditions of a query on a real LanceDB table: they find what a plain predicate over the same rows finds.
import { connect, type Connection, type Table } from '@lancedb/lancedb'
import { Bool, Field, Float64, Int32, Schema, Utf8 } from 'apache-arrow'
import fc from 'fast-check'
import * as fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flags, type Condition, type Filter } from '../../contract'
import { parseQuery } from '../../main/engine/search/language/parser'
import { conditionToSql } from '../../main/engine/store/conditions'

interface Row {
  id: string
  root: string
  folder: string
  name: string
  kind: string
  size: number
  width: number
  height: number
  date: number
  camera: string | null
  lens: string | null
  place: string | null
  latitude: number | null
  longitude: number | null
  rating: number | null
  favorite: boolean
}

const roots = [
  { id: 'home', path: '/home/me/Pictures', isOffline: false },
  { id: 'disk', path: 'D:\\Trips\\Italy', isOffline: true },
  { id: 'shots', path: '/home/me/Screenshots', isOffline: false },
]

const plain: Row = {
  id: '',
  root: 'home',
  folder: '',
  name: 'a.jpg',
  kind: 'image',
  size: 1000,
  width: 400,
  height: 300,
  date: new Date(2019, 5, 15).getTime(),
  camera: null,
  lens: null,
  place: null,
  latitude: null,
  longitude: null,
  rating: null,
  favorite: false,
}

const hostileNames = [
  "it's",
  "''",
  "' OR true --",
  "'; DROP TABLE vectors; --",
  '"double"',
  '100%',
  'a_b',
  'axb',
  '\\',
  'back\\slash',
  "\\'",
  'line\nbreak',
  'tab\there',
  'Größe',
  'GRÖSSE',
  'Cafe\u0301',
  'Café',
  'Ωmega',
  '日本語',
  '😀',
  '👩‍👩‍👧',
  '$1 {x} [y]',
  '/* comment */',
  '%',
  '_',
  '.',
  'null',
  'NULL',
]

const rows: Row[] = [
  plain,
  ...hostileNames.map((text): Row => ({
    ...plain,
    folder: text.replaceAll('/', ''),
    name: `${text}.PNG`,
    camera: text,
  })),
  ...hostileNames.map((text): Row => ({
    ...plain,
    folder: `a/${text.replaceAll('/', '')}/b`,
    lens: text,
    place: `${text}, X`,
  })),
  ...['Italy', 'italy/Rome', 'x/ITALY/y/z', 'Italy 2', 'Not Italy', 'Trips/Italy', 'Trips', 'Rome'].flatMap((folder) =>
    ['home', 'disk'].map((root): Row => ({ ...plain, root, folder })),
  ),
  ...['a.jpeg', 'b.JPG', 'jpg', 'c.tif', 'd.TIFF', 'e.heif', 'f.heic', 'g.CR2', 'h.dng', 'i.jpg.png'].map(
    (name): Row => ({ ...plain, name }),
  ),
  ...[
    'Screenshot 2021-03-01.png',
    'Screenshot_2020-01-01.jpg',
    'Screen Shot 2019.png',
    'Bildschirmfoto 2021.png',
    'Capture d’écran 2022.png',
    "Capture d'e\u0301cran.png",
    'Schermafbeelding.png',
    'Captura de pantalla.png',
    'スクリーンショット 2020.png',
    'my screen.png',
  ].map((name): Row => ({ ...plain, name })),
  { ...plain, folder: 'DCIM/Screenshots', name: 'x.png' },
  { ...plain, root: 'shots', name: 'y.png' },
  ...[
    [48.2, 16.37],
    [48.3, 16.37],
    [0, 179.99],
    [0, -179.99],
    [0, 180],
    [0, -180],
    [89.99, 0],
    [89.99, 180],
    [90, 12],
    [-90, 0],
    [-33.86, 151.2],
    [0, 0],
  ].map(([latitude, longitude]): Row => ({ ...plain, latitude: latitude!, longitude: longitude! })),
  { ...plain, latitude: 48.2 },
  ...[0, 1, 3, 5].map((rating): Row => ({ ...plain, rating })),
  { ...plain, favorite: true, width: 300, height: 400 },
  { ...plain, width: 300, height: 300 },
  { ...plain, kind: 'video', name: 'v.mp4', size: 6e9 },
  { ...plain, kind: 'text', name: 'n.md', size: 0 },
  ...[
    [2018, 11, 31, 23, 59],
    [2019, 0, 1, 0, 0],
    [2019, 11, 31, 23, 59],
    [2020, 0, 1, 0, 0],
    [2020, 1, 29, 12, 0],
    [1969, 6, 20, 20, 17],
  ].map((parts): Row => {
    const [year, month, day, hour, minute] = parts as [number, number, number, number, number]
    return { ...plain, date: new Date(year, month, day, hour, minute).getTime() }
  }),
].map((row, index) => ({ ...row, id: `row ${index}` }))

let folder: string
let connection: Connection
let table: Table

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'fovea-conditions-'))
  connection = await connect(folder)
  const text = (name: string, nullable = false): Field => new Field(name, new Utf8(), nullable)
  const float = (name: string, nullable = false): Field => new Field(name, new Float64(), nullable)
  const schema = new Schema([
    ...['id', 'root', 'folder', 'name', 'kind'].map((name) => text(name)),
    ...['size', 'date'].map((name) => float(name)),
    ...['width', 'height'].map((name) => new Field(name, new Int32(), false)),
    ...['camera', 'lens', 'place'].map((name) => text(name, true)),
    ...['latitude', 'longitude'].map((name) => float(name, true)),
    new Field('rating', new Int32(), true),
    new Field('favorite', new Bool(), false),
  ])
  table = await connection.createTable('vectors', rows as unknown as Record<string, unknown>[], { schema })
})

afterAll(async () => {
  connection.close()
  await fs.rm(folder, { recursive: true, force: true })
})

async function found(condition: Condition): Promise<string[]> {
  const sql = `id != '' AND ${conditionToSql(condition, { roots })}` // conditions never stand alone
  const answer = (await table.query().where(sql).select(['id']).toArray()) as { id: string }[]
  return answer.map(({ id }) => id).sort()
}

const expected = (condition: Condition): string[] =>
  rows
    .filter((row) => holds(condition, row))
    .map(({ id }) => id)
    .sort()

function holds(condition: Condition, row: Row): boolean {
  if (condition.op === 'filter') return fulfils(condition.filter, row)
  if (condition.op === 'not') return !holds(condition.of, row)
  return condition.op === 'all' ? condition.of.every((of) => holds(of, row)) : condition.of.some((of) => holds(of, row))
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase()
const contains = (text: string | null, part: string): boolean => text !== null && fold(text).includes(fold(part))
const compare = { '<': -1, '<=': -1, '=': 0, '>=': 1, '>': 1 } as const

function compares(left: number, is: keyof typeof compare, right: number): boolean {
  return Math.sign(left - right) === compare[is] || (left === right && is.includes('='))
}

/** As the local calendar writes it, cut to the precision of the other date. */
function calendar(time: number, like: string): string {
  const date = new Date(time)
  const pad = (value: number, length: number): string => String(value).padStart(length, '0')
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`
  return day.slice(0, like.length)
}

function fulfils(filter: Filter, row: Row): boolean {
  const name = row.name.toLowerCase()
  const endsIn = (extensions: string[]): boolean => extensions.some((extension) => name.endsWith(`.${extension}`))
  switch (filter.field) {
    case 'date':
      return (
        (filter.from === undefined || calendar(row.date, filter.from) >= filter.from) &&
        (filter.to === undefined || calendar(row.date, filter.to) <= filter.to)
      )
    case 'before':
      return calendar(row.date, filter.date) < filter.date
    case 'after':
      return calendar(row.date, filter.date) > filter.date
    case 'camera':
    case 'lens':
    case 'place':
      return contains(row[filter.field], filter.text)
    case 'text':
      return false // nothing is said here: test/integration/words.test.ts
    case 'rating':
      return compares(row.rating ?? 0, filter.is, filter.stars)
    case 'size':
      return compares(row.size, filter.is, filter.bytes)
    case 'type': {
      if (filter.type === 'photo') return row.kind === 'image'
      if (filter.type === 'video') return row.kind === 'video'
      if (filter.type === 'note') return row.kind === 'text'
      if (filter.type === 'raw') return endsIn(['cr2', 'dng'])
      if (['jpg', 'jpeg'].includes(filter.type)) return endsIn(['jpg', 'jpeg'])
      if (['tif', 'tiff'].includes(filter.type)) return endsIn(['tif', 'tiff'])
      if (['heic', 'heif'].includes(filter.type)) return endsIn(['heic', 'heif'])
      return endsIn([filter.type])
    }
    case 'is':
      switch (filter.flag) {
        case 'favorite':
          return row.favorite
        case 'landscape':
          return row.width > row.height
        case 'portrait':
          return row.height > row.width
        case 'video':
          return row.kind === 'video'
        case 'offline':
          return row.root === 'disk'
        case 'screenshot':
          return (
            /screen ?shot|bildschirmfoto|capture d['’]écran|schermafbeelding|captura de pantalla|スクリーンショット/.test(
              fold(name),
            ) ||
            row.folder === 'DCIM/Screenshots' ||
            row.root === 'shots'
          )
      }
      return false
    case 'near':
      return row.latitude !== null && row.longitude !== null && angle(filter, row) * 6371.0088 <= filter.km
    case 'in':
      return isIn(row, filter.folder)
  }
}

/** Between two directions from the centre of the earth: another way than the formula under test. */
function angle(a: { latitude: number; longitude: number }, b: Row): number {
  const direction = (latitude: number, longitude: number): [number, number, number] => {
    const [phi, lambda] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180]
    return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)]
  }
  const [x1, y1, z1] = direction(a.latitude, a.longitude)
  const [x2, y2, z2] = direction(b.latitude!, b.longitude!)
  const cross = Math.hypot(y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2)
  return Math.atan2(cross, x1 * x2 + y1 * y2 + z1 * z2)
}

/** Any folder from the root down to the photo whose full path ends with the wanted names. */
function isIn(row: Row, wanted: string): boolean {
  const names = (text: string): string[] =>
    fold(text)
      .split('/')
      .filter((name) => name !== '')
  const root = names(roots.find(({ id }) => id === row.root)!.path.replaceAll('\\', '/'))
  const full = [...root, ...names(row.folder)]
  return [wanted, wanted.replaceAll('\\', '/')].some((spelling) => {
    const sought = names(spelling)
    const isAbsolute = spelling.startsWith('/') || /^[a-z]:\//i.test(spelling)
    if (isAbsolute) return sought.every((name, index) => full[index] === name)
    if (sought.length === 0) return false
    for (let end = root.length; end <= full.length; end++) {
      if (full.slice(0, end).join('/') === sought.join('/')) return true
      if (
        full
          .slice(0, end)
          .join('/')
          .endsWith(`/${sought.join('/')}`)
      )
        return true
    }
    return false
  })
}

const only = (filter: Filter): Condition => ({ op: 'filter', filter })

describe('each filter finds what it says', () => {
  it.each<Filter>([
    ...[
      'Italy',
      'italy',
      'Trips/Italy',
      'Trips\\Italy',
      'Italy/Rome',
      'Trips',
      'Pictures',
      'pictures/Trips',
      'Rome',
    ].map((folder): Filter => ({ field: 'in', folder })),
    ...[
      '/home/me',
      '/home/me/Pictures/Trips',
      'D:\\Trips',
      'd:/trips/italy/ROME',
      '/',
      'me',
      'home',
      'Ital',
      'Italy/',
    ].map((folder): Filter => ({ field: 'in', folder })),
    ...['jpg', 'jpeg', 'tif', 'tiff', 'heic', 'heif', 'raw', 'png', 'cr2', 'photo', 'video', 'note', 'md', 'xyz'].map(
      (type): Filter => ({ field: 'type', type }),
    ),
    ...flags.map((flag): Filter => ({ field: 'is', flag })),
    ...(['<', '<=', '=', '>=', '>'] as const).flatMap((is): Filter[] => [
      { field: 'rating', is, stars: 0 },
      { field: 'rating', is, stars: 3 },
      { field: 'size', is, bytes: 1000 },
      { field: 'size', is, bytes: 6e9 },
    ]),
    { field: 'date', from: '2019', to: '2019' },
    { field: 'date', from: '2019-12-31', to: '2020-02' },
    { field: 'date', to: '1970' },
    { field: 'before', date: '2019' },
    { field: 'after', date: '2019' },
    { field: 'before', date: '2020-01-01' },
    { field: 'near', latitude: 48.2, longitude: 16.37, km: 10 },
    { field: 'near', latitude: 48.2, longitude: 16.37, km: 12 },
    { field: 'near', latitude: 0, longitude: 179.999, km: 5 },
    { field: 'near', latitude: 0, longitude: -180, km: 0.001 },
    { field: 'near', latitude: 90, longitude: 50, km: 2 },
    { field: 'near', latitude: 89.99, longitude: 90, km: 3 },
    { field: 'near', latitude: -90, longitude: 0, km: 1 },
    { field: 'near', latitude: -33.86, longitude: 151.2, km: 12_000 },
    { field: 'near', latitude: 0, longitude: 0, km: 20_100 },
  ])('%j', async (filter) => {
    expect(await found(only(filter))).toEqual(expected(only(filter)))
    const opposite: Condition = { op: 'not', of: only(filter) }
    expect(await found(opposite)).toEqual(expected(opposite))
  })

  it('finds the rows that the predicate is checked against, not just the same empty list', () => {
    const count = (filter: Filter): number => expected(only(filter)).length
    expect(count({ field: 'in', folder: 'Trips/Italy' })).toBeGreaterThan(8)
    expect(count({ field: 'near', latitude: 0, longitude: 179.999, km: 5 })).toBe(4)
    expect(count({ field: 'near', latitude: 90, longitude: 50, km: 2 })).toBe(3)
    expect(count({ field: 'is', flag: 'screenshot' })).toBe(11)
  })
})

describe('hostile text', () => {
  it.each(hostileNames)('%j is looked for, and nothing else', async (text) => {
    for (const filter of [
      { field: 'camera', text },
      { field: 'lens', text },
      { field: 'place', text },
      { field: 'in', folder: text },
    ] as const) {
      expect(await found(only(filter)), filter.field).toEqual(expected(only(filter)))
    }
  })

  it('cannot change what a condition means', async () => {
    const scraps = fc.constantFrom(
      "'",
      "''",
      '"',
      '\\',
      '%',
      '_',
      ' OR true',
      '--',
      ';',
      'a',
      '/',
      '😀',
      'é',
      '\n',
      '\u0000',
    )
    const text = fc.oneof(
      fc.constantFrom(...hostileNames),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.array(scraps, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
    )
    const filter = fc.oneof(
      fc.record({ field: fc.constantFrom('camera' as const, 'lens' as const, 'place' as const), text }),
      text.map((value): Filter => ({ field: 'in', folder: value })),
      fc.constantFrom<Filter>({ field: 'rating', is: '>=', stars: 3 }, { field: 'is', flag: 'offline' }),
    )
    const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
      const parts = fc.array(tie('condition'), { minLength: 2, maxLength: 3 })
      return {
        condition: fc.oneof(
          { maxDepth: 3 },
          filter.map(only),
          fc.record({ op: fc.constantFrom('all' as const, 'any' as const), of: parts }),
          fc.record({ op: fc.constant('not' as const), of: tie('condition') }),
        ),
      }
    })
    await fc.assert(
      fc.asyncProperty(condition, async (any) => {
        expect(await found(any)).toEqual(expected(any))
      }),
      { numRuns: 300, seed: 11 },
    )
  })
})

describe('the limits of the language are within those of the database', () => {
  const where = (text: string): Condition => {
    const result = parseQuery(text, { today: new Date() })
    if ('problem' in result) throw new Error(result.problem.message)
    return result.query.where!
  }
  const leaves = ['in:"Café/Trips"', 'is:screenshot', 'type:jpg', 'near:0,180,5', 'camera:"Café"', 'date:2019']

  it.each(leaves)('32 levels of AND, OR and NOT around %s', async (leaf) => {
    const nested = (levels: number, withNot = false): string => {
      let text = leaf
      for (let level = 0; level < levels; level++) {
        const sides = [withNot && level % 3 === 0 ? `-(${text})` : `(${text})`, 'rating:<3']
        if (level % 4 === 0) sides.reverse()
        text = sides.join(level % 2 === 0 ? ' OR ' : ' ')
      }
      return text
    }
    for (const withNot of [false, true]) {
      const condition = where(nested(32, withNot))
      expect(await found(condition)).toEqual(expected(condition))
    }
    expect(parseQuery(nested(33), { today: new Date() })).toHaveProperty('problem')
  })

  it.each(leaves)('64 times %s', async (leaf) => {
    for (const joint of [' OR ', ' ']) {
      const condition = where(Array.from({ length: 64 }, () => leaf).join(joint))
      expect(await found(condition)).toEqual(expected(condition))
    }
  })

  it('a path as long as a query can be', async () => {
    expect(await found(where(`in:"${"x'/".repeat(650)}"`))).toEqual([])
  })
})
