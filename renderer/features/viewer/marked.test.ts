// The passage that is marked in a note, also when the file was edited meanwhile.
import { expect, it } from 'vitest'
import { markedIn } from './marked'

it('marks the passage where it is, or has moved to, and nothing where it is gone', () => {
  const text = 'One. Two. One.'
  expect(markedIn(text, { text: 'One.', at: 10 })).toEqual(['One. Two. ', 'One.', ''])
  expect(markedIn(text, { text: 'Two.', at: 0 })).toEqual(['One. ', 'Two.', ' One.'])
  expect(markedIn(text, { text: 'Three.', at: 5 })).toEqual([text, '', ''])
  expect(markedIn(text, null)).toEqual([text, '', ''])
})
