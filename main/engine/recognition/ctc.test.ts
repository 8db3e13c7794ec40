/** Tests of reading letters out of the recogniser's probabilities. */
import { describe, expect, it } from 'vitest'
import { decode } from './ctc'

const letters = ['a', 'b', 'ß', ' ']

/** A row a step; each says which class it is, and how sure. */
function steps(...classes: [number, number?][]): Float32Array {
  const size = letters.length + 1
  const data = new Float32Array(classes.length * size)
  for (const [step, [k, sure = 1]] of classes.entries()) data[step * size + k] = sure
  return data
}

const read = (...classes: [number, number?][]) => decode(steps(...classes), letters.length + 1, letters)

describe('decode', () => {
  it('takes equal letters in a row for one, unless there is none between them', () => {
    expect(read([1], [1], [2], [2]).text).toBe('ab')
    expect(read([1], [0], [1]).text).toBe('aa')
    expect(read([0], [3], [0], [4], [1], [0]).text).toBe('ß a')
  })

  it('is as sure as its letters are on average, and not at all of nothing', () => {
    expect(read([1, 0.5], [0, 0.9], [2, 1]).confidence).toBeCloseTo(0.75)
    expect(read([0], [0])).toEqual({ text: '', confidence: 0 })
    expect(decode(new Float32Array(), 5, letters)).toEqual({ text: '', confidence: 0 })
  })

  it('leaves out a class that has no letter', () => {
    expect(decode(Float32Array.from([0, 0, 1]), 3, ['a']).text).toBe('')
  })
})
