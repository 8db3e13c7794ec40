// `npm test [-- STAGE...]`: every check, in order; goes on after a failure so that all of them are seen.
// The last line it prints is the sum: "N passed, N failed".
import { existsSync, readFileSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { build } from './build.mjs'
import { findElectron } from './electron-runtime.mjs'
import { progressLine } from './progress.mjs'
import { commandOf, main, Problem, root, runNode } from './repository.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'
import { runWindowTests } from './window-tests.mjs'

const results = path.join(root, 'test-results')

/** Window tests that may pass only the second time: a machine that stalls for half a minute makes one of them late. */
const flakyAtMost = 2

// Each stage resolves to its counts. `prepare` and `build` are no tests: they count only when they fail.
const STAGES = {
  prepare: async () => {
    await prepareElectron()
    return counts(0, 0)
  },
  typecheck: () => check([commandOf('typescript', 'tsc'), '--noEmit']),
  lint: async () => {
    const all = await Promise.all([
      check([commandOf('eslint'), '.', '--max-warnings', '0']),
      check([commandOf('prettier'), '--check', '--log-level', 'warn', '.']),
      check([commandOf('knip')]),
    ])
    return all.some(({ failed }) => failed > 0) ? counts(0, 1) : counts(1, 0)
  },
  unit: () => vitest('unit'),
  integration: () => vitest('integration'),
  build: async () => {
    const line = progressLine('Fovea')
    await build(undefined, { onProgress: line.show }).finally(() => line.done())
    return counts(0, 0)
  },
  e2e,
}

function counts(passed, failed, skipped = 0) {
  return { passed, failed, skipped }
}

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** One check that passes or fails as a whole; its output is shown as it comes. */
async function check(args) {
  const { code } = await runNode(args, { quiet: false })
  return code === 0 ? counts(1, 0) : counts(0, 1)
}

let electron
/** The Electron for the window tests, with all that it needs to start. */
async function prepareElectron() {
  if (electron !== undefined) return electron
  const line = progressLine('Preparing the tests')
  try {
    const executable = await findElectron({ onProgress: line.show, say: line.say })
    const display = process.platform === 'linux'
    await ensureSystemLibraries({ executable, display, onProgress: line.show, say: line.say })
    electron = executable
    return executable
  } finally {
    line.done()
  }
}

/**
 * Where Linux has large pages, malloc takes them: a model is some hundred megabytes, each start of an engine touches all of
 * them, and in a virtual machine a fault for every 4 KB takes as long as the rest of the start.
 */
const largePages = { GLIBC_TUNABLES: process.env.GLIBC_TUNABLES ?? 'glibc.malloc.hugetlb=1' }

async function vitest(project) {
  const report = await freshReport(project)
  const { code } = await runNode([commandOf('vitest'), 'run', '--project', project], {
    quiet: false,
    // Vite announces a future default for TypeScript configuration files here; ours is ready when it comes.
    env: { ...process.env, ...largePages, FOVEA_TEST_REPORT: report, VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' },
  })
  if (!existsSync(report)) return counts(0, 1)
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'))
  return consistent(code, counts(numPassedTests, numFailedTests, numPendingTests + numTodoTests))
}

async function e2e() {
  const executable = await prepareElectron()
  const report = await freshReport('e2e')
  const code = await runWindowTests({ env: { FOVEA_ELECTRON: executable, FOVEA_TEST_REPORT: report } })
  if (!existsSync(report)) return counts(0, 1)
  const { stats } = JSON.parse(readFileSync(report, 'utf8'))
  const { expected, unexpected, flaky, skipped } = stats
  return consistent(
    code,
    flaky > flakyAtMost ? counts(expected, unexpected + flaky, skipped) : counts(expected + flaky, unexpected, skipped),
  )
}

async function freshReport(name) {
  const file = path.join(results, `${name}.json`)
  await fs.rm(file, { force: true })
  return file
}

/** A runner that failed without a failed test (a file that does not load, an unhandled error), or ran none, has failed. */
function consistent(code, stage) {
  const ran = stage.passed + stage.failed
  return ran === 0 || (code !== 0 && stage.failed === 0) ? { ...stage, failed: stage.failed + 1 } : stage
}

await main(async () => {
  const names = process.argv.slice(2)
  const unknown = names.filter((name) => !(name in STAGES))
  if (unknown.length > 0)
    throw new Problem(`No such stage: ${unknown.join(', ')}. Stages: ${Object.keys(STAGES).join(', ')}`)

  await fs.mkdir(results, { recursive: true })
  const sum = counts(0, 0)
  const summary = []
  for (const name of Object.keys(STAGES)) {
    if (names.length > 0 && !names.includes(name)) continue
    process.stdout.write(`\n── ${name} ──\n`)
    const startedAt = performance.now()
    const stage = await STAGES[name]().catch((error) => {
      process.stdout.write(`${error instanceof Problem ? error.message : error.stack}\n`)
      return counts(0, 1)
    })
    for (const key of Object.keys(sum)) sum[key] += stage[key]
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    summary.push(`${stage.failed > 0 ? '✗' : '✓'} ${name.padEnd(12)} ${seconds.padStart(7)} s   ${sentence(stage)}`)
  }
  if (sum.passed + sum.failed === 0 && names.some((name) => name !== 'prepare' && name !== 'build')) sum.failed = 1
  process.stdout.write(`\n${summary.join('\n')}\n\n${sentence(sum)}\n`)
  return sum.failed > 0 ? 1 : 0
})
