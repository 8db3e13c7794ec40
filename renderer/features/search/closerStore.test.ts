/** Tests of looking closer in small steps. */
import { beforeEach, describe, expect, it } from 'vitest'
import { cancelled, FoveaError } from '../../../contract/errors'
import type { CloserProgress, SearchOptions } from '../../../contract'
import type { Call } from '../../app/client'
import { createCloser } from './closerStore'

const request: SearchOptions = { query: { kind: 'text', text: 'a key' }, filters: {} }
let steps: (CloserProgress | FoveaError)[]
let shownAt: number[]
let complaints: number
let asked: number
let closer: ReturnType<typeof createCloser>

beforeEach(() => {
  ;[steps, shownAt, complaints, asked] = [[], [], 0, 0]
  const ask = async (_name: string, _input: unknown, options: { signal: AbortSignal }) => {
    asked++
    const step = steps.shift()
    await Promise.resolve()
    if (options.signal.aborted || !step) throw cancelled()
    if (step instanceof FoveaError) throw step
    return step
  }
  closer = createCloser(
    ask as unknown as Call,
    () => shownAt.push(asked),
    () => complaints++,
  )
})

describe('looking closer', () => {
  it('goes on until all is done, and shows finds once in the middle and at the end', async () => {
    steps = [10, 40, 60, 80, 100].map((done) => ({ done, total: 100 }))
    const progress: (number | undefined)[] = []
    closer.subscribe((state) => progress.push(state.progress?.done))
    await closer.start(request)
    expect(shownAt).toEqual([3, 5])
    expect(progress).toEqual([undefined, 0, 10, 40, 60, 80, 100, undefined])
  })

  it('shows what one step found once', async () => {
    steps = [{ done: 0, total: 0 }]
    await closer.start(request)
    expect(shownAt).toEqual([1])
  })

  it('stops when asked, silently', async () => {
    steps = [10, 20, 30].map((done) => ({ done, total: 100 }))
    const running = closer.start(request)
    closer.stop()
    await running
    expect([asked, complaints, closer.getState().progress]).toEqual([1, 0, null])
  })

  it('says when it fails', async () => {
    steps = [new FoveaError('ENGINE_DOWN', 'no')]
    await closer.start(request)
    expect([complaints, closer.getState().progress]).toEqual([1, null])
  })
})
