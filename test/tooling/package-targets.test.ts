// Every target gets its own native code and no other's: what npm installs there by the lockfile, less what electron-builder.yml
// leaves out. Only one target can be packed on one machine; this looks at all of them.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

interface Target {
  platform: 'linux' | 'darwin' | 'win32'
  arch: string
}
interface LockedPackage {
  os?: string[]
  cpu?: string[]
  libc?: string[]
  dev?: boolean
}

const root = path.resolve(import.meta.dirname, '../..')
const load = async (name: string): Promise<unknown> => import(pathToFileURL(path.join(root, name)).href)
const { nativeDifferences } = (await load('scripts/package/check.mjs')) as {
  nativeDifferences: (files: string[], target: Target) => string[]
}
const { TARGETS } = (await load('scripts/notices/components.mjs')) as { TARGETS: Target[] }
const packing = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8')
const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockedPackage>
}

/** Exclusions of a list of files: the common one, or that of a section. */
function exclusions(section?: string): string[] {
  const lines = packing.split('\n')
  const start =
    section === undefined ? lines.indexOf('files:') : lines.indexOf('  files:', lines.indexOf(`${section}:`))
  const rest = lines.slice(start + 1)
  const end = rest.findIndex((line) => line !== '' && !/^ +(-|#)/.test(line))
  return rest.slice(0, end === -1 ? undefined : end).flatMap((line) => /^ +- '!(.+)'$/.exec(line)?.[1] ?? [])
}

const sections = { linux: 'linux', darwin: 'mac', win32: 'win' }
function isKept(file: string, { platform, arch }: Target): boolean {
  return ![...exclusions(), ...exclusions(sections[platform])].some((pattern) =>
    path.posix.matchesGlob(file, pattern.replaceAll('${arch}', arch)),
  )
}

function fits({ os, cpu, libc }: LockedPackage, { platform, arch }: Target): boolean {
  return (
    (os?.includes(platform) ?? true) &&
    (cpu?.includes(arch) ?? true) &&
    (platform !== 'linux' || (libc?.includes('glibc') ?? true))
  )
}

/** Packages of a target that are not for everybody, and what decodes where native code does not. */
function packagesKept(target: Target): string[] {
  return Object.entries(packages)
    .filter(([key, entry]) => key !== '' && entry.dev !== true && fits(entry, target))
    .filter(([key, { os, cpu }]) => (os ?? cpu) !== undefined || /\/(@img\/sharp-wasm32|@emnapi\/[^/]+)$/.test(key))
    .filter(([key]) => isKept(`${key}/package.json`, target))
    .map(([key]) => key.slice(key.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .sort()
}

function runtimeFilesKept(target: Target): string[] {
  const modules = path.join(root, 'node_modules')
  return readdirSync(path.join(modules, 'onnxruntime-node', 'bin'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => isKept(file, target))
    .map((file) => file.slice('node_modules/'.length))
    .sort()
}

const everywhere = ['@lancedb/lancedb', 'onnxruntime-node']
const webAssembly = ['@emnapi/runtime', '@img/sharp-wasm32']
const expected: Record<string, string[]> = {
  'linux-x64': [...webAssembly, '@lancedb/lancedb-linux-x64-gnu'],
  'linux-arm64': [...webAssembly, '@lancedb/lancedb-linux-arm64-gnu'],
  'darwin-arm64': [...['@img/sharp-darwin-arm64', '@img/sharp-libvips-darwin-arm64'], '@lancedb/lancedb-darwin-arm64'],
  'win32-x64': ['@img/sharp-win32-x64', '@lancedb/lancedb-win32-x64-msvc'],
  'win32-arm64': ['@img/sharp-win32-arm64', '@lancedb/lancedb-win32-arm64-msvc'],
}
const libraries: Record<string, string[]> = {
  linux: ['libonnxruntime.so.1'],
  darwin: ['libonnxruntime.1.dylib'],
  win32: ['DirectML.dll', 'dxcompiler.dll', 'dxil.dll', 'onnxruntime.dll'],
}

describe.each(TARGETS.map((target) => ({ ...target, name: `${target.platform}-${target.arch}` })))(
  'a package for $name',
  ({ name, ...target }) => {
    it('keeps its own native packages', () => {
      expect(packagesKept(target)).toEqual([...expected[name]!, ...everywhere].sort())
    })

    it('keeps the one runtime of its own', () => {
      const folder = `onnxruntime-node/bin/napi-v6/${target.platform}/${target.arch}`
      expect(runtimeFilesKept(target)).toEqual(
        [...libraries[target.platform]!, 'onnxruntime_binding.node'].map((file) => `${folder}/${file}`).sort(),
      )
    })

    it('passes the check of packages, and with a file of another target does not', () => {
      const files = [
        ...runtimeFilesKept(target),
        ...packagesKept(target).flatMap((kept) => {
          if (kept.startsWith('@lancedb/lancedb-')) return [`${kept}/${kept.slice('@lancedb/'.length)}.node`]
          return /^@img\/sharp-(darwin|win32)/.test(kept) ? [`${kept}/lib/sharp.node`] : []
        }),
      ]
      expect(nativeDifferences(files, target)).toEqual([])
      for (const other of TARGETS.filter(
        ({ platform, arch }) => platform !== target.platform || arch !== target.arch,
      )) {
        const stray = `onnxruntime-node/bin/napi-v6/${other.platform}/${other.arch}/onnxruntime_binding.node`
        expect(nativeDifferences([...files, stray], target), stray).not.toEqual([])
      }
      for (const addon of files.filter((file) => file.endsWith('.node')))
        expect(
          nativeDifferences(
            files.filter((file) => file !== addon),
            target,
          ),
          addon,
        ).toHaveLength(1)
    })
  },
)
