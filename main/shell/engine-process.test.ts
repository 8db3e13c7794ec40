// The supervision of an engine process: restarts, calls that end whatever happens, streams that go on.
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FromEngine, LibraryStatus, ToEngine } from '../../contract'
import { EngineProcess } from './engine-process'

const { forked } = vi.hoisted(() => ({ forked: [] as unknown[] }))

/** Stands in for Electron's utility process. */
class FakeProcess extends EventEmitter {
  readonly sent: ToEngine[] = []
  killed = false
  postMessage(message: ToEngine): void {
    this.sent.push(message)
  }
  kill(): boolean {
    this.killed = true
    return true
  }
  say(message: FromEngine): void {
    this.emit('message', message)
  }
  /** The last message of a type that was sent to it. */
  last<T extends ToEngine['type']>(type: T): Extract<ToEngine, { type: T }> {
    const found = this.sent.findLast((message) => message.type === type)
    expect(found).toBeDefined()
    return found as Extract<ToEngine, { type: T }>
  }
  of(type: ToEngine['type']): ToEngine[] {
    return this.sent.filter((message) => message.type === type)
  }
}

vi.mock('electron', () => ({
  utilityProcess: {
    fork: () => {
      const child = new FakeProcess()
      forked.push(child)
      return child
    },
  },
}))

const children = forked as FakeProcess[]
const child = (): FakeProcess => children.at(-1)!
const config = { home: '/home', resources: '/resources', threads: 2 }

let states: string[]
let engine: EngineProcess<'indexer'>

beforeEach(() => {
  vi.useFakeTimers()
  children.length = 0
  states = []
  engine = new EngineProcess('indexer', '/indexer.js', config, () => states.push(engine.state))
})
afterEach(() => {
  vi.useRealTimers()
})

const ready = (): void => child().say({ type: 'ready' })
/** Lets promises run. */
const tick = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(0)
}
const answer = (id: number, value: unknown): void => {
  child().say({ type: 'answer', id, envelope: { ok: true, value } })
}

describe('calls', () => {
  it('wait for the process and resolve to its answer', async () => {
    const call = engine.call('library.removeRoot', { id: '0123456789abcdef' })
    await tick()
    expect(child().of('call')).toEqual([])
    ready()
    await tick()
    const message = child().last('call')
    expect(message).toMatchObject({ name: 'library.removeRoot', input: { id: '0123456789abcdef' } })
    answer(message.id, undefined)
    await expect(call).resolves.toBeUndefined()
  })

  it('get each their own answer, in whatever order answers come', async () => {
    ready()
    const calls = ['a', 'b', 'c'].map((name) => engine.callByName(name, null))
    await tick()
    for (const message of [...child().of('call')].reverse()) {
      if (message.type === 'call') answer(message.id, message.name)
    }
    expect(await Promise.all(calls)).toEqual(['a', 'b', 'c'].map((value) => ({ ok: true, value })))
  })

  it('reject with the error of the engine', async () => {
    ready()
    const call = engine.call('library.removeRoot', { id: '0123456789abcdef' })
    await tick()
    const error = { code: 'NOT_FOUND', message: 'Gone.' } as const
    child().say({ type: 'answer', id: child().last('call').id, envelope: { ok: false, error } })
    await expect(call).rejects.toMatchObject(error)
  })

  it('are cancelled: the process is told, and a late answer does no harm', async () => {
    ready()
    const controller = new AbortController()
    const call = engine.callByName('indexing.pause', undefined, controller.signal)
    await tick()
    const { id } = child().last('call')
    controller.abort()
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(child().last('cancel')).toEqual({ type: 'cancel', id })
    answer(id, 1)
  })

  it('are not even sent when they were cancelled before', async () => {
    ready()
    const call = engine.callByName('indexing.pause', undefined, AbortSignal.abort())
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(child().of('call')).toEqual([])
  })

  it('in progress fail at once when the process dies', async () => {
    ready()
    const calls = [1, 2].map(() => engine.callByName('indexing.pause', undefined))
    const outcomes = Promise.allSettled(calls)
    await tick()
    child().emit('exit', 1)
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'ENGINE_DOWN', retry: 'try-again' } })
    }
  })

  it('made while it is restarted are answered by the next process', async () => {
    ready()
    child().emit('exit', 1)
    const call = engine.callByName('indexing.pause', undefined)
    await vi.advanceTimersByTimeAsync(500)
    ready()
    await tick()
    answer(child().last('call').id, 7)
    expect(await call).toEqual({ ok: true, value: 7 })
  })

  it('made before a process that dies while starting are answered by the next one', async () => {
    const call = engine.callByName('indexing.pause', undefined)
    child().emit('exit', 1)
    await vi.advanceTimersByTimeAsync(500)
    ready()
    await tick()
    answer(child().last('call').id, 7)
    expect(await call).toEqual({ ok: true, value: 7 })
  })

  it('do not wait forever for a process that never starts', async () => {
    const call = expect(engine.callByName('indexing.pause', undefined)).rejects.toMatchObject({ code: 'ENGINE_DOWN' })
    await vi.advanceTimersByTimeAsync(20_000)
    await call
  })

  it('made before its first start wait for what that waits for', async () => {
    let begin: () => void = () => undefined
    const after = new Promise<void>((resolve) => (begin = resolve))
    const later = new EngineProcess('indexer', '/indexer.js', config, () => undefined, { after })
    const call = later.call('indexing.resume', undefined)
    await tick()
    expect(children).toHaveLength(1)
    begin()
    await tick()
    expect(children).toHaveLength(2)
    ready()
    await tick()
    answer(child().last('call').id, undefined)
    await expect(call).resolves.toBeUndefined()
  })

  it('made to a process that was ended before its first start are refused', async () => {
    const later = new EngineProcess('indexer', '/indexer.js', config, () => undefined, { after: Promise.resolve() })
    later.kill()
    await expect(later.call('indexing.resume', undefined)).rejects.toMatchObject({ code: 'ENGINE_DOWN' })
    expect(children).toHaveLength(1)
  })

  it('after the end are refused', async () => {
    ready()
    engine.kill()
    child().emit('exit', 0)
    await expect(engine.callByName('indexing.pause', undefined)).rejects.toMatchObject({ code: 'ENGINE_DOWN' })
  })
})

describe('a process that dies', () => {
  it('is started again after waits that double up to half a minute', async () => {
    const waits: number[] = []
    for (let death = 0; death < 9; death++) {
      const before = children.length
      child().emit('exit', 1)
      expect(engine.state).toBe('restarting')
      let waited = 0
      while (children.length === before) {
        await vi.advanceTimersByTimeAsync(500)
        waited += 500
      }
      waits.push(waited)
      ready()
      expect(engine.state).toBe('running')
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  })

  it('is started soon again when it had been well for a while', async () => {
    for (let death = 0; death < 5; death++) {
      child().emit('exit', 1)
      await vi.advanceTimersByTimeAsync(30_000)
    }
    ready()
    await vi.advanceTimersByTimeAsync(61_000)
    const before = children.length
    child().emit('exit', 1)
    await vi.advanceTimersByTimeAsync(500)
    expect(children).toHaveLength(before + 1)
  })

  it('is started at once when that was asked for, and new calls wait for it', async () => {
    ready()
    const inProgress = expect(engine.callByName('indexing.pause', undefined)).rejects.toMatchObject({
      code: 'ENGINE_DOWN',
    })
    await tick()
    const [old, before] = [child(), children.length]
    engine.restart()
    expect(old.killed).toBe(true)
    expect(engine.state).toBe('starting')
    const call = engine.callByName('indexing.resume', undefined)
    await tick()
    expect(old.of('call')).toHaveLength(1)
    old.emit('exit', 0)
    expect(children).toHaveLength(before + 1)
    ready()
    await tick()
    answer(child().last('call').id, 7)
    expect(await call).toEqual({ ok: true, value: 7 })
    await inProgress
    expect(engine.state).toBe('running')
    expect(states).not.toContain('restarting')
  })

  it('is left alone when it was ended on purpose', async () => {
    ready()
    engine.kill()
    expect(child().killed).toBe(true)
    child().emit('exit', 0)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(children).toHaveLength(1)
    expect(states).toEqual(['running', 'stopped'])
  })

  it('is not started again when the app ends meanwhile', async () => {
    ready()
    child().emit('exit', 1)
    engine.kill()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(children).toHaveLength(1)
  })
})

describe('streams', () => {
  const value = { revision: 1 } as LibraryStatus

  it('begun before the process is ready are subscribed once', async () => {
    const listener = vi.fn()
    engine.subscribe('library.status', listener)
    ready()
    await tick()
    expect(child().of('subscribe')).toEqual([
      { type: 'subscribe', id: child().last('subscribe').id, name: 'library.status' },
    ])
    child().say({ type: 'value', id: child().last('subscribe').id, value })
    expect(listener).toHaveBeenCalledExactlyOnceWith(value)
  })

  it('go on after a restart, without the listener’s doing', async () => {
    ready()
    const listener = vi.fn()
    engine.subscribe('library.status', listener)
    child().emit('exit', 1)
    await vi.advanceTimersByTimeAsync(500)
    ready()
    expect(child().of('subscribe')).toHaveLength(1)
    child().say({ type: 'value', id: child().last('subscribe').id, value })
    expect(listener).toHaveBeenCalledExactlyOnceWith(value)
  })

  it('end when the listener leaves: the process is told, late values are dropped, restarts do not revive them', async () => {
    ready()
    const listener = vi.fn()
    const leave = engine.subscribe('library.status', listener)
    const { id } = child().last('subscribe')
    leave()
    expect(child().last('unsubscribe')).toEqual({ type: 'unsubscribe', id })
    child().say({ type: 'value', id, value })
    child().emit('exit', 1)
    await vi.advanceTimersByTimeAsync(500)
    ready()
    expect(child().of('subscribe')).toEqual([])
    expect(listener).not.toHaveBeenCalled()
  })
})
