// The built `fovea` command, run as a process of its own.
import { execFile, spawn, type ChildProcessByStdio, type SpawnOptions } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { repository } from './engine'

export const executable = join(repository, 'out', 'cli', 'fovea.js')

/** Brings the command up to date. For `beforeAll`. */
export async function buildCommand(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(repository, 'scripts', 'build.mjs'), 'cli'])
}

export interface Finished {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface Running {
  child: ChildProcessByStdio<null, Readable, Readable>
  finished: Promise<Finished>
}

export function startFovea(args: readonly string[], options: SpawnOptions = {}): Running {
  const env: NodeJS.ProcessEnv = { ...process.env }
  delete env['FOVEA_HOME']
  const child = spawn(process.execPath, [executable, ...args], {
    timeout: 100_000,
    killSignal: 'SIGKILL',
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, ...options.env },
  })
  const finished = new Promise<Finished>((resolve, reject) => {
    const output = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (chunk: string) => (output[name] += chunk))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve({ code, signal, ...output })
    })
  })
  return { child, finished }
}

export function fovea(args: readonly string[], options: SpawnOptions = {}): Promise<Finished> {
  return startFovea(args, options).finished
}
