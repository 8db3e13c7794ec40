// Builds the app (electron-vite) and the command line (vite), each only when its sources changed.
// `node scripts/build.mjs [app] [cli]`
import { existsSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import freshness from './freshness.cjs'
import { progressLine } from './progress.mjs'
import { commandOf, isMain, main, Problem, root, runNode } from './repository.mjs'

const out = path.join(root, 'out')

const BUILDERS = {
  app: { step: 'building the app', build: () => tool([commandOf('electron-vite'), 'build']) },
  cli: { step: 'building the command line', build: buildCli },
}

/** Brings the named builds up to date. Several processes may ask at once: one builds, the others wait for it. */
export async function build(names = Object.keys(BUILDERS), { onProgress = () => {} } = {}) {
  if (names.every(freshness.isFresh)) return
  if (!existsSync(path.join(root, 'node_modules', 'vite')))
    throw new Problem('The packages are not installed. Run: npm ci')
  await fs.mkdir(out, { recursive: true })
  await withLock(path.join(out, 'build.lock'), async () => {
    for (const name of names) {
      if (freshness.isFresh(name)) continue
      onProgress(BUILDERS[name].step)
      const startedAt = Date.now()
      await BUILDERS[name].build()
      freshness.markBuilt(name, startedAt)
    }
  })
}

/** Builds beside the old output and then swaps: a `fovea` that starts meanwhile finds a whole program. */
async function buildCli() {
  const built = path.join(out, `cli-new-${process.pid}`)
  const old = path.join(out, `cli-old-${process.pid}`)
  const target = path.join(out, 'cli')
  try {
    await tool([commandOf('vite'), 'build', '-c', 'vite.cli.config.ts', '--outDir', built, '--emptyOutDir'])
    if (existsSync(target)) await fs.rename(target, old)
    await fs.rename(built, target)
  } finally {
    for (const folder of [built, old]) await fs.rm(folder, { recursive: true, force: true })
  }
}

async function tool(args) {
  const { code, signal, output } = await runNode(args, { env: { ...process.env, NODE_ENV: 'production' } })
  if (code !== 0)
    throw new Problem(signal ? `The build was stopped (${signal}).` : `The build failed.\n${output.trim()}`)
}

/** Runs `task` while no other process holds the lock file; a lock whose owner is gone is taken over. */
async function withLock(file, task) {
  for (;;) {
    try {
      await fs.writeFile(file, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (await ownerIsGone(file)) await fs.rm(file, { force: true })
    else await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const release = () => fs.rm(file, { force: true })
  try {
    await task()
  } finally {
    await release()
  }
}

async function ownerIsGone(file) {
  const pid = Number(await fs.readFile(file, 'utf8').catch(() => ''))
  if (!pid) {
    // Just created and not yet written, or left empty by a crash.
    const stats = await fs.stat(file).catch(() => undefined)
    return stats !== undefined && Date.now() - stats.mtimeMs > 5000
  }
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const line = progressLine('Fovea')
    const names = process.argv.slice(2)
    await build(names.length > 0 ? names : undefined, { onProgress: line.show }).finally(() => line.done())
  })
}
