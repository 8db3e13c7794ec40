/** Tests of paging, stale answers, refreshing and the cursor, against a scripted searcher. */
import { beforeEach, describe, expect, it } from 'vitest'
import { cancelled, FoveaError } from '../../../contract/errors'
import type { ResultItem, SearchPage } from '../../../contract'
import type { Call } from '../../app/client'
import { createResults, indexOfItem, itemAt, pageSize } from './results'

interface Asked {
  offset: number
  text: string
  signal: AbortSignal | undefined
  answer: (from: number, total: number) => Promise<void>
  fail: (error: FoveaError) => Promise<void>
}

let asked: Asked[]
let results: ReturnType<typeof createResults>

function item(number: number): ResultItem {
  const id = number.toString(16).padStart(32, '0')
  return {
    id,
    kind: 'image',
    hash: id + id,
    name: `${number}.jpg`,
    title: null,
    passage: null,
    width: 3,
    height: 2,
    duration: null,
    moment: null,
    date: 0,
    score: null,
    relevance: null,
    copies: 0,
    offline: false,
  }
}

/** Lets promises that are already settled run their continuations. */
const settle = () => new Promise<void>((resolve) => setTimeout(resolve))

const text = (words: string) => ({ query: { kind: 'text' as const, text: words }, filters: {} })

beforeEach(() => {
  asked = []
  const ask = (_name: string, input: { offset: number; query: { text: string } }, options?: { signal?: AbortSignal }) =>
    new Promise<SearchPage>((resolve, reject) => {
      options?.signal?.addEventListener('abort', () => {
        reject(cancelled())
      })
      asked.push({
        offset: input.offset,
        text: input.query.text,
        signal: options?.signal,
        answer(from, total) {
          const items = Array.from({ length: Math.min(pageSize, total - input.offset) }, (_, i) => item(from + i))
          const timings = { embed: 0, search: 0, fetch: 0 }
          const counts = { total, matches: total, weaker: 7 }
          resolve({ items, ...counts, offset: input.offset, query: {}, text: input.query.text, timings })
          return settle()
        },
        fail(error) {
          reject(error)
          return settle()
        },
      })
    })
  results = createResults(ask as unknown as Call)
})

function request(number: number): Asked {
  const found = asked[number]
  if (!found) throw new Error(`only ${asked.length} requests`)
  return found
}

describe('results', () => {
  it('drops the answer to a question that is no longer asked', async () => {
    void results.run(text('cat'))
    void results.run(text('dog'))
    await request(0).answer(100, 5)
    expect(results.getState().status).toBe('loading')
    await request(1).answer(0, 5)
    expect(results.getState()).toMatchObject({ status: 'ready', total: 5, serial: 1 })
    expect(request(0).signal?.aborted).toBe(true)
  })

  it('keeps the old answer on screen until the new one arrives', async () => {
    void results.run(text('cat'))
    await request(0).answer(0, 5)
    void results.run(text('dog'))
    expect(itemAt(results.getState(), 0)?.name).toBe('0.jpg')
    await request(1).answer(50, 5)
    expect(itemAt(results.getState(), 0)?.name).toBe('50.jpg')
  })

  it('loads the pages in view once, and gives up on those that went by', async () => {
    void results.run(text('cat'))
    await request(0).answer(0, 2000)
    results.showRange(390, 410)
    results.showRange(390, 420)
    expect(asked.map(({ offset }) => offset)).toEqual([0, 300, 400])
    results.showRange(1870, 1890)
    expect(request(1).signal?.aborted).toBe(true)
    expect(asked.map(({ offset }) => offset)).toEqual([0, 300, 400, 1800, 1900])
    await request(3).answer(1800, 2000)
    expect(itemAt(results.getState(), 1801)?.name).toBe('1801.jpg')
    expect(itemAt(results.getState(), 301)).toBeUndefined()
  })

  it('follows the selected photo when a refresh moves it, and keeps everything else in place', async () => {
    void results.run(text('cat'))
    await request(0).answer(0, 300)
    results.moveCursor(10)
    results.refresh()
    expect(itemAt(results.getState(), 10)?.name).toBe('10.jpg')
    await request(1).answer(5, 310)
    expect(results.getState().cursor).toEqual({ index: 5, id: item(10).id })
    expect(results.getState().serial).toBe(1)
    expect(indexOfItem(results.getState(), item(12).id, 0)).toBe(7)
  })

  it('refreshes the pages in view together, so that a photo that changes pages is not lost', async () => {
    void results.run(text('cat'))
    await request(0).answer(0, 1000)
    results.showRange(80, 120)
    await request(1).answer(100, 1000)
    results.moveCursor(99)
    results.refresh()
    await request(2).answer(1000, 1001)
    expect(itemAt(results.getState(), 0)?.name).toBe('0.jpg')
    await request(3).answer(99, 1001)
    expect(itemAt(results.getState(), 0)?.name).toBe('1000.jpg')
    expect(results.getState().cursor).toEqual({ index: 100, id: item(99).id })
  })

  it('refreshes once more when the library changed during a refresh', async () => {
    void results.run(text('cat'))
    await request(0).answer(0, 5)
    results.refresh()
    results.refresh()
    results.refresh()
    expect(asked.length).toBe(2)
    await request(1).answer(0, 6)
    expect(asked.length).toBe(3)
    await request(2).answer(0, 7)
    expect(results.getState().total).toBe(7)
    expect(asked.length).toBe(3)
  })

  it('shrinks with the library', async () => {
    void results.run(text('cat'))
    await request(0).answer(0, 500)
    results.showRange(470, 480)
    await request(1).answer(400, 500)
    results.moveCursor(420)
    results.showRange(0, 20)
    results.refresh()
    await request(2).answer(0, 100)
    expect([...results.getState().pages.keys()]).toEqual([0])
    expect(results.getState().cursor.index).toBe(99)
  })

  it('says when the search fails, and asks again on refresh', async () => {
    void results.run(text('cat'))
    await request(0).fail(new FoveaError('ENGINE_DOWN', 'The search is being restarted.'))
    expect(results.getState()).toMatchObject({ status: 'error', error: { code: 'ENGINE_DOWN' } })
    results.refresh()
    expect(results.getState().status).toBe('loading')
    await request(1).answer(0, 3)
    expect(results.getState()).toMatchObject({ status: 'ready', error: null, total: 3 })
  })

  it('keeps showing what it has when a later page fails', async () => {
    void results.run(text('cat'))
    await request(0).answer(0, 500)
    results.showRange(300, 320)
    await request(1).fail(new FoveaError('INTERNAL', 'no'))
    expect(results.getState()).toMatchObject({ status: 'ready', error: { code: 'INTERNAL' }, total: 500 })
    results.refresh()
    await request(2).answer(200, 500)
    expect(results.getState().error).toBeNull()
  })

  it('keeps the place and the selected photo when more of the same is asked for', async () => {
    void results.run(text('cat'))
    await request(0).answer(0, 250)
    results.showRange(90, 110)
    await request(1).answer(100, 250)
    results.moveCursor(105)
    void results.run({ ...text('cat'), weak: true })
    expect(asked.slice(2).map(({ offset }) => offset)).toEqual([0, 100])
    expect(results.getState()).toMatchObject({ status: 'ready', total: 250, answered: text('cat') })
    await request(2).answer(0, 900)
    await request(3).answer(100, 900)
    expect(results.getState()).toMatchObject({ total: 900, serial: 1, answered: { weak: true } })
    expect(results.getState().cursor).toEqual({ index: 105, id: item(105).id })
    void results.run(text('dog'))
    await request(4).answer(0, 5)
    expect(results.getState()).toMatchObject({ total: 5, serial: 2, answered: text('dog') })
  })

  it('shows weaker matches where nothing matched', async () => {
    void results.run(text('cat'))
    await request(0).answer(0, 0)
    expect(results.getState()).toMatchObject({ status: 'ready', total: 0, weaker: 7 })
    void results.run({ ...text('cat'), weak: true })
    await request(1).answer(0, 7)
    expect(itemAt(results.getState(), 6)?.name).toBe('6.jpg')
  })

  it('reads what lies between two photos, and keeps no pages for that', async () => {
    void results.run(text('cat'))
    await request(0).answer(0, 500)
    const between = results.between(98, 101)
    await settle()
    expect(request(1).offset).toBe(100)
    await request(1).answer(100, 500)
    expect((await between).map(({ index, item: { name } }) => [index, name])).toEqual([
      [98, '98.jpg'],
      [99, '99.jpg'],
      [100, '100.jpg'],
      [101, '101.jpg'],
    ])
    expect([...results.getState().pages.keys()]).toEqual([0])
  })
})
