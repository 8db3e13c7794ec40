// Looks into a packed app: holds what it should and nothing else, has its fuses set, weighs no more than its budget.
import { getRawHeader, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { Problem } from '../repository.mjs'
import { PARTS, WHOLE } from './budgets.mjs'

const MB = 1_000_000
/** How a fuse stands in the wire. */
const STATES = new Map([
  ['1', true],
  ['0', false],
])
const NATIVE = /\.(node|dll|dylib|so(\.\d+)*)$/

/**
 * `app`: `{ folder, executable, resources, platform, arch }` of a packed app; `fuses`: by name, as electron-builder.yml has
 * them; `packages`: names of all npm packages that belong into it. Returns lines that say what was found; throws a Problem.
 */
export async function checkPackage(app, { fuses, packages }) {
  const archive = path.join(app.resources, 'app.asar')
  const files = listPackage(archive).map((file) => file.replaceAll('\\', '/').slice(1))
  const sizes = sizesOf(app)
  const problems = [
    ...strangers(files),
    ...packageDifferences(files, packages),
    ...nativeProblems(app),
    ...missingNotices(app),
    ...(await fuseProblems(app.executable, fuses)),
    ...integrityProblems(app, archive),
    ...sizes
      .filter(({ bytes, budget }) => bytes > budget * MB)
      .map(({ name, bytes, budget }) => tooLarge(name, bytes, budget)),
  ]
  if (problems.length > 0) throw new Problem(`The package is not as it should be:\n- ${problems.join('\n- ')}`)
  return [
    `fuses: ${Object.entries(fuses)
      .map(([name, isOn]) => `${name} ${isOn ? 'on' : 'off'}`)
      .join(', ')}`,
    ...sizes.map(({ name, bytes, budget }) => `${name}: ${(bytes / MB).toFixed(1)} MB of ${budget}`),
  ]
}

export function tooLarge(name, bytes, budget) {
  return `${name} has ${(bytes / MB).toFixed(1)} MB, its budget is ${budget} (scripts/package/budgets.mjs)`
}

/** Files of the archive that are neither the built app nor a package of its own. */
export function strangers(files) {
  const isKnown = /^(package\.json|out|out\/(main|preload|renderer)(\/.*)?|node_modules(\/.*)?)$/
  const found = files.filter((file) => !isKnown.test(file) || /\.(map|d\.[cm]?ts)$/.test(file))
  return found.map((file) => `${file} does not belong into it`).slice(0, 10)
}

/** What is packed and what the notices speak of must be the same. */
function packageDifferences(files, packages) {
  const packed = new Set()
  for (const file of files) {
    const name = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/@][^/]*)\/package\.json$/.exec(file)?.[1]
    if (name !== undefined) packed.add(name)
  }
  return [
    ...[...packed]
      .filter((name) => !packages.includes(name))
      .map((name) => `the package ${name} is not in the notices`),
    ...packages.filter((name) => !packed.has(name)).map((name) => `the package ${name} is missing`),
  ]
}

function nativeProblems({ resources, platform, arch }) {
  const unpacked = path.join(resources, 'app.asar.unpacked', 'node_modules')
  const files = filesBelow(unpacked).map((file) => path.relative(unpacked, file).replaceAll('\\', '/'))
  return nativeDifferences(files, { platform, arch })
}

/** Each native package has the one binary of this target, and nothing of another. `files`: below node_modules. */
export function nativeDifferences(files, { platform, arch }) {
  const natives = files.filter((file) => NATIVE.test(file))
  const expected = [
    new RegExp(`^onnxruntime-node/bin/napi-v\\d+/${platform}/${arch}/onnxruntime_binding\\.node$`),
    new RegExp(`^@lancedb/lancedb-${platform}-${arch}[^/]*/lancedb[^/]*\\.node$`),
    platform === 'linux'
      ? undefined // sharp is WebAssembly there
      : new RegExp(`^@img/sharp-${platform}-${arch}/lib/[^/]*\\.node$`),
  ].filter((pattern) => pattern !== undefined)
  const addons = natives.filter((file) => file.endsWith('.node'))
  const ours = new RegExp(`(^|[/-])${platform}[/-](${arch})`)
  return [
    ...expected
      .filter((pattern) => addons.filter((file) => pattern.test(file)).length !== 1)
      .map((pattern) => `one file should match ${pattern}`),
    ...natives.filter((file) => !ours.test(file)).map((file) => `${file} is of another platform`),
    ...addons
      .filter((file) => !expected.some((pattern) => pattern.test(file)))
      .map((file) => `${file} is one too many`),
  ]
}

function missingNotices({ resources }) {
  return ['THIRD-PARTY-NOTICES.txt', 'THIRD-PARTY-RUST.html', 'fovea.cdx.json']
    .filter((name) => !existsSync(path.join(resources, 'licences', name)))
    .map((name) => `licences/${name} is missing`)
}

/** Reads back from the executable what was set. */
async function fuseProblems(executable, fuses) {
  const wire = await getCurrentFuseWire(executable)
  return Object.entries(fuses).flatMap(([name, isOn]) => {
    const option = FuseV1Options[name[0].toUpperCase() + name.slice(1)]
    if (option === undefined) return [`no such fuse: ${name}`]
    const state = STATES.get(String.fromCharCode(wire[option]))
    return state === isOn ? [] : [`the fuse ${name} is not ${isOn ? 'on' : 'off'}`]
  })
}

/** macOS compares the archive with a hash in Info.plist; Windows with one in the executable; Linux has nothing of the kind. */
function integrityProblems({ platform, folder, executable }, archive) {
  if (platform === 'linux') return []
  const hash = createHash('sha256').update(getRawHeader(archive).headerString).digest('hex')
  const place = platform === 'darwin' ? path.join(folder, 'Fovea.app', 'Contents', 'Info.plist') : executable
  return readFileSync(place, 'latin1').includes(hash) ? [] : [`the hash of app.asar is not in ${path.basename(place)}`]
}

function sizesOf({ folder, resources, platform, arch }) {
  const target = `${platform}-${arch}`
  const unpacked = path.join(resources, 'app.asar.unpacked', 'node_modules')
  const own = ['app.asar', 'app.asar.unpacked']
  const of = { 'app.asar': path.join(resources, 'app.asar'), '@lancedb': path.join(unpacked, '@lancedb') }
  return [
    ...Object.entries(PARTS).map(([name, budget]) => ({
      name,
      budget: typeof budget === 'number' ? budget : budget[target],
      bytes:
        name === 'resources'
          ? sum(
              readdirSync(resources)
                .filter((entry) => !own.includes(entry))
                .map((entry) => path.join(resources, entry)),
            )
          : sum([of[name] ?? path.join(unpacked, name)]),
    })),
    { name: `the app for ${target}`, budget: WHOLE[target], bytes: sum([folder]) },
  ]
}

function sum(places) {
  return places.flatMap(filesBelow).reduce((bytes, file) => bytes + statSync(file).size, 0)
}

function filesBelow(place) {
  if (!statSync(place).isDirectory()) return [place]
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesBelow(path.join(place, entry.name))
      : entry.isFile()
        ? [path.join(place, entry.name)]
        : [],
  )
}
