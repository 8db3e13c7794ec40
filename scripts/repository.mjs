// Where the repository and its tools are, and how to run one of them.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(fileURLToPath(import.meta.url), '../..')

const require = createRequire(import.meta.url)

/** Path of the script behind a package's command, so that it runs without a shell on every platform. */
export function commandOf(packageName, command = packageName) {
  const manifestPath = path.join(root, 'node_modules', packageName, 'package.json')
  const { bin } = require(manifestPath)
  return path.join(path.dirname(manifestPath), typeof bin === 'string' ? bin : bin[command])
}

/**
 * Runs a program to its end. Resolves to `{ code, signal, output }`; `output` is what it printed unless stdio is inherited.
 * The child shares our process group, so Ctrl-C reaches it as well.
 */
export function run(file, args, { onLine, quiet = true, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit', ...options })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      let rest = ''
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text
        const lines = (rest + text).split('\n')
        rest = lines.pop()
        if (onLine) for (const line of lines) onLine(line)
      })
    }
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code: code ?? 1, signal, output }))
  })
}

/** Runs a Node script of the repository or of a package. */
export function runNode(args, options) {
  return run(process.execPath, args, options)
}

/** A failure with a sentence for the person at the keyboard; scripts print its message without a stack. */
export class Problem extends Error {}

/** Runs a script's main function; prints a Problem as one message and anything else with its stack. */
export async function main(task) {
  try {
    process.exitCode = (await task()) ?? 0
  } catch (error) {
    process.stderr.write(`${error instanceof Problem ? error.message : error.stack}\n`)
    process.exitCode = 1
  }
}

/** Whether this module is the script that Node was started with. */
export function isMain(moduleUrl) {
  return process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(moduleUrl)
}
