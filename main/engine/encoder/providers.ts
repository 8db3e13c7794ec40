/**
 * Where the image tower runs: the processor, or what probation found faster and right on this machine. Remembered in a file.
 *
 * [Note: execution providers] Graphics drivers crash, hang and compute other numbers, and which ones do differs from machine
 * to machine. So nothing but the processor is trusted before it was tried out in a process of its own (probation.ts), and a
 * verdict holds for this machine, driver, system, runtime and model only: any other key is tried out anew. The text tower
 * stays on the processor: one short text is over before a graphics card has begun.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { arch, cpus, platform, release, version } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import packageJson from '../../../package.json'
import { Provider, ProviderSetting, ProviderVerdict } from '../../../contract'
import { isEightBits } from './eight-bits/made'
import type { Manifest } from './manifest'

/** How the image tower is run. */
export interface Execution {
  provider: Provider
  threads: number
  /** Photos it takes at once. */
  batch: number
}

/** Photos at once where nothing was measured. More are no faster on most CPUs and block the process for longer. */
export const defaultBatch = 4

/** So often the process may have died while it ran on a provider before that is not trusted any more. */
const mostStrikes = 2
/** Verdicts on machines and models that are long gone are let go of. */
const mostEntries = 20

const Entry = z.object({
  testedAt: z.number(),
  verdicts: z.array(ProviderVerdict),
  /** The one that passed and was fastest. */
  provider: Provider,
  /** Of the processor: found by measuring. */
  threads: z.number().int().positive(),
  batch: z.number().int().positive(),
  /** How often the process died on the provider, without one good end. */
  strikes: z.number().int().min(0),
})
export type Entry = z.infer<typeof Entry>

const ProvidersFile = z.object({
  version: z.literal(1),
  setting: ProviderSetting,
  entries: z.record(z.string(), Entry),
})
type ProvidersFile = z.infer<typeof ProvidersFile>

/** A damaged file is none: everything is tried out anew. */
export function readProviders(path: string): ProvidersFile {
  try {
    return ProvidersFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return { version: 1, setting: 'auto', entries: {} }
  }
}

function write(path: string, file: ProvidersFile): void {
  const newest = Object.entries(file.entries).sort(([, a], [, b]) => b.testedAt - a.testedAt)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.part`, JSON.stringify({ ...file, entries: Object.fromEntries(newest.slice(0, mostEntries)) }))
  renameSync(`${path}.part`, path)
}

export function changeSetting(path: string, setting: ProviderSetting): void {
  write(path, { ...readProviders(path), setting })
}

export function rememberEntry(path: string, key: string, entry: Entry): void {
  const file = readProviders(path)
  write(path, { ...file, entries: { ...file.entries, [key]: entry } })
}

/** What a verdict holds for. */
export function verdictKey({ id, revision }: Pick<Manifest, 'id' | 'revision'>, machine = machineKey()): string {
  return `${machine}; ${id}@${revision}`
}

export function executionFor(path: string, key: string, threads: number): Execution {
  const { setting, entries } = readProviders(path)
  const entry = entries[key]
  if (!entry) return { provider: 'cpu', threads, batch: defaultBatch }
  const isTrusted = setting === 'auto' && entry.strikes < mostStrikes
  const onProcessor = { threads: entry.threads, batch: entry.batch }
  if (!isTrusted || entry.provider === 'cpu') return { provider: 'cpu', ...onProcessor }
  if (isEightBits(entry.provider)) return { provider: entry.provider, ...onProcessor }
  return { provider: entry.provider, threads, batch: defaultBatch }
}

/** The process begins to run on another provider than the processor: a death from here on is held against it. */
export function beginOn(path: string, key: string): void {
  strike(path, key, (strikes) => strikes + 1)
}

/** It ended as it should. */
export function endWell(path: string, key: string): void {
  strike(path, key, () => 0)
}

function strike(path: string, key: string, change: (strikes: number) => number): void {
  const entry = readProviders(path).entries[key]
  if (!entry || entry.provider === 'cpu') return
  try {
    rememberEntry(path, key, { ...entry, strikes: change(entry.strikes) })
  } catch (error) {
    console.warn('how the graphics card did was not remembered:', error)
  }
}

let known: string | undefined

/** This machine as far as inference goes: runtime, onnxruntime, system build, processor, graphics devices and driver. */
function machineKey(): string {
  known ??= [
    'electron' in process.versions ? 'electron' : 'node',
    `onnxruntime ${packageJson.dependencies['onnxruntime-node']}`,
    `${platform()}-${arch()} ${release()} ${version()}`,
    `${cpus()[0]?.model.trim() ?? 'unknown'} x${String(cpus().length)}`,
    graphics(),
  ].join('; ')
  return known
}

/** Devices and drivers in a form that changes when they do. On macOS the driver is part of the system. */
function graphics(): string {
  try {
    if (platform() === 'linux') return linuxGraphics()
    if (platform() === 'win32') return windowsGraphics()
  } catch {
    // Nothing to see is a key as well.
  }
  return 'graphics of the system'
}

function linuxGraphics(): string {
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8').split('\n', 1)[0]?.trim() ?? ''
    } catch {
      return ''
    }
  }
  const devices = readdirSync('/sys/class/drm')
    .filter((name) => /^card\d+$/.test(name))
    .map((name) => join('/sys/class/drm', name, 'device'))
    .map((folder) => `${read(join(folder, 'vendor'))}:${read(join(folder, 'device'))}`)
  return [...devices, read('/proc/driver/nvidia/version'), read('/sys/module/amdgpu/version')].filter(Boolean).join(' ')
}

/** The registry's class of display adapters. */
function windowsGraphics(): string {
  const path = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}'
  const output = execFileSync('reg', ['query', path, '/s', '/v', 'DriverVersion'], {
    encoding: 'utf8',
    timeout: 3000,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return [...output.matchAll(/DriverVersion\s+REG_SZ\s+(\S+)/g)].map(([, found]) => found).join(' ')
}
