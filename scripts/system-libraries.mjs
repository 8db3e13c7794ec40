// On Linux: installs the system libraries that Electron lacks, and Xvfb when tests need a display.
// `node scripts/system-libraries.mjs [--display]` does it for the Electron that findElectron finds.
import { existsSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { findElectron } from './electron-runtime.mjs'
import { progressLine } from './progress.mjs'
import { isMain, main, Problem, run } from './repository.mjs'

// Debian package of each library Electron links against. Newer Debian and Ubuntu add `t64` to some of the names.
const PACKAGES = [
  [/^libgtk-3\.|^libgdk-3\./, 'libgtk-3-0'],
  [/^libnss3\.|^libnssutil3\.|^libsmime3\./, 'libnss3'],
  [/^libnspr4\./, 'libnspr4'],
  [/^libasound\./, 'libasound2'],
  [/^libgbm\./, 'libgbm1'],
  [/^libdrm\./, 'libdrm2'],
  [/^libatk-1/, 'libatk1.0-0'],
  [/^libatk-bridge/, 'libatk-bridge2.0-0'],
  [/^libatspi/, 'libatspi2.0-0'],
  [/^libcups\./, 'libcups2'],
  [/^libdbus-1/, 'libdbus-1-3'],
  [/^libgobject-2|^libglib-2|^libgio-2/, 'libglib2.0-0'],
  [/^libpango-1/, 'libpango-1.0-0'],
  [/^libcairo\./, 'libcairo2'],
  [/^libX11\./, 'libx11-6'],
  [/^libXcomposite\./, 'libxcomposite1'],
  [/^libXdamage\./, 'libxdamage1'],
  [/^libXext\./, 'libxext6'],
  [/^libXfixes\./, 'libxfixes3'],
  [/^libXrandr\./, 'libxrandr2'],
  [/^libXss\./, 'libxss1'],
  [/^libxcb\./, 'libxcb1'],
  [/^libxkbcommon\./, 'libxkbcommon0'],
  [/^libexpat\./, 'libexpat1'],
  [/^libudev\./, 'libudev1'],
]

/**
 * Makes sure that `executable` can load and, with `display`, that Xvfb is there. Installs what is missing when that
 * needs no question (root, or sudo), asks when there is a terminal, and otherwise throws a Problem with the command.
 */
export async function ensureSystemLibraries({ executable, display = false, onProgress = () => {}, say = () => {} }) {
  if (process.platform !== 'linux') return
  const libraries = await missingLibraries(executable)
  const wanted = [...new Set(libraries.map(debianPackageOf))]
  if (display && !commandExists('Xvfb')) wanted.push('xvfb')
  if (wanted.length === 0) return

  if (!commandExists('apt-get')) {
    const names = [...libraries, ...(wanted.includes('xvfb') ? ['the program Xvfb'] : [])]
    throw new Problem(
      `Electron needs libraries that are not installed; get them from your system's packages: ${names.join(', ')}`,
    )
  }
  const sudo = await sudoCommand(say, wanted)
  if (sudo === undefined)
    throw new Problem(`${missingSentence(wanted)} Install them with:\n  ${installCommand(wanted, 'sudo ')}`)

  say(`Installing system libraries: ${installCommand(wanted, sudo.length > 0 ? 'sudo ' : '')}`)
  onProgress('reading the package lists')
  await apt(sudo, ['update'])
  const packages = await availableNames(wanted)
  await apt(sudo, ['install', '-y', '--no-install-recommends', ...packages], (fraction) =>
    onProgress('installing system libraries', fraction),
  )
  const still = await missingLibraries(executable)
  if (still.length > 0) throw new Problem(`Electron still lacks ${still.join(', ')}.`)
}

async function missingLibraries(executable) {
  const { output } = await run('ldd', [executable], { env: { ...process.env, LC_ALL: 'C' } })
  const found = output.matchAll(/^\s*(\S+) => not found/gm)
  // Libraries that ship beside the executable are found through its run path, so all that is left is the system's.
  return [...new Set(Array.from(found, (match) => match[1]))]
}

/** The package that has a library, by its name before `t64`. */
export function debianPackageOf(library) {
  const known = PACKAGES.find(([pattern]) => pattern.test(library))
  if (known === undefined)
    throw new Problem(`Electron needs ${library}, which no known package provides. Please install it.`)
  return known[1]
}

/** The names this system's package lists know: `libgtk-3-0` is `libgtk-3-0t64` on newer ones. */
async function availableNames(packages) {
  const { output } = await run('apt-cache', ['madison', ...packages.flatMap((name) => [name, `${name}t64`])])
  const known = new Set(Array.from(output.matchAll(/^\s*(\S+) \|/gm), (match) => match[1]))
  return packages.map((name) => (known.has(`${name}t64`) ? `${name}t64` : name))
}

/** What to put before apt-get: nothing for root, sudo when it may be used, undefined when neither. */
async function sudoCommand(say, wanted) {
  if (process.getuid() === 0) return []
  if (!commandExists('sudo')) return undefined
  const withoutPassword = await run('sudo', ['-n', 'true'])
  if (withoutPassword.code === 0) return ['sudo', '-n']
  if (!process.stdin.isTTY) return undefined
  say(`${missingSentence(wanted)} They will be installed with: ${installCommand(wanted, 'sudo ')}`)
  const password = await run('sudo', ['-v'], { quiet: false })
  return password.code === 0 ? ['sudo', '-n'] : undefined
}

/** Runs apt-get; its machine-readable status lines become fractions (downloading is the first half, unpacking the second). */
async function apt(sudo, args, onFraction = () => {}) {
  const environment = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C']
  // The status lines get a descriptor of their own: on stdout they break debconf. The shell makes it, as sudo closes ours.
  const withStatus = ['sh', '-c', 'exec "$@" 3>&1 1>&2', 'sh']
  const command = [...sudo, ...environment, ...withStatus, 'apt-get', '-qq', '-o', 'APT::Status-Fd=3', ...args]
  const result = await run(command[0], command.slice(1), {
    onLine: (line) => {
      const status = /^(dlstatus|pmstatus):[^:]*:([\d.]+):/.exec(line)
      if (status) onFraction((status[1] === 'dlstatus' ? 0 : 0.5) + Number(status[2]) / 200)
    },
  })
  if (result.code === 0) return
  const reasons = result.output.split('\n').filter((line) => /^[EW]:/.test(line))
  throw new Problem(`apt-get ${args[0]} failed:\n${(reasons.length > 0 ? reasons : [result.output.trim()]).join('\n')}`)
}

function missingSentence(packages) {
  return `Fovea's window needs ${packages.length === 1 ? 'a system package' : `${packages.length} system packages`} that ${packages.length === 1 ? 'is' : 'are'} not installed.`
}

function installCommand(packages, prefix) {
  return `${prefix}apt-get install -y ${packages.join(' ')}`
}

function commandExists(command) {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/bin', '/usr/sbin', '/bin']
  return folders.some((folder) => folder !== '' && existsSync(path.join(folder, command)))
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const line = progressLine('System libraries')
    const executable = await findElectron({ onProgress: line.show, say: line.say })
    await ensureSystemLibraries({
      executable,
      display: process.argv.includes('--display'),
      onProgress: line.show,
      say: line.say,
    }).finally(() => line.done())
  })
}
