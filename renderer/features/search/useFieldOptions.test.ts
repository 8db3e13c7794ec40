/** Tests of the searches that are offered beside completions. */
import { describe, expect, it } from 'vitest'
import { knownSearches } from './useFieldOptions'

const saved = (name: string) => ({ id: name.padEnd(16, '0'), name, text: `text of ${name}`, view: null })
const labels = (draft: string) =>
  knownSearches(draft, ['red car', 'a dog', 'rare cars'], [saved('Cars'), saved('My dogs')]).map(
    ({ kind, label }) => `${kind} ${label}`,
  )

describe('known searches', () => {
  it('are all there before anything is typed', () => {
    expect(labels(' ')).toEqual(['recent red car', 'recent a dog', 'recent rare cars', 'saved Cars', 'saved My dogs'])
  })

  it('are those with a word that begins as what is typed', () => {
    expect(labels('Car')).toEqual(['recent red car', 'recent rare cars', 'saved Cars'])
    expect(labels('og')).toEqual([])
  })

  it('leave out what stands in the field already', () => {
    expect(labels('a dog')).toEqual([])
  })
})
