// `npm run pack:cli [-- --try]`: the `fovea` command as a tarball for npm, in dist/; --try installs it in an empty folder and uses it.
import * as fs from 'node:fs/promises'
import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { writeNotices } from './notices/notices.mjs'
import { COMMAND_LINE } from './package/budgets.mjs'
import { tooLarge } from './package/check.mjs'
import { progressLine } from './progress.mjs'
import { isMain, main, Problem, root, run, runNode } from './repository.mjs'

const staging = path.join(root, 'out', 'package')
/** Part of the bundle; its binaries take its place among what is installed. */
const BUNDLED = '@lancedb/lancedb'
/** Only the app needs it: plain Node decodes natively on every platform. */
const APP_ONLY = '@img/sharp-wasm32'
/** Nothing for a command: pictures of the app itself, and what macOS is told about it. */
const NOT_RESOURCES = ['icons', 'mac', 'tray']

/** JSON comes on standard output, words on the other. */
const ANSWER_ONLY = ['ignore', 'pipe', 'ignore']

/** The package.json of the tarball: the checkout's, without what only the checkout needs. */
export function packageManifest() {
  const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
  const { name, version, description, license, bin, engines, dependencies } = read('package.json')
  const binaries = Object.entries(read(`node_modules/${BUNDLED}/package.json`).optionalDependencies)
  return {
    name,
    version,
    description,
    license,
    bin,
    engines,
    dependencies: Object.fromEntries(
      Object.entries(dependencies).filter(([dependency]) => dependency !== BUNDLED && dependency !== APP_ONLY),
    ),
    optionalDependencies: Object.fromEntries(binaries.filter(([binary]) => binary.startsWith(`${BUNDLED}-`))),
  }
}

/** Puts together what the tarball holds, in out/package. The command must have been built. */
export async function stagePackage() {
  await fs.rm(staging, { recursive: true, force: true })
  await fs.mkdir(path.join(staging, 'out', 'cli'), { recursive: true })
  await fs.writeFile(path.join(staging, 'package.json'), `${JSON.stringify(packageManifest(), undefined, 2)}\n`)
  await fs.cp(path.join(root, 'bin'), path.join(staging, 'bin'), { recursive: true })
  await fs.copyFile(path.join(root, 'out/cli/fovea.js'), path.join(staging, 'out/cli/fovea.js'))
  await fs.copyFile(path.join(root, 'docs/cli.md'), path.join(staging, 'README.md'))
  await fs.copyFile(path.join(root, 'LICENSE'), path.join(staging, 'LICENSE'))
  const resources = path.join(root, 'resources')
  await fs.cp(resources, path.join(staging, 'resources'), {
    recursive: true,
    filter: (source) => !NOT_RESOURCES.includes(path.relative(resources, source)),
  })
  await writeNotices(process, { folder: path.join(staging, 'licences') })
  return staging
}

/** `npm pack` of the staged package; resolves to what npm says of it. */
export async function packStaged({ folder, isDry = false }) {
  await fs.mkdir(folder, { recursive: true })
  const args = ['pack', '--json', '--pack-destination', folder, ...(isDry ? ['--dry-run'] : [])]
  const [packed] = JSON.parse(await npm(args, { cwd: staging, stdio: ANSWER_ONLY }))
  return packed
}

/** Installs the tarball where nothing else is, and searches with it. */
async function tryOut(tarball, line) {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'fovea-try-'))
  try {
    await fs.writeFile(path.join(folder, 'package.json'), '{ "private": true }\n')
    line.show('installing it in an empty folder')
    // Install scripts would fetch what graphics cards of one maker need; nothing here needs them.
    await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', tarball], { cwd: folder })
    const modules = path.join(folder, 'node_modules')
    const unwanted = ['electron', 'openai', '@huggingface/transformers', 'react', 'vite']
    const found = unwanted.filter((name) => existsSync(path.join(modules, name)))
    if (found.length > 0) throw new Problem(`The command brought along: ${found.join(', ')}`)

    const fovea = async (...args) => {
      const command = [
        path.join(modules, 'fovea', 'bin', 'fovea.js'),
        ...args,
        '--json',
        '--home',
        path.join(folder, 'home'),
      ]
      const { code, output } = await runNode(command, { cwd: folder, stdio: ANSWER_ONLY })
      if (code !== 0) throw new Problem(`fovea ${args.join(' ')} failed:\n${output}`)
      return JSON.parse(output)
    }
    line.show('indexing the sample photos with it')
    const { counts } = await fovea('index', path.join(modules, 'fovea', 'resources', 'samples'))
    const { results } = await fovea('search', 'a tabby cat')
    const first = path.basename(results[0]?.path ?? 'nothing')
    if (first !== 'chelsea.jpg') throw new Problem(`A search for a tabby cat found ${first} first.`)
    line.say(`Installed and used: ${counts.ready} photos indexed, “a tabby cat” finds ${first}.`)
  } finally {
    await fs.rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function npm(args, options) {
  const script = process.env.npm_execpath
  const quiet = ['--loglevel', 'error']
  const { code, output } = script
    ? await runNode([script, ...args, ...quiet], options)
    : await run('npm', [...args, ...quiet], options)
  if (code !== 0) throw new Problem(`npm ${args[0]} failed:\n${output.trim()}`)
  return output
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const { values } = parseArgs({ options: { try: { type: 'boolean', default: false } } })
    const line = progressLine('Packing the command line')
    try {
      await build(['cli'], { onProgress: line.show })
      line.show('collecting it')
      await stagePackage()
      const folder = path.join(root, 'dist')
      const { filename, size } = await packStaged({ folder })
      if (size > COMMAND_LINE * 1e6) throw new Problem(tooLarge(filename, size, COMMAND_LINE))
      line.say(`dist/${filename}: ${(size / 1e6).toFixed(1)} MB of ${COMMAND_LINE}`)
      if (values.try) await tryOut(path.join(folder, filename), line)
    } finally {
      line.done()
    }
  })
}
