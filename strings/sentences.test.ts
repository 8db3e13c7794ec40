/** Tests of sentences that come from the engine. */
import { afterEach, describe, expect, it } from 'vitest'
import { setLanguage } from './index'
import { errorSentence, failureSentence } from './sentences'

afterEach(() => {
  setLanguage('en', 'en')
})

describe('a sentence of the engine', () => {
  it('is shown as it is in English', () => {
    expect(errorSentence({ code: 'NOT_FOUND', message: 'This album does not exist any more.' })).toBe(
      'This album does not exist any more.',
    )
    expect(failureSentence({ code: 'empty', reason: 'The file is empty.' })).toBe('The file is empty.')
  })

  it('is said by its code in another language, and as it is where the code is not enough', () => {
    setLanguage('de', 'de')
    expect(errorSentence({ code: 'ENGINE_DOWN', message: 'Try again.' })).toMatch(/gleich noch einmal/)
    expect(failureSentence({ code: 'empty', reason: 'The file is empty.' })).toBe('Die Datei ist leer.')
    const specific = 'An album needs a name of 1 to 200 letters.'
    expect(errorSentence({ code: 'INVALID_INPUT', message: specific })).toBe(specific)
  })
})
