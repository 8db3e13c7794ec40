/** Other people's building blocks to measure beside ours: installs them on first use, and runs scripts that use them. */
import { fork, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { root } from './photos'

const folder = join(root, 'bench', 'rivals')
/** Names the lockfile that was installed. */
const stamp = join(folder, 'node_modules', '.installed')

/** Versions of what was installed, by name. */
export type Rivals = Readonly<Record<string, string>>

/** They are no dependencies of Fovea's: they have a lockfile of their own and stay in their folder. */
export async function installRivals(): Promise<Rivals> {
  const lock = readFileSync(join(folder, 'package-lock.json'))
  const hash = createHash('sha256').update(lock).digest('hex')
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) {
    process.stderr.write('Installing what Fovea is compared with, once: npm ci in bench/rivals (500 MB)\n')
    await rm(join(folder, 'node_modules'), { recursive: true, force: true, maxRetries: 3 })
    await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
    // The only one without a binary in its package; without a C++ compiler it is left out.
    process.stderr.write('Compiling hnswlib-node\n')
    await npm(['rebuild', 'hnswlib-node', '--ignore-scripts=false', '--loglevel=error']).catch((error: unknown) => {
      process.stderr.write(`hnswlib-node could not be compiled, and is NOT MEASURED: ${String(error)}\n`)
    })
    writeFileSync(stamp, hash)
  }
  const { packages } = JSON.parse(lock.toString()) as { packages: Record<string, { version?: string }> }
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  const names = Object.keys(dependencies).filter((name) => name !== 'hnswlib-node' || isCompiled())
  return Object.fromEntries(names.map((name) => [name, packages[`node_modules/${name}`]?.version ?? '?']))
}

function isCompiled(): boolean {
  return existsSync(join(folder, 'node_modules', 'hnswlib-node', 'build', 'Release', 'addon.node'))
}

/** Runs a script of the folder, which answers with one message. */
export function runRival<T>(script: string, task: object): Promise<T> {
  return inProcess<T>(join(folder, script), [JSON.stringify(task)])
}

/** Runs a script in a process of its own, so that neither its memory nor its libraries mix with ours. */
export function inProcess<T>(
  script: string,
  args: readonly string[],
  nodeArguments: readonly string[] = [],
): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(script, args, { serialization: 'advanced', execArgv: [...nodeArguments] })
    let answer: T | undefined
    child.on('message', (message) => (answer = message as T))
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (answer !== undefined && code === 0) resolve(answer)
      else reject(new Error(`${script} ended with ${String(signal ?? code)}`))
    })
  })
}

/** Answers the parent of such a process. A large message is lost where the process ends before it is written. */
export function answerParent(message: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send!(message, undefined, undefined, (error) => {
      if (error) {
        reject(error)
        return
      }
      process.disconnect()
      resolve()
    })
  })
}

function npm(args: readonly string[]): Promise<void> {
  const env = { ...process.env }
  // What npm tells the scripts that it runs would make it work in the repository itself.
  delete env['npm_config_local_prefix']
  // Headers lie beside most installations of Node; node-gyp would fetch them.
  const installation = dirname(dirname(process.execPath))
  if (existsSync(join(installation, 'include', 'node', 'node_api.h'))) env['npm_config_nodedir'] = installation
  const script = process.env['npm_execpath']
  const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []]
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: command === 'npm' && process.platform === 'win32',
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`npm ${args[0] ?? ''} ended with ${String(code)}`))
    })
  })
}
