// Uses a packed app as it is shipped: the window opens, the sample photos are indexed, and a search finds the right one.
import { spawn } from 'node:child_process'
import * as fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { chromium } from 'playwright-core'
import { sandboxArguments } from '../electron-runtime.mjs'
import { Problem } from '../repository.mjs'
import { ensureSystemLibraries } from '../system-libraries.mjs'
import { startVirtualDisplay } from '../virtual-display.mjs'

const [startMs, indexMs, endMs] = [60_000, 180_000, 15_000]
const SEARCH = { words: 'a tabby cat', finds: 'chelsea.jpg' }

/**
 * `app`: `{ program, resources }`. Shipped fuses leave no way to Node's inspector, so that the page is reached as Chromium offers
 * it. Root cannot use Chromium's sandbox: `user`, an id, is whom the app is started as instead (Linux).
 */
export async function tryApp({ program, resources }, line, { user } = {}) {
  const display = process.platform === 'linux' ? await displayFor(program, line) : undefined
  const home = await fs.mkdtemp(path.join(os.tmpdir(), 'fovea-try-'))
  if (user !== undefined) await fs.chown(home, user, user)
  let app
  try {
    line.show('starting it')
    const sandbox = user === undefined ? await sandboxArguments(program) : []
    const args = [
      ...sandbox,
      '--remote-debugging-port=0',
      `--home=${path.join(home, 'library')}`,
      `--add-folder=${path.join(resources, 'samples')}`,
    ]
    app = start(program, args, { home, display: display?.display, user })
    const said = await findWith(await app.address, resources, line)
    if (sandbox.length === 0 && process.platform === 'linux') await expectSandbox(program, app.process.pid)
    await app.quit()
    line.say(`Started and used${sandbox.length > 0 ? ' without the sandbox, which root cannot have' : ''}: ${said}`)
  } catch (error) {
    throw new Problem(`${error.message}\nThe app printed:\n${app?.output().slice(-4000) ?? ''}`)
  } finally {
    await app?.kill()
    await display?.stop()
    await fs.rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function displayFor(program, line) {
  await ensureSystemLibraries({ executable: program, display: true, onProgress: line.show, say: line.say })
  return startVirtualDisplay()
}

function start(program, args, { home, display, user }) {
  const env = { ...process.env, ...(display && { DISPLAY: display }) }
  for (const name of ['ELECTRON_RUN_AS_NODE', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS']) delete env[name]
  if (user !== undefined) Object.assign(env, { HOME: home, XDG_RUNTIME_DIR: home })
  const ids = user === undefined ? {} : { uid: user, gid: user }
  const child = spawn(program, args, { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'], ...ids })
  const ended = new Promise((resolve) => child.once('error', resolve).once('close', resolve))
  let output = ''
  const address = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The app did not start in time.')), startMs)
    const read = (text) => {
      output += text
      const found = /^DevTools listening on (ws:\S+)/m.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read)
    void ended.then(() => reject(new Error('The app ended at once.')))
    void Promise.race([ended, new Promise((done) => setTimeout(done, startMs).unref())]).then(() => clearTimeout(timer))
  })
  return {
    process: child,
    address,
    output: () => output,
    /** As a system that shuts down asks for it. */
    quit: async () => {
      child.kill('SIGTERM')
      const late = new Promise((resolve) => setTimeout(resolve, endMs, 'late').unref())
      if ((await Promise.race([ended, late])) === 'late') throw new Error('The app did not end when it was asked to.')
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Indexes the sample photos and searches them; resolves to a sentence about it. */
async function findWith(address, resources, line) {
  const names = await fs.readdir(path.join(resources, 'samples'))
  const count = names.filter((name) => name.endsWith('.jpg')).length
  // Electron has one context and lets nobody set how it downloads.
  const browser = await chromium.connectOverCDP(address, { noDefaults: true })
  try {
    const [context] = browser.contexts()
    const isPage = (page) => page.url().startsWith('fovea:')
    const page = context.pages().find(isPage) ?? (await context.waitForEvent('page', { predicate: isPage }))
    page.setDefaultTimeout(indexMs)
    line.show('indexing the sample photos with it')
    await page.getByText(new RegExp(`^${count} photos$`)).waitFor()
    line.show('searching with it')
    const field = page.getByRole('combobox', { name: 'Search photos' })
    await field.fill(SEARCH.words)
    await field.press('Enter')
    await page.locator(`[role="gridcell"][data-index="0"][aria-label="${SEARCH.finds}"]`).waitFor()
    return `${count} photos indexed, “${SEARCH.words}” finds ${SEARCH.finds}.`
  } catch (error) {
    const [page] = browser.contexts().flatMap((context) => context.pages())
    const text = await page?.innerText('body', { timeout: 5000 }).catch(() => undefined)
    throw new Error(`${error.message}\nThe page showed:\n${text ?? 'nothing'}`, { cause: error })
  } finally {
    await browser.close().catch(() => undefined)
  }
}

/** Each page runs under a filter for system calls, and in a process namespace that is not the app's. */
async function expectSandbox(program, pid) {
  const own = await fs.readlink(`/proc/${pid}/ns/pid`)
  const open = []
  let pages = 0
  for (const id of (await fs.readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await fs.readFile(`/proc/${id}/cmdline`, 'latin1').catch(() => '')
    if (!command.startsWith(program) || !command.includes('--type=renderer')) continue
    pages++
    const status = await fs.readFile(`/proc/${id}/status`, 'latin1')
    const namespace = await fs.readlink(`/proc/${id}/ns/pid`).catch(() => own)
    if (!/^Seccomp:\s*2$/m.test(status)) open.push(`the page ${id} is not filtered`)
    // Only root may look at the namespaces of what is sandboxed.
    if (process.getuid() === 0 && namespace === own) open.push(`the page ${id} is in no namespace of its own`)
  }
  if (pages === 0 || open.length > 0) throw new Error(`The sandbox is open: ${open.join(', ') || 'no page was found'}.`)
}
