// What people type and what it means: operators, filters, weights, and problems that point at the right place.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expression, ParsedQuery, QueryProblem } from '../../../../contract'
import { ParsedQuery as ParsedQuerySchema } from '../../../../contract'
import { parseQuery } from './parser'
import { printQuery } from './printer'

const today = new Date(2026, 9, 14)
const id = '0123456789abcdef0123456789abcdef'

function parse(text: string): ParsedQuery {
  const result = parseQuery(text, { today })
  if ('problem' in result) throw new Error(`${text}: ${result.problem.message}`)
  return result.query
}

function problemOf(text: string): QueryProblem {
  const result = parseQuery(text, { today })
  if ('query' in result) throw new Error(`${text} is ${JSON.stringify(result.query)}`)
  return result.problem
}

const canonical = (text: string): string => printQuery(parse(text))
const text = (words: string): Expression => ({ op: 'term', term: { kind: 'text', text: words } })

describe('words', () => {
  it('are one term as a run', () => {
    expect(parse('a dog running  on\tthe beach')).toEqual({ match: text('a dog running on the beach') })
  })

  it('ask for nothing when there are none', () => {
    expect(parse('')).toEqual({})
    expect(parse(' \n ')).toEqual({})
  })

  it.each([
    '12:30',
    'note: milk',
    'https://example.org/a?b=c',
    'http://like',
    '😀 dog',
    'dinner :)',
    ':-( rain',
    '12" vinyl',
    "rock'n'roll",
    'C:\\photos\\a.jpg',
    'cat + dog',
    'Paris - night',
    '^_^ face',
    '--verbose',
    'c++ code',
    'salt and pepper',
    'dogs or cats',
    'not',
    'are you not entertained',
    'date',
    'note:milk',
    'to:you',
    'a.b,c;d',
    'constructor toString __proto__',
    'constructor:x',
  ])('%j is words', (words) => {
    expect(parse(words)).toEqual({ match: text(words) })
  })

  it('in quotes are taken as they are', () => {
    expect(parse('"dog without cats"')).toEqual({ match: text('dog without cats') })
    expect(parse('"last summer"')).toEqual({ match: text('last summer') })
    expect(parse('"a AND (b"')).toEqual({ match: text('a AND (b') })
    expect(parse('"say ""cheese"" now"')).toEqual({ match: text('say "cheese" now') })
    expect(parse('“pasted quotes”')).toEqual({ match: text('pasted quotes') })
    expect(parse('"two"phrases')).toEqual({ match: { op: 'and', of: [text('two'), text('phrases')] } })
  })
})

describe('operators', () => {
  it.each([
    ['dog AND cat', 'dog AND cat'],
    ['dog cat', 'dog cat'],
    ['dog +cat', 'dog AND cat'],
    ['+dog +cat', 'dog AND cat'],
    ['dog "black cat"', 'dog AND black cat'],
    ['beach -people sunset', 'beach -people sunset'],
    ['beach -"many people"', 'beach -"many people"'],
    ['beach NOT many people', 'beach -"many people"'],
    ['-people', '-people'],
    ['NOT NOT dog', 'dog'],
    ['NOT -dog', 'dog'],
    ['-(dog OR cat)', '-(dog OR cat)'],
    ['-(a big dog)', '-"a big dog"'],
    ['dog AND (cat AND (bird))', 'dog AND cat AND bird'],
    ['(dog OR cat) OR bird', 'dog OR cat OR bird'],
    // OR holds less together than AND and than words side by side, and more than all else side by side.
    ['red car AND dog OR cat', '(red car AND dog) OR cat'],
    ['dog OR cat is:favorite', '(dog OR cat) is:favorite'],
    ['dog OR cat -sofa', '(dog OR cat) -sofa'],
    ['dog "black cat" OR bird', '(dog AND black cat) OR bird'],
    ['red^2 car', 'red^2 AND car'],
    ['a red^2 car', 'a AND red^2 AND car'],
    ['"red car"^0.5 beach', '"red car"^0.5 AND beach'],
    ['dog^1', 'dog'],
    ['-dog^.5', '-dog^0.5'],
    [`like:${id}^2 dog`, `like:${id}^2 dog`],
    [`LIKE:${id.toUpperCase()}`, `like:${id}`],
    [`picture:${id} -like:${id}`, `picture:${id} -like:${id}`],
    [`region:${id}@0,0.25,.5,0.75`, `region:${id}@0,0.25,0.5,0.75`],
    [`picture:${id}@0,0.25,.5,0.75^2`, `picture:${id}@0,0.25,0.5,0.75^2`],
    ['image:"C:\\my pictures\\"', 'image:"C:\\my pictures\\"'],
    ['image:dog.jpg^2', 'image:"dog.jpg"^2'],
  ])('%s → %s', (typed, expected) => {
    expect(canonical(typed)).toBe(expected)
  })
})

describe('filters', () => {
  it.each([
    ['date:2019', 'date:2019'],
    ['date:2019-3', 'date:2019-03'],
    ['date:2020-02-29', 'date:2020-02-29'],
    ['date:2019..2021', 'date:2019..2021'],
    ['date:2019..2019-05', 'date:2019..2019-05'],
    ['date:2019..', 'date:2019..'],
    ['date:..2021-06', 'date:..2021-06'],
    ['Date:2019', 'date:2019'],
    ['before:2019 after:2018-05', 'before:2019 after:2018-05'],
    ['in:Holidays', 'in:Holidays'],
    ['in:"My Trips/Italy"', 'in:"My Trips/Italy"'],
    ['type:.JPG', 'type:jpg'],
    ['camera:canon lens:"50mm f/1.8" place:Berlin', 'camera:canon lens:"50mm f/1.8" place:Berlin'],
    ['text:Invoice text:"Opening Hours"', 'text:Invoice text:"Opening Hours"'],
    ['near:48.2,16.37,10', 'near:48.2,16.37,10'],
    ['near:-0,-180,.5', 'near:0,-180,0.5'],
    ['rating:4', 'rating:4'],
    ['rating:=4', 'rating:4'],
    ['rating:>=4 rating:<5', 'rating:>=4 rating:<5'],
    ['is:favourite', 'is:favorite'],
    ['size:>5mb', 'size:>5mb'],
    ['size:<=1.5GB', 'size:<=1500mb'],
    ['size:>0', 'size:>0b'],
    ['-type:png', '-type:png'],
    ['NOT (type:png OR is:screenshot)', '-(type:png OR is:screenshot)'],
    ['type:png OR type:jpg dog', 'dog (type:png OR type:jpg)'],
    ['dog (cat date:2019)', 'dog AND cat date:2019'],
    ['date:2019 dog rating:5', 'dog date:2019 rating:5'],
    ['(dog OR cat) AND date:2019', '(dog OR cat) date:2019'],
  ])('%s → %s', (typed, expected) => {
    expect(canonical(typed)).toBe(expected)
  })
})

describe('problems', () => {
  /** The text with what the problem is about between markers. */
  const marked = (typed: string): string => {
    const { at, length } = problemOf(typed)
    return `${typed.slice(0, at)}[${typed.slice(at, at + length)}]${typed.slice(at + length)}`
  }

  it.each([
    ['dog "cat', 'dog ["]cat', /quote is never closed/],
    ['in:"cat', 'in:["]cat', /quote is never closed/],
    ['""', '[""]', /nothing between these quotes/],
    ['" "', '[" "]', /nothing between these quotes/],
    ['date:2019-13', 'date:2019-[13]', /no month 13/],
    ['date:2019-02-29', 'date:2019-02-[29]', /no day 29/],
    ['date:2019..2020-00', 'date:2019..2020-[00]', /no month 00/],
    ['date:"2019-13"', 'date:"2019-[13]"', /no month 13/],
    ['date:May', 'date:[May]', /not a date/],
    ['date:2021..2019', 'date:[2021..2019]', /ends before it begins/],
    ['date:..', 'date:[..]', /missing/],
    ['before:2019..', 'before:[2019..]', /not a date/],
    ['dog date:', 'dog [date:]', /missing behind “date:”/],
    ['date: 2019', '[date:] 2019', /missing behind “date:”/],
    ['rating:6', 'rating:[6]', /0 to 5 stars/],
    ['rating:>=9', 'rating:>=[9]', /0 to 5 stars/],
    ['rating:good', 'rating:[good]', /not a rating/],
    ['near:91,0,5', 'near:[91],0,5', /latitude/],
    ['near:48,181,5', 'near:48,[181],5', /longitude/],
    ['near:48,16,0', 'near:48,16,[0]', /distance/],
    ['near:48,x,5', 'near:48,[x],5', /longitude must be a number/],
    ['near:48,16', 'near:[48,16]', /3 numbers/],
    ['size:big', 'size:[big]', /not a size/],
    ['is:favorit', 'is:[favorit]', /is:favorite/],
    ['is:nice', 'is:[nice]', /landscape/],
    ['type:j.p', 'type:[j.p]', /not a file type/],
    ['like:abc', 'like:[abc]', /not the id/],
    [`region:${id}`, `region:[${id}]`, /part of the photo/],
    [`region:${id}@0.5,0,0.6,1`, `region:${id}@[0.5,0,0.6,1]`, /inside the photo/],
    [`picture:${id}@0.5,0,0.6,1`, `picture:${id}@[0.5,0,0.6,1]`, /inside the photo/],
    [`picture:${id}@1`, `picture:${id}@[1]`, /4 numbers/],
    [`region:${id}@0,0,0,1`, `region:${id}@[0,0,0,1]`, /inside the photo/],
    [`region:${id}@0,y,1,1`, `region:${id}@0,[y],1,1`, /y must be a number/],
    ['(dog', '[(]dog', /never closed/],
    ['dog (', 'dog [(]', /never closed/],
    ['dog)', 'dog[)]', /No parenthesis is open/],
    [')', '[)]', /No parenthesis is open/],
    ['dog ()', 'dog [()]', /nothing between/],
    ['dog AND', 'dog [AND]', /behind AND/],
    ['(dog OR) cat', '(dog [OR]) cat', /behind OR/],
    ['OR dog', '[OR] dog', /before OR/],
    ['dog AND OR cat', 'dog [AND] OR cat', /behind AND/],
    ['NOT', '[NOT]', /behind NOT/],
    ['-AND', '[-]AND', /behind “-”/],
    ['dog^', 'dog[^]', /weight is missing/],
    ['dog^x', 'dog^[x]', /number from 0.1 to 10/],
    ['dog^11', 'dog^[11]', /number from 0.1 to 10/],
    ['dog^0', 'dog^[0]', /number from 0.1 to 10/],
    ['(dog cat)^2', '(dog cat)[^2]', /belongs to a word/],
    ['date:2019^2', 'date:2019[^2]', /filter has no weight/],
    ['dog OR date:2019', 'dog OR [date:2019]', /whole search/],
    ['cats OR dogs in 2019', 'cats OR [dogs in 2019]', /whole search/],
    ['NOT (dog date:2019)', 'NOT (dog [date:2019])', /whole search/],
    ['dates:2019', '[dates:]2019', /“date:”/],
    ['caemra:canon', '[caemra:]canon', /“camera:”/],
    ['dtae:2019', '[dtae:]2019', /“date:”/],
  ])('%s', (typed, expected, message) => {
    expect(marked(typed)).toBe(expected)
    expect(problemOf(typed).message).toMatch(message)
  })

  it('say what could stand there', () => {
    expect(problemOf('date:2019-13').expected).toEqual(['a month from 01 to 12'])
    expect(problemOf('raitng:4').expected).toEqual(['rating:'])
    expect(problemOf('is:x').expected).toContain('landscape')
    expect(problemOf('(dog').expected).toEqual([')'])
  })

  it('limit length, depth and parts', () => {
    expect(parse('a'.repeat(2000))).toEqual({ match: text('a'.repeat(2000)) })
    expect(problemOf('a'.repeat(2001))).toMatchObject({ at: 2000, length: 1 })
    expect(parse(`${'('.repeat(32)}a${')'.repeat(32)}`)).toEqual({ match: text('a') })
    expect(problemOf(`${'('.repeat(33)}a${')'.repeat(33)}`)).toMatchObject({ at: 32, length: 1 })
    const words = Array.from({ length: 64 }, (_, index) => `w${index}`)
    expect(parse(words.join(' OR ')).match).toMatchObject({ op: 'or', of: { length: 64 } })
    expect(problemOf(`${words.join(' OR ')} OR last`)).toMatchObject({ length: 4, message: /64 parts/ })
    expect(problemOf(`x without ${words.map((word) => `"${word}"`).join(' ')}`).message).toMatch(/64 parts/)
  })
})

describe('any text at all', () => {
  const scraps = fc.constantFrom(
    ...['"', '“', '”', '(', ')', '+', '-', '^', '^2', ':', ' ', '\n', 'AND', ' OR ', 'NOT ', 'dog', 'without', ' no '],
    ...[
      'not',
      ', ',
      'in 2019',
      'last summer',
      'from',
      'to',
      '2020',
      'date:',
      'is:',
      'rating:',
      '>=',
      '..',
      'image:',
      '@',
    ],
    ...[
      'near:',
      '1,2,3',
      'foo:',
      'size:',
      '5mb',
      id,
      'like:',
      'region:',
      '😀',
      '\u0000',
      '\ud800',
      'between',
      'and',
      ':)',
    ],
  )
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 2000, size: 'max' }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.array(scraps, { maxLength: 40 }).map((parts) => parts.join('')),
    fc.array(scraps, { maxLength: 40 }).map((parts) => parts.join(' ')),
  )

  it('is a valid query whose canonical form means the same, or a problem inside it', () => {
    let queries = 0
    fc.assert(
      fc.property(anyText, (typed) => {
        const result = parseQuery(typed, { today })
        if ('problem' in result) {
          const { at, length, message } = result.problem
          expect(at + length).toBeLessThanOrEqual(typed.length)
          expect(length).toBeGreaterThan(0)
          expect(message).toMatch(/\.$|\?$/)
          return
        }
        queries++
        expect(ParsedQuerySchema.parse(result.query)).toEqual(result.query)
        const printed = printQuery(result.query)
        if (printed.length > 2000) return
        expect(parseQuery(printed, { today: new Date(1999, 0, 1) })).toEqual({ query: result.query })
        expect(canonical(printed)).toBe(printed)
      }),
      { numRuns: 5000, seed: 1 },
    )
    expect(queries).toBeGreaterThan(1000)
  })

  it.each(['(', '"', '""', '-', '- ', 'NOT ', '^', 'a^', 'without ', 'in 2019 or ', 'no ', '(a ', 'a OR ', 'date:2'])(
    'takes no long time for many of %j',
    (scrap) => {
      const started = performance.now()
      parseQuery(scrap.repeat(Math.floor(2000 / scrap.length)), { today })
      expect(performance.now() - started).toBeLessThan(500)
    },
  )
})
