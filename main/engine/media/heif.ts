/** HEIC and HEIF, which sharp's builds do not decode: libheif as WebAssembly, in workers that may crash or be stopped. */
import { availableParallelism } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { FailureCode } from '../../../contract'
import { brandsOf } from './boxes'
import workerSource from './heif-worker.cjs?raw'
import type { Pixels8 } from './tiff'
import { UnreadableImage } from './unreadable'

/** Brands of stills and sequences coded as HEVC, and those that leave the codec open. */
const heifBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'mif2', 'msf1'])

/** A decoder keeps the memory of the largest picture it has seen (hundreds of megabytes), so there are few. */
const maximumWorkers = Math.min(4, availableParallelism())
/** Workers without work for this long are ended, which gives their memory back. */
const idleMs = 10_000

/** Whether the file is HEIF; an AVIF that says so is not, sharp reads it. */
export function isHeif(bytes: Buffer): boolean {
  const brands = brandsOf(bytes)
  return brands.some((brand) => heifBrands.has(brand)) && !brands.includes('avif')
}

interface Job {
  bytes: Buffer
  maximumPixels: number
  seconds: number
  resolve: (picture: Pixels8) => void
  reject: (error: UnreadableImage) => void
}

type Answer = Pixels8 | { failure: FailureCode }

const waiting: Job[] = []
const idle: Worker[] = []
let working = 0
let idleTimer: NodeJS.Timeout | undefined

/**
 * [Note: libheif] The primary picture, turned as the file says, in 8 bits. libheif is LGPL and stays a file of its own
 * (`node_modules/libheif-js`, outside the archive of a packed app), so that it can be replaced. A file that makes it
 * crash, or keeps it busy for longer than `seconds`, costs that worker and nothing else. Throws UnreadableImage.
 */
export function decodeHeif(bytes: Buffer, maximumPixels: number, seconds: number): Promise<Pixels8> {
  return new Promise((resolve, reject) => {
    waiting.push({ bytes, maximumPixels, seconds, resolve, reject })
    startNext()
  })
}

function startNext(): void {
  while (waiting.length > 0 && working < maximumWorkers) {
    const job = waiting.shift()!
    working++
    void run(idle.pop() ?? newWorker(), job).finally(() => {
      working--
      startNext()
    })
  }
}

async function run(worker: Worker, job: Job): Promise<void> {
  worker.ref()
  const answer = await ask(worker, job)
  if (answer instanceof Error) {
    await worker.terminate()
    job.reject(new UnreadableImage('corrupt', answer))
    return
  }
  worker.unref() // a process that has nothing else to do may end
  idle.push(worker)
  clearTimeout(idleTimer)
  idleTimer = setTimeout(() => {
    for (const unused of idle.splice(0)) void unused.terminate()
  }, idleMs).unref()
  if ('failure' in answer) job.reject(new UnreadableImage(answer.failure))
  else job.resolve(answer)
}

/** The worker's answer, or why there is none: it broke down or took too long. */
function ask(worker: Worker, { bytes, maximumPixels, seconds }: Job): Promise<Answer | Error> {
  return new Promise((resolve) => {
    const end = (answer: Answer | Error): void => {
      clearTimeout(timer)
      worker.off('message', end).off('error', end).off('exit', onExit)
      resolve(answer)
    }
    const onExit = (): void => end(new Error('the decoder ended'))
    const timer = setTimeout(() => end(new Error('the decoder took too long')), seconds * 1000)
    worker.on('message', end).on('error', end).on('exit', onExit)
    worker.postMessage({ bytes, maximumPixels })
  })
}

function newWorker(): Worker {
  // Workers know nothing of archives: in a packed app the package lies beside its archive.
  const script = require
    .resolve('libheif-js/libheif-wasm/libheif.js')
    .replace(`app.asar${sep}`, `app.asar.unpacked${sep}`)
  const worker = new Worker(workerSource, {
    eval: true,
    name: 'libheif',
    workerData: { script, wasm: join(dirname(script), 'libheif.wasm') },
  })
  // One that dies between two jobs is not used again.
  worker.on('error', () => undefined)
  worker.on('exit', () => {
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1)
  })
  return worker
}
