/**
 * Tries out execution providers, each in a throw-away process: does it start, end in time, give the processor's vectors, and
 * save time? What crashes or hangs takes only that process with it. See: [Note: execution providers]
 */
import { fork } from 'node:child_process'
import type { Provider, ProviderVerdict } from '../../../contract'
import { eightBits, isEightBits } from './eight-bits/made'
import { defaultBatch, type Entry } from './providers'
import { dot } from './vectors'

/** What the throw-away process is asked. */
export interface TrialRequest {
  /** Of the model. */
  folder: string
  /** Where towers of eight bits are kept, and made if they are not there. */
  madeTowers: string
  provider: Provider
  /** Photo files: their vectors are compared. */
  photos: string[]
  /** How to run the tower, in the order of preference; measured in turns. */
  configurations: { threads: number; batch: number }[]
  /** Milliseconds to spend on measuring, about. */
  budgetMs: number
}

export interface TrialAnswer {
  type: 'answer'
  /** One a photo. */
  vectors: number[][]
  /** Of each configuration; null where time was up before it was measured. */
  msPerPhoto: (number | null)[]
  /** Providers that this build of onnxruntime knows. */
  backends: { name: string; bundled: boolean }[]
}
export type TrialMessage = TrialAnswer | { type: 'failed'; message: string }

/** A process that was started for one trial. */
interface ThrowAway {
  onMessage(listener: (message: TrialMessage) => void): void
  /** `how`: an exit code or the name of a signal. */
  onExit(listener: (how: string) => void): void
  kill(): void
}
export type StartTrial = (request: TrialRequest) => ThrowAway

/** In plain Node: a child process of this entry, which gets the request as its last argument. */
export function forkTrial(entry: string, before: readonly string[] = []): StartTrial {
  return (request) => {
    const child = fork(entry, [...before, JSON.stringify(request)], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced', // JSON has no NaN, which would come as null and count as 0
    })
    return {
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => {
        child.on('error', () => {
          listener('it cannot be started')
        })
        child.on('exit', (code, signal) => {
          listener(signal ?? String(code))
        })
      },
      kill: () => child.kill('SIGKILL'),
    }
  }
}

/** Least likeness of each vector to the processor's. Of devices that compute the same, and of those that round on purpose. */
export const leastCosineOf = (provider: Provider): number => (isEightBits(provider) ? 0.99 : 0.999)
/** Least gain that is worth another machine's worth of faults. */
const leastSpeedup = 1.3
/** Of other threads and batches: less is within what two measurements differ by. */
const leastGain = 1.1
const budgetMs = 6000

export interface ProbationOptions {
  folder: string
  madeTowers: string
  photos: string[]
  threads: number
  start: StartTrial
  /** A trial that takes longer hangs. */
  limitMs?: number
  now?: () => number
}

/** Tries everything out. Takes seconds, for a large model half a minute. */
export async function judgeProviders({
  folder,
  madeTowers,
  photos,
  threads,
  start,
  limitMs = 90_000,
  now = Date.now,
}: ProbationOptions): Promise<Entry> {
  const usual = { threads, batch: defaultBatch }
  const others = [
    ...(threads >= 2 ? [{ threads: Math.ceil(threads / 2), batch: defaultBatch }] : []),
    ...[1, 2, 8].map((batch) => ({ threads, batch })),
  ]
  const ask = (provider: Provider, configurations: TrialRequest['configurations']): Promise<Outcome> =>
    runTrial(start, { folder, madeTowers, provider, photos, configurations, budgetMs }, limitMs)
  const processor = await ask('cpu', [usual, ...others])
  if (processor.type !== 'answer') {
    // Without vectors to compare with nothing can be judged, and nothing else is used.
    return { testedAt: now(), verdicts: [], provider: 'cpu', ...usual, strikes: 0 }
  }
  const verdicts: ProviderVerdict[] = []
  for (const { name, bundled } of processor.backends) {
    const provider = providersByBackend[name]
    if (provider === undefined) continue
    const outcome: Outcome = bundled ? await ask(provider, [usual]) : { type: 'not-bundled' }
    verdicts.push(verdictOf(provider, outcome, processor))
  }
  for (const provider of eightBits) verdicts.push(verdictOf(provider, await ask(provider, [usual]), processor))
  const passed = verdicts.filter(({ code }) => code === 'passed')
  const best = passed.sort((a, b) => (b.speedup ?? 0) - (a.speedup ?? 0))[0]
  return {
    testedAt: now(),
    verdicts,
    provider: best?.provider ?? 'cpu',
    ...fastest([usual, ...others], processor.msPerPhoto),
    strikes: 0,
  }
}

/** What onnxruntime calls them; the processor itself is not on trial, nor is what needs a toolkit of its own. */
const providersByBackend: Readonly<Record<string, Provider>> = {
  coreml: 'coreml',
  dml: 'dml',
  webgpu: 'webgpu',
  cuda: 'cuda',
}

type Outcome = TrialMessage | { type: 'crashed'; how: string } | { type: 'hung' } | { type: 'not-bundled' }

function runTrial(start: StartTrial, request: TrialRequest, limitMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const process = start(request)
    const end = (outcome: Outcome): void => {
      clearTimeout(timer)
      process.kill()
      resolve(outcome)
    }
    const timer = setTimeout(end, limitMs, { type: 'hung' })
    process.onMessage(end)
    process.onExit((how) => {
      end({ type: 'crashed', how })
    })
  })
}

function verdictOf(provider: Provider, outcome: Outcome, processor: TrialAnswer): ProviderVerdict {
  const verdict = { provider, cosine: null, speedup: null, detail: '' }
  switch (outcome.type) {
    case 'not-bundled':
      return { ...verdict, code: 'not-bundled' }
    case 'hung':
      return { ...verdict, code: 'hung' }
    case 'crashed':
      return { ...verdict, code: 'crashed', detail: outcome.how }
    case 'failed':
      return { ...verdict, code: 'unavailable', detail: outcome.message.slice(0, 300) }
    case 'answer':
  }
  const cosine = leastLikeness(outcome.vectors, processor.vectors)
  const [mine, its] = [outcome.msPerPhoto[0], processor.msPerPhoto[0]]
  const speedup = mine && its ? its / mine : null
  const measured = { ...verdict, cosine, speedup }
  if (!(cosine >= leastCosineOf(provider))) return { ...measured, code: 'wrong' }
  if (speedup === null || speedup < leastSpeedup) return { ...measured, code: 'slow' }
  return { ...measured, code: 'passed' }
}

/** 0 where a vector is missing, of another length, or holds what is no number. */
function leastLikeness(vectors: readonly number[][], expected: readonly number[][]): number {
  if (vectors.length !== expected.length || vectors.length === 0) return 0
  const cosines = expected.map((wanted, at) => {
    const given = vectors[at]
    const cosine = given?.length === wanted.length ? dot(Float32Array.from(given), Float32Array.from(wanted)) : 0
    return Number.isFinite(cosine) ? cosine : 0
  })
  return Math.max(-1, Math.min(1, ...cosines))
}

/** The usual one, unless another one is clearly faster. */
function fastest<C>(configurations: readonly [C, ...C[]], times: readonly (number | null)[]): C {
  let [best, time] = [configurations[0], (times[0] ?? 0) / leastGain]
  for (const [at, configuration] of configurations.entries()) {
    const its = times[at]
    if (at > 0 && its && its < time) [best, time] = [configuration, its]
  }
  return best
}
