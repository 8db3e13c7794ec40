// Taking back: the last step first, each once, also one from the middle.
import { expect, it } from 'vitest'
import { createUndo } from './undo'

const start = () => {
  const undo = createUndo()
  const done: string[] = []
  const step = (title: string) => {
    const made = { title, undo: () => done.push(title) }
    undo.record(made)
    return made
  }
  return { undo, done, step }
}

it('takes back the last step first, until there is none', async () => {
  const { undo, done, step } = start()
  step('a')
  step('b')
  expect((await undo.undo())?.title).toBe('b')
  await undo.undo()
  expect(await undo.undo()).toBeUndefined()
  expect(done).toEqual(['b', 'a'])
})

it('takes back a step once, by its message or by the keys', async () => {
  const { undo, done, step } = start()
  const first = step('a')
  step('b')
  await undo.undo(first)
  expect(await undo.undo(first)).toBeUndefined()
  await undo.undo()
  expect(done).toEqual(['a', 'b'])
})

it('keeps a hundred steps', async () => {
  const { undo, done, step } = start()
  for (let index = 0; index < 150; index++) step(String(index))
  while (await undo.undo());
  expect(done).toHaveLength(100)
  expect(done[0]).toBe('149')
})
