// The lockfile must serve every platform Fovea ships for, from any registry.
// npm silently drops a platform's binary from the lockfile when the registry lacks it on the day it is written.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

interface LockedPackage {
  version?: string
  resolved?: string
  integrity?: string
  link?: boolean
  os?: string[]
}

const text = readFileSync(path.resolve(import.meta.dirname, '../../package-lock.json'), 'utf8')
const { packages } = JSON.parse(text) as { packages: Record<string, LockedPackage> }
const version = (name: string) => packages[`node_modules/${name}`]?.version

describe('the lockfile', () => {
  it.each([
    ['linux-x64', '@lancedb/lancedb-linux-x64-gnu', '@img/sharp-linux-x64'],
    ['linux-arm64', '@lancedb/lancedb-linux-arm64-gnu', '@img/sharp-linux-arm64'],
    ['darwin-arm64', '@lancedb/lancedb-darwin-arm64', '@img/sharp-darwin-arm64'],
    ['win32-x64', '@lancedb/lancedb-win32-x64-msvc', '@img/sharp-win32-x64'],
    ['win32-arm64', '@lancedb/lancedb-win32-arm64-msvc', '@img/sharp-win32-arm64'],
  ])('lists the native packages for %s', (_platform, lancedb, sharp) => {
    expect(version(lancedb)).toBe(version('@lancedb/lancedb'))
    expect(version(sharp)).toBe(version('sharp'))
  })

  it('lists onnxruntime, which carries the binaries of all platforms in one package', () => {
    expect(packages['node_modules/onnxruntime-node']?.os).toEqual(expect.arrayContaining(['linux', 'darwin', 'win32']))
  })

  it('lists the decoder that Electron uses on Linux', () => {
    expect(version('@img/sharp-wasm32')).toBe(version('sharp'))
  })

  it('names no registry: only packages of this repository have an address', () => {
    const addresses = Object.values(packages).flatMap(({ resolved }) => (resolved === undefined ? [] : [resolved]))
    expect(addresses.filter((address) => !address.startsWith('vendor/'))).toEqual([])
    expect(text).not.toMatch(/https?:\/\/[^"]*\.tgz/)
  })

  it('carries a checksum for every package from a registry', () => {
    const unchecked = Object.entries(packages).filter(
      ([name, entry]) => name.startsWith('node_modules/') && entry.link !== true && entry.integrity === undefined,
    )
    expect(unchecked.map(([name]) => name)).toEqual([])
  })

  it.each(['openai', '@huggingface/transformers'])('has the stub in place of %s', (name) => {
    const copies = Object.keys(packages).filter((key) => key.endsWith(`node_modules/${name}`))
    expect(copies).toEqual([`node_modules/${name}`])
    expect(packages[`node_modules/${name}`]).toMatchObject({ resolved: 'vendor/absent', link: true })
  })

  it('has one onnxruntime and one sharp', () => {
    const copies = Object.keys(packages).filter((key) => /node_modules\/(onnxruntime-(node|web)|sharp)$/.test(key))
    expect(copies.sort()).toEqual(['node_modules/onnxruntime-node', 'node_modules/sharp'])
  })
})

describe('the lockfile of what the benchmarks compare with', () => {
  const folder = path.resolve(import.meta.dirname, '../../bench/rivals')
  const lock = readFileSync(path.join(folder, 'package-lock.json'), 'utf8')
  const locked = (JSON.parse(lock) as { packages: Record<string, LockedPackage> }).packages

  it('names no registry, and carries a checksum for every package', () => {
    expect(Object.values(locked).filter(({ resolved }) => resolved !== undefined)).toEqual([])
    expect(lock).not.toMatch(/https?:\/\/[^"]*\.tgz/)
    const names = Object.keys(locked).filter((name) => name !== '')
    expect(names.filter((name) => locked[name]?.integrity === undefined)).toEqual([])
  })

  it('has exact versions, none of which Fovea itself depends on', () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    for (const [name, wanted] of Object.entries(dependencies)) {
      expect(locked[`node_modules/${name}`]?.version).toBe(wanted)
      expect(packages[`node_modules/${name}`]?.version).toBeUndefined()
    }
  })
})
