/** Tests of the lists of words: what the engine answers is what is shown. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FoveaError } from '../../../contract/errors'
import type { Call } from '../../app/client'
import { createWords } from './wordsStore'

const ask = vi.fn()
const complain = vi.fn()
const refresh = vi.fn()
let words: ReturnType<typeof createWords>

beforeEach(() => {
  vi.resetAllMocks()
  words = createWords(ask as Call, complain, refresh)
})

describe('words', () => {
  it('shows the lists as they are after a change, and has results and tags read again', async () => {
    ask.mockResolvedValueOnce({ hiddenConcepts: [], vocabulary: [] })
    await words.load()
    ask.mockResolvedValueOnce({ hiddenConcepts: ['person'], vocabulary: [] })
    expect(await words.add('hiddenConcepts', 'Person')).toBe(true)
    expect(ask).toHaveBeenLastCalledWith('words.add', { list: 'hiddenConcepts', word: 'Person' })
    expect(words.getState()).toMatchObject({ words: { hiddenConcepts: ['person'] }, version: 1 })
    expect(refresh).toHaveBeenCalledOnce()
  })

  it('keeps what it has and complains when a change fails', async () => {
    ask.mockResolvedValueOnce({ hiddenConcepts: ['person'], vocabulary: [] })
    await words.load()
    ask.mockRejectedValueOnce(new FoveaError('INVALID_INPUT', 'No.'))
    expect(await words.remove('hiddenConcepts', 'person')).toBe(false)
    expect(words.getState()).toMatchObject({ words: { hiddenConcepts: ['person'] }, version: 0 })
    expect(complain).toHaveBeenCalledOnce()
    expect(refresh).not.toHaveBeenCalled()
  })
})
