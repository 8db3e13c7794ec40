// Installs a Debian package in a folder of its own with dpkg, uses the app there, and removes it: nothing may be left.
import { existsSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { Problem, run } from '../../repository.mjs'
import { tryApp } from '../try-app.mjs'

const INSTALLED = '/var/lib/dpkg/status'
/** Nobody in particular, as Debian has it: an ordinary user, so that the sandbox is there. */
const NOBODY = 65534

/**
 * dpkg takes the packages of this system for those of the folder, so that dependencies are checked in earnest. Only root may
 * install; everybody else gets the package's files laid out, without the set-uid bit of the sandbox's helper.
 */
export async function tryDeb(deb, line) {
  const isRoot = process.getuid() === 0
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'fovea-root-'))
  try {
    await fs.chmod(folder, 0o755)
    line.show('installing the Debian package')
    if (isRoot) await install(deb, folder)
    else await dpkg('dpkg-deb', ['--extract', deb, folder])
    const entry = await fs.readFile(path.join(folder, 'usr/share/applications/fovea.desktop'), 'utf8')
    const started = /^Exec=(\S+)/m.exec(entry)?.[1]
    const linked = await fs.readlink(path.join(folder, 'usr/bin/fovea'))
    if (started !== linked) throw new Problem(`The menu starts ${started}, the command ${linked}.`)
    const program = path.join(folder, linked)
    const resources = path.join(path.dirname(program), 'resources')
    await tryApp({ program, resources }, line, isRoot ? { user: NOBODY } : {})
    if (isRoot) await remove(folder)
    line.say(isRoot ? 'Installed, used and removed; nothing is left.' : 'Laid out and used: only root can install it.')
  } finally {
    await fs.rm(folder, { recursive: true, force: true })
  }
}

async function install(deb, folder) {
  const admin = path.join(folder, 'var/lib/dpkg')
  for (const name of ['info', 'updates', 'triggers']) await fs.mkdir(path.join(admin, name), { recursive: true })
  await fs.copyFile(INSTALLED, path.join(admin, 'status'))
  await dpkg('dpkg', [`--root=${folder}`, '--install', deb])
}

async function remove(folder) {
  await dpkg('dpkg', [`--root=${folder}`, '--purge', 'fovea'])
  const left = ['opt', 'usr'].filter((name) => existsSync(path.join(folder, name)))
  if (left.length > 0) throw new Problem(`The package leaves behind: ${left.join(', ')}`)
}

async function dpkg(command, args) {
  const { code, output } = await run(command, args)
  // The packages of this system have no files in the folder, which dpkg says of each.
  const said = output.split('\n').filter((sentence) => !/files list file for package/.test(sentence))
  if (code !== 0) throw new Problem(`${command} failed:\n${said.join('\n').trim()}`)
}
