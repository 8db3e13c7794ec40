// What the tarball of the `fovea` command holds. Whether it works when installed: `npm run pack:cli -- --try`.
import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json'
import { buildCommand } from '../integration/support/command'
import { temporaryFolders } from '../integration/support/folders'

const root = path.resolve(import.meta.dirname, '../..')
const temporary = temporaryFolders()

interface Manifest {
  name: string
  version: string
  bin: Record<string, string>
  scripts?: unknown
  private?: boolean
  dependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}
interface Packed {
  filename: string
  files: { path: string }[]
}
const { packageManifest, stagePackage, packStaged } = (await import(
  pathToFileURL(path.join(root, 'scripts/pack-cli.mjs')).href
)) as {
  packageManifest: () => Manifest
  stagePackage: () => Promise<string>
  packStaged: (options: { folder: string; isDry: boolean }) => Promise<Packed>
}

let packed: Packed
let staged: string
beforeAll(async () => {
  await buildCommand()
  staged = await stagePackage()
  packed = await packStaged({ folder: temporary(), isDry: true })
})

describe('the tarball of the command', () => {
  it('is called by name and version', () => {
    expect(packed.filename).toBe(`fovea-${packageJson.version}.tgz`)
  })

  it('holds the command, what it reads, and whose it is', () => {
    const files = packed.files.map(({ path: file }) => file)
    expect(files).toEqual(
      expect.arrayContaining([
        'bin/fovea.js',
        'out/cli/fovea.js',
        'resources/models/starter/image.onnx',
        'resources/recogniser/reader.onnx',
        'resources/gazetteer/cities.tsv.gz',
        'licences/THIRD-PARTY-NOTICES.txt',
        'licences/fovea.cdx.json',
        'LICENSE',
        'README.md',
      ]),
    )
    const folders = new Set(files.map((file) => file.split('/').slice(0, -1)[0] ?? file))
    expect([...folders].sort()).toEqual(['LICENSE', 'README.md', 'bin', 'licences', 'out', 'package.json', 'resources'])
    expect(files.filter((file) => /\.(ts|map)$|node_modules|icons\/|tray\//.test(file))).toEqual([])
  })

  it('declares every package that the bundle asks for, and none that it does not', () => {
    const { dependencies, optionalDependencies } = packageManifest()
    const code = readFileSync(path.join(staged, 'out/cli/fovea.js'), 'utf8')
    const asked = new Set(
      [...code.matchAll(/\brequire\(["']([^"'./][^"']*)["']\)/g)]
        .map(([, name = '']) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'))
        .filter((name) => !isBuiltin(name)),
    )
    const binaries = [...asked].filter((name) => name.startsWith('@lancedb/lancedb-'))
    const declared = Object.keys(dependencies)
    expect([...asked].filter((name) => !binaries.includes(name) && !declared.includes(name))).toEqual([])
    // Workers are told where theirs lie: some names stand in the bundle without a plain require. (package.json stands there too.)
    expect(declared.filter((name) => !new RegExp(`["'\`]${name}(/[^"'\`]*)?["'\`](?!:)`).test(code))).toEqual([])
    expect(binaries).toEqual(expect.arrayContaining(Object.keys(optionalDependencies)))
  })

  it('has exact versions, no scripts, and a binary for every platform', () => {
    const manifest = packageManifest()
    expect(manifest.scripts).toBeUndefined()
    expect(manifest.private).toBeUndefined()
    const versions = Object.values({ ...manifest.dependencies, ...manifest.optionalDependencies })
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
    for (const target of ['linux-x64-gnu', 'linux-arm64-gnu', 'darwin-arm64', 'win32-x64-msvc', 'win32-arm64-msvc']) {
      expect(manifest.optionalDependencies).toHaveProperty([`@lancedb/lancedb-${target}`])
    }
  })
})
