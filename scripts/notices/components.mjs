// What a package of Fovea is made of: npm packages, those bundled into its code included, data and models, and Electron.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { root } from '../repository.mjs'
import { licenceOf } from './licences.mjs'
import { RESOURCES } from './resources.mjs'

/** Every target that Fovea is packed for, as Node names them. @public: a test goes through them. */
export const TARGETS = [
  { platform: 'linux', arch: 'x64' },
  { platform: 'linux', arch: 'arm64' },
  { platform: 'darwin', arch: 'arm64' },
  { platform: 'win32', arch: 'x64' },
  { platform: 'win32', arch: 'arm64' },
]

/** Dependencies that stay out of a package; electron-builder.yml says why, and scripts/package/check.mjs compares. */
const LEFT_OUT = [
  /^@lancedb\/lancedb > (openai|@huggingface\/transformers)$/,
  /^onnxruntime-node > (adm-zip|global-agent)$/,
  / > @types\//,
]
const SOURCES = ['main', 'preload', 'renderer', 'contract', 'strings']

/**
 * All components for a target, by name. `electronVersion` is left out for the command line, which has no Electron.
 * Each: `{ name, version, licence, type, purl?, integrity?, folder?, text?, files?, dependsOn, isBundled? }`.
 */
export function componentsFor(target, { electronVersion } = {}) {
  const packages = packagesFor(target, { isApp: electronVersion !== undefined })
  return [...packages, ...resources(), ...(electronVersion === undefined ? [] : [electron(electronVersion)])]
}

/** npm packages whose files or whose code a package for the target holds. */
export function packagesFor(target, { isApp = true } = {}) {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
  const found = new Map()
  const visit = (key, isBundled) => {
    const known = found.get(key)
    if (known !== undefined && (isBundled || !known.isBundled)) return
    const name = nameIn(key)
    const locked = lock[key]
    const folder = path.join(root, key)
    const { dependencies, optionalDependencies, peerDependencies } = locked
    const needed = Object.keys({ ...dependencies, ...optionalDependencies, ...(isBundled && peerDependencies) })
      .filter((dependency) => !LEFT_OUT.some((pattern) => pattern.test(`${name} > ${dependency}`)))
      .map((dependency) => resolve(lock, key, dependency))
      .filter((place) => place !== undefined && runsOn(lock[place], target) && isTaken(place, target, isApp))
    found.set(key, {
      name,
      version: locked.version,
      licence: locked.license ?? licenceOf(manifestIn(folder)),
      type: 'library',
      purl: purlOf(name, locked.version),
      integrity: locked.integrity,
      folder,
      isBundled,
      dependsOn: needed.map((place) => purlOf(nameIn(place), lock[place].version)),
    })
    for (const dependency of needed) visit(dependency, isBundled)
  }
  const direct = lock[''].dependencies
  for (const name of Object.keys(direct)) {
    if (isTaken(`node_modules/${name}`, target, isApp)) visit(`node_modules/${name}`, false)
  }
  for (const name of importedPackages()) {
    if (!(name in direct) && name !== 'electron') visit(`node_modules/${name}`, true)
  }
  // A package may lie in several folders.
  const distinct = new Map([...found.values()].map((component) => [component.purl, component]))
  return [...distinct.values()].sort((a, b) => a.purl.localeCompare(b.purl, 'en'))
}

/** Node's rule: beside the package itself, then beside each that it lies in. Undefined where it is not in the lockfile. */
function resolve(lock, from, name) {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    const key = `${folder}/node_modules/${name}`
    if (key in lock) return key
    if (!folder.includes('/node_modules/')) break
  }
  return `node_modules/${name}` in lock ? `node_modules/${name}` : undefined
}

function runsOn({ os, cpu, libc }, { platform, arch }) {
  return (
    (os === undefined || os.includes(platform)) &&
    (cpu === undefined || cpu.includes(arch)) &&
    (libc === undefined || libc.includes('glibc'))
  )
}

/** The app decodes with WebAssembly on Linux and natively elsewhere: one of sharp's two builds stays out. */
function isTaken(key, { platform }, isApp) {
  if (!isApp) return true
  if (platform === 'linux') return !/@img\/sharp-(linux|libvips-linux)/.test(key)
  return !/@img\/sharp-wasm32/.test(key)
}

function nameIn(key) {
  return key.slice(key.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

function purlOf(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`
}

/** Packages that Fovea's sources import by name; tests aside. */
function importedPackages() {
  const names = new Set()
  for (const file of SOURCES.flatMap((folder) => sourcesIn(path.join(root, folder)))) {
    const code = readFileSync(file, 'utf8')
    for (const [, module] of code.matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*['"]([^'".][^'"]*)['"]/g)) {
      const name = module.split('/', module.startsWith('@') ? 2 : 1).join('/')
      if (module.startsWith('node:') || builtinModules.includes(name)) continue
      if (existsSync(path.join(root, 'node_modules', name, 'package.json'))) names.add(name)
    }
  }
  return names
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) return sourcesIn(file)
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [file] : []
  })
}

function manifestIn(folder) {
  const file = path.join(folder, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

function resources() {
  const folder = path.join(root, 'resources')
  return RESOURCES.filter(({ text }) => text !== null).map(({ path: place, manifest, text, ...resource }) => ({
    ...resource,
    version: resource.version ?? (manifest ? String(manifestRevision(path.join(folder, manifest))) : undefined),
    text: readFileSync(path.join(folder, text), 'utf8').trim(),
    files: readdirSync(path.join(folder, place)).map((name) => path.join(folder, place, name)),
    dependsOn: [],
  }))
}

function manifestRevision(file) {
  return JSON.parse(readFileSync(file, 'utf8')).revision
}

function electron(version) {
  return {
    name: 'Electron',
    version,
    licence: 'MIT',
    type: 'framework',
    purl: `pkg:npm/electron@${version}`,
    text: 'Electron contains Chromium, Node.js and FFmpeg. Their licences are in LICENSES.chromium.html, which comes with Fovea.',
    dependsOn: [],
  }
}
