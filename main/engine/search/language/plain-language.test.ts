// Plain English in a search: what is not wanted, and when it was. The canonical text shows how it was understood.
import { describe, expect, it } from 'vitest'
import { parseQuery } from './parser'
import { printQuery } from './printer'

function read(text: string, today = new Date(2026, 9, 14, 15)): string {
  const result = parseQuery(text, { today })
  return 'query' in result ? printQuery(result.query) : `problem: ${result.problem.message}`
}

describe('what is not wanted', () => {
  it.each([
    ['beach without people', 'beach -people'],
    ['beach with no people', 'beach -people'],
    ['beach but no people', 'beach -people'],
    ['beach, no people', 'beach -people'],
    ['dogs but not puppies', 'dogs -puppies'],
    ['dogs, not puppies', 'dogs -puppies'],
    ['animals except dogs', 'animals -dogs'],
    ['animals except for small dogs', 'animals -"small dogs"'],
    ['animals excluding cats', 'animals -cats'],
    ['no people', '-people'],
    ['not people', '-people'],
    ['No People', '-People'],
    ['everything except dogs', '-dogs'],
    ['all photos without people', '-people'],
    ['street without dogs or people', 'street -dogs -people'],
    ['street without people and cars', 'street -people -cars'],
    ['street without people, cars, or a bus', 'street -people -cars -bus'],
    ['street with no people and no cars', 'street -people -cars'],
    ['a man without a hat', 'a man -hat'],
    ['man with no shirt', 'man -shirt'],
    ['tower without the Eiffel Tower', 'tower -"Eiffel Tower"'],
    ['beach without people with palm trees', 'beach with palm trees -people'],
    ['park without people but with dogs', 'park with dogs -people'],
    ['beach without people at sunset', 'beach at sunset -people'],
    ['beach without people, in winter', 'beach in winter -people'],
    ['beach without "dogs or cats"', 'beach -"dogs or cats"'],
    ['beach without people^2', 'beach -people^2'],
    ['(beach without people) OR mountains', '(beach -people) OR mountains'],
    ['beach without people OR mountains', '(beach -people) OR mountains'],
    ['a man without a shirt playing tennis', 'a man playing tennis -shirt'],
    ['a man without a hat on a horse', 'a man on a horse -hat'],
    ['a boy without a shirt is running', 'a boy is running -shirt'],
    ['a hand without a wedding ring', 'a hand -"wedding ring"'],
    ['street without smiling people or standing water', 'street -"smiling people" -"standing water"'],
    ['portrait without people in the background', 'portrait -"people in the background"'],
    ['kitchen with no people in it', 'kitchen -"people in it"'],
    ['no people on the beach', 'on the beach -people'],
    ['everything except dogs on a beach', '-"dogs on a beach"'],
    ['animals but not dogs with collars', 'animals -"dogs with collars"'],
    ['animals except dogs, in the snow', 'animals in the snow -dogs'],
    ['beach without people. Palm trees', 'beach Palm trees -people'],
    ['beach without people date:2019', 'beach -people date:2019'],
  ])('%s → %s', (typed, expected) => {
    expect(read(typed)).toBe(expected)
  })

  it.each([
    'no parking sign',
    'no parking',
    'no smoking sign',
    'no entry',
    'no dogs allowed',
    'no 5',
    'nothing',
    'nobody at home',
    'notebook',
    'not',
    'without',
    'beach without',
    'a sign that says no dogs',
    'why not dogs',
    'doctors without borders',
    'salt and pepper',
    'dogs or cats',
    'exception',
  ])('%s is only words', (typed) => {
    expect(read(typed)).toBe(typed)
  })
})

describe('dates', () => {
  it.each([
    ['dogs in March 2020', 'dogs date:2020-03'],
    ['dogs in march of 2020 on a beach', 'dogs on a beach date:2020-03'],
    ['March 2020', 'date:2020-03'],
    ['beach in 2019', 'beach date:2019'],
    ['photos from 2019', 'date:2019'],
    ['from 2018 to 2020', 'date:2018..2020'],
    ['from 2020 to 2018', 'date:2018..2020'],
    ['from May to June 2019', 'date:2019-05..2019-06'],
    ['between November and February 2020', 'date:2019-11..2020-02'],
    ['between 2018 and March 2020', 'date:2018..2020-03'],
    ['party on 3 May 2021', 'party date:2021-05-03'],
    ['party on the 3rd of May 2021', 'party date:2021-05-03'],
    ['party on May 3, 2021', 'party date:2021-05-03'],
    ['party on 2021-05-03', 'party date:2021-05-03'],
    ['in summer 2019', 'date:2019-06..2019-08'],
    ['hiking in the summer of 2019', 'hiking date:2019-06..2019-08'],
    ['skiing in winter 2019', 'skiing date:2019-12..2020-02'],
    ['in 2018 or 2019', 'date:2018 OR date:2019'],
    ['dogs in 2018 or 2020 on a beach', 'dogs on a beach (date:2018 OR date:2020)'],
    ['dogs since 2019', 'dogs date:2019..'],
    ['dogs until 2019', 'dogs date:..2019'],
    ['dogs before 2019', 'dogs before:2019'],
    ['dogs after March 2019', 'dogs after:2019-03'],
    ['photos taken yesterday', 'date:2026-10-13'],
    ['today', 'date:2026-10-14'],
    ['cake, last week', 'cake date:2026-10-05..2026-10-11'],
    ['this week', 'date:2026-10-12..2026-10-18'],
    ['last month', 'date:2026-09'],
    ['last year', 'date:2025'],
    ['this year', 'date:2026'],
    ['this month', 'date:2026-10'],
    ['last christmas', 'date:2025-12-24..2025-12-26'],
    ['last summer', 'date:2026-06..2026-08'],
    ['last winter', 'date:2025-12..2026-02'],
    ['last autumn', 'date:2026-09..2026-11'],
    ['last spring', 'date:2026-03..2026-05'],
    ['beach last summer without people', 'beach -people date:2026-06..2026-08'],
    ['beach without people last summer', 'beach -people date:2026-06..2026-08'],
    ['beach without people in 2019', 'beach -people date:2019'],
    ['no people in 2019', '-people date:2019'],
  ])('%s → %s', (typed, expected) => {
    expect(read(typed)).toBe(expected)
  })

  it.each([
    '2019 calendar',
    'in May',
    'in summer',
    'on 3 May',
    'on 31 February 2021',
    '3 to 5 May 2021',
    'on 2021-02-30',
    'march of the penguins',
    'the last supper',
    'in 1080 pixels',
    'from dusk till dawn',
    'before sunset',
    'the day after tomorrow',
    'between houses',
    'this winter',
    '"yesterday"',
  ])('%s holds no date', (typed) => {
    expect(read(typed)).not.toMatch(/date:|before:|after:/)
  })

  it.each([
    [new Date(2026, 0, 1), '2025-12-31', '2025-12', '2025-06..2025-08', '2025-12..2026-02'],
    [new Date(2026, 5, 1), '2026-05-31', '2026-05', '2026-06..2026-08', '2025-12..2026-02'],
    [new Date(2026, 4, 31), '2026-05-30', '2026-04', '2025-06..2025-08', '2025-12..2026-02'],
    [new Date(2026, 11, 27), '2026-12-26', '2026-11', '2026-06..2026-08', '2026-12..2027-02'],
    [new Date(2024, 2, 1), '2024-02-29', '2024-02', '2023-06..2023-08', '2023-12..2024-02'],
  ])('count from today: %s', (today, yesterday, month, summer, winter) => {
    expect(read('yesterday', today)).toBe(`date:${yesterday}`)
    expect(read('last month', today)).toBe(`date:${month}`)
    expect(read('last summer', today)).toBe(`date:${summer}`)
    expect(read('last winter', today)).toBe(`date:${winter}`)
  })

  it('weeks begin on Monday', () => {
    expect(read('this week', new Date(2026, 9, 12))).toBe('date:2026-10-12..2026-10-18')
    expect(read('this week', new Date(2026, 9, 18))).toBe('date:2026-10-12..2026-10-18')
    expect(read('last week', new Date(2026, 9, 12))).toBe('date:2026-10-05..2026-10-11')
  })

  it('Christmas is over on the 27th', () => {
    expect(read('last christmas', new Date(2026, 11, 26))).toBe('date:2025-12-24..2025-12-26')
    expect(read('last christmas', new Date(2026, 11, 27))).toBe('date:2026-12-24..2026-12-26')
  })
})
