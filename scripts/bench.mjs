// `npm run bench`: Fovea side by side with others, and the figures of docs/benchmarks.md. `npm run bench -- NAME [options]`: one
// benchmark; `all` runs every one, `list` names them.
import { readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { runSuite } from './bench-suite.mjs'
import { commandOf, main, Problem, root, runNode } from './repository.mjs'

const folder = path.join(root, 'bench')

await main(async () => {
  const [name, ...args] = process.argv.slice(2)
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && file !== 'vite.config.ts')
    .map((file) => path.basename(file, '.ts'))
  if (name === 'list' || name?.startsWith('-')) {
    process.stdout.write(`npm run bench [-- NAME [--json] [--photos FOLDER]]\n\n`)
    for (const known of [...names, 'all']) process.stdout.write(`  ${known.padEnd(18)}${questionOf(known)}\n`)
    return 0
  }
  if (name !== undefined && name !== 'all' && !names.includes(name))
    throw new Problem(`There is no benchmark "${name}": npm run bench -- list`)

  const built = await runNode([commandOf('vite'), 'build', '-c', path.join(folder, 'vite.config.ts')], {
    env: { ...process.env, NODE_ENV: 'production', VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' },
  })
  if (built.code !== 0) throw new Problem(`The benchmarks could not be built.\n${built.output.trim()}`)

  // As in bin/fovea.js: decoding and the store share libuv's pool.
  const env = { UV_THREADPOOL_SIZE: String(Math.max(4, os.cpus().length)), ...process.env }
  const script = (each) => path.join(root, 'out', 'bench', `${each}.js`)
  if (name === undefined) {
    return runSuite(async (each, some) => {
      let last
      const onLine = (line) => {
        if (line.startsWith('{"benchmark"')) last = line
        else process.stdout.write(`${line}\n`)
      }
      await runNode([script(each), ...some], { env, onLine })
      return last === undefined ? undefined : JSON.parse(last)
    })
  }
  let worst = 0
  for (const each of name === 'all' ? names : [name]) {
    const { code } = await runNode([script(each), ...args], { quiet: false, env })
    worst = Math.max(worst, code)
  }
  return worst
})

/** The first line of a benchmark says what it answers. */
function questionOf(name) {
  if (name === 'all') return 'Every one of them, one after the other.'
  const [first] = readFileSync(path.join(folder, `${name}.ts`), 'utf8').split('\n', 1)
  return first.replace(/^\/\*\* | \*\/$/g, '')
}
