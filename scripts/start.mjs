// `npm start [-- FOLDER] [--terminal] [--home FOLDER]`: opens Fovea, or answers in the terminal where there is no display.
import { spawn } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import readline from 'node:readline'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { findElectron, sandboxArguments } from './electron-runtime.mjs'
import { progressLine } from './progress.mjs'
import { main, Problem, root } from './repository.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'

const USAGE = `npm start [-- FOLDER] [--terminal] [--home FOLDER]

  FOLDER           a folder of photos to add to the library
  --terminal       answer in the terminal, without a window
  --home FOLDER    where Fovea keeps its data
`
// What Chromium says about services that a desktop may lack, and that Fovea does without.
const HARMLESS =
  /dbus|ERROR:bus\.cc|object_proxy\.cc|viz_main_impl|vaapi|gpu_init|gl_surface|angle_platform|GPU process|command_buffer|libva error/i
const NO_DISPLAY = /Missing X server|cannot open display|Unable to open X display|platform failed to initialize/i

await main(async () => {
  const { folder, home, terminal, help } = readArguments()
  if (help) {
    process.stdout.write(USAGE)
    return 0
  }
  const env = { ...process.env, ...(home === undefined ? {} : { FOVEA_HOME: home }) }
  delete env.ELECTRON_RUN_AS_NODE

  const line = progressLine('Preparing Fovea')
  try {
    if (!terminal && hasDisplay()) {
      const code = await openWindow(line, folder, env)
      if (code !== undefined) return code
    } else if (!terminal) {
      line.say('There is no display here, so Fovea answers in the terminal.')
    }
    return await answerInTerminal(line, folder, env)
  } finally {
    line.done()
  }
})

function readArguments() {
  // npm runs us in the repository; relative folders are meant from where the person stands.
  const from = process.env.INIT_CWD ?? process.cwd()
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { terminal: { type: 'boolean' }, home: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    if (positionals.length > 1) throw new Error('One folder at a time, please.')
    const [folder, home] = [positionals[0], values.home].map((given) => (given ? path.resolve(from, given) : undefined))
    return { folder, home, terminal: values.terminal, help: values.help }
  } catch (error) {
    throw new Problem(`${error.message}\n\n${USAGE}`)
  }
}

function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Opens the window and waits for it to close. Resolves to its exit code, or to undefined when no window can be had. */
async function openWindow(line, folder, env) {
  let executable, sandbox
  try {
    executable = await findElectron({ onProgress: line.show, say: line.say })
    await ensureSystemLibraries({ executable, onProgress: line.show, say: line.say })
    await build(['app'], { onProgress: line.show })
    sandbox = await sandboxArguments(executable)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    line.say(`${error.message}\n\nThe window cannot be opened, so Fovea answers in the terminal.`)
    return undefined
  }
  if (sandbox.length > 0 && process.getuid() !== 0) {
    line.say('Chromium’s own sandbox is not available to this user here; the window opens without it.')
  }
  line.done()
  const args = [root, ...sandbox, ...(folder === undefined ? [] : [`--add-folder=${folder}`])]
  let displayIsMissing = false
  const code = await runToEnd(executable, args, {
    env,
    stdio: ['inherit', 'inherit', 'pipe'],
    onErrorLine: (text) => {
      if (NO_DISPLAY.test(text)) displayIsMissing = true
      else if (!HARMLESS.test(text) && text.trim() !== '') process.stderr.write(`${text}\n`)
    },
  })
  if (!displayIsMissing) return code
  line.say('The display does not answer, so Fovea answers in the terminal.')
  return undefined
}

async function answerInTerminal(line, folder, env) {
  await build(['cli'], { onProgress: line.show })
  line.done()
  const args = [path.join(root, 'bin', 'fovea.js'), 'demo', ...(folder === undefined ? [] : [folder])]
  return await runToEnd(process.execPath, args, { env, stdio: 'inherit' })
}

/** Runs a program in our place: Ctrl-C is left to it, and its exit code becomes ours. */
function runToEnd(file, args, { onErrorLine, ...options }) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, ...options })
    const onInterrupt = () => {} // The terminal sent it to the child as well.
    const onTerminate = () => child.kill('SIGTERM')
    process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate)
    if (child.stderr) readline.createInterface({ input: child.stderr }).on('line', onErrorLine)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate)
      resolve(code ?? 128 + os.constants.signals[signal])
    })
  })
}
