// `fovea index` and videos: read through an Electron that is there, or left for the app.
import { execFileSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { buildCommand, fovea } from './support/command'
import { copySamples, repository } from './support/engine'
import { temporaryFolders } from './support/folders'

const temporary = temporaryFolders()
const videos = join(repository, 'test', 'fixtures', 'videos')

interface Output {
  failed?: { path: string; reason: string }[]
  indexed?: number
  results?: { path: string; kind?: string; duration?: number; moment?: number }[]
}

beforeAll(buildCommand, 120_000)

function folderWith(names: readonly string[]): string {
  const folder = temporary()
  copySamples(folder, ['acanthus-mollis.jpg', 'gravel.jpg', 'china-temple.jpg', 'coins.jpg'])
  for (const name of names) copyFileSync(join(videos, name), join(folder, name))
  return folder
}

async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Output> {
  const { code, stdout, stderr } = await fovea(['--json', ...args], {
    env: { ...process.env, ...env },
    timeout: 280_000,
  })
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout) as Output
}

/** Whether videos can be read here: an Electron that need not be fetched, and something to show it on. */
function canRead(): boolean {
  const runtime = pathToFileURL(join(repository, 'scripts', 'electron-runtime.mjs')).href
  const source = `const { installedElectron } = await import(${JSON.stringify(runtime)}); process.exit((await installedElectron()) ? 0 : 1)`
  try {
    execFileSync(process.execPath, ['--input-type=module', '-e', source], { stdio: 'ignore' })
    if (process.platform === 'linux' && !process.env['DISPLAY']) execFileSync('which', ['Xvfb'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

it('says of a video that the app reads it where there is no Electron, and indexes the rest', async () => {
  const home = temporary()
  const folder = folderWith(['scenes.webm'])
  const { failed, indexed } = await run(['--home', home, 'index', folder], { FOVEA_ELECTRON: join(home, 'none') })
  expect(indexed).toBe(4)
  expect(failed).toEqual([
    expect.objectContaining({ path: join(folder, 'scenes.webm'), reason: expect.stringContaining('read by the app') }),
  ])
})

it('reads videos through Electron, and search says when they show what was looked for', async (context) => {
  context.skip(!canRead(), 'SKIPPED: this test needs an Electron that was fetched before, and a display or Xvfb')
  const home = temporary()
  const folder = folderWith(['scenes.webm', 'scenes.mp4', 'scenes.mov', 'scenes.mkv'])
  expect(await run(['--home', home, 'index', folder])).toMatchObject({ indexed: 8, failed: [] })
  const { results } = await run(['--home', home, 'search', 'a rocket launch', '--limit', '2'])
  expect(results?.map(({ path }) => path).sort()).toEqual(
    ['scenes.mp4', 'scenes.webm'].map((name) => join(folder, name)),
  )
  const mp4 = results?.find(({ path }) => path.endsWith('.mp4'))
  expect(mp4).toMatchObject({ kind: 'video', duration: 4, moment: 3 })
}, 300_000)
