// What goes wrong around the app: engine processes die, a second app starts, the model or the library is not usable.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test, type Fovea } from './support/app'
import { appCopy } from './support/app-copy'
import { FoveaWindow } from './support/fovea-window'
import { answerDialog, photoFolder } from './support/samples'

const root = path.resolve(__dirname, '../..')

test('an engine process that dies is started again, and the user is told', async ({ launchFovea }) => {
  const fovea = await launchFovea()
  const window = new FoveaWindow(fovea.page)
  await answerDialog(fovea.app, [photoFolder()])
  await window.button('Choose folders…').click()
  await window.expectCount(22)

  for (const place of ['searcher', 'indexer'] as const) {
    const before = await enginePid(fovea, place)
    process.kill(before, 'SIGKILL')
    await expect(fovea.page.getByText(/stopped unexpectedly and is being started again/)).toBeVisible()
    await expect(fovea.page.getByText(/stopped unexpectedly/)).toBeHidden()
    expect(await enginePid(fovea, place)).not.toBe(before)
  }
  await window.searchFor('a rocket launch', 'rocket.jpg')
})

test('a second app on the same library brings the first one to the front and ends', async ({ launchFovea }) => {
  const fovea = await launchFovea()
  const executable = process.env['FOVEA_APP'] ?? process.env['FOVEA_ELECTRON'] ?? ''
  const application = process.env['FOVEA_APP'] === undefined ? [root] : []
  const output = await new Promise<string>((resolve) => {
    const args = [...application, '--no-sandbox', '--disable-gpu', `--home=${fovea.home}`]
    execFile(executable, args, { timeout: 20_000 }, (_error, stdout, stderr) => {
      resolve(stdout + stderr)
    })
  })
  expect(output).toContain('Fovea is already open on this library')
  await expect(fovea.page.getByRole('heading', { name: 'Find any photo by describing it' })).toBeVisible()
})

test('a damaged model and a newer library are named as such, with what to do', async ({ launchFovea }) => {
  const app = appCopy()
  const tower = path.join(app.resources, 'models/starter/image.onnx')
  const bytes = readFileSync(tower)
  bytes[1000] = (bytes[1000] ?? 0) ^ 1
  writeFileSync(tower, bytes)

  const damaged = await launchFovea(app.options)
  await expect(damaged.page.getByText(/search model is damaged: image\.onnx/)).toBeVisible()
  await damaged.screenshot('damaged-model')
  await damaged.close()

  const home = mkdtempSync(path.join(os.tmpdir(), 'fovea-newer-'))
  mkdirSync(home, { recursive: true })
  writeFileSync(path.join(home, 'library.json'), JSON.stringify({ version: 2, everything: 'new' }))
  const newer = await launchFovea({ home })
  await expect(newer.page.getByText(/written by a newer Fovea/)).toBeVisible()
  await newer.close()
  expect(JSON.parse(readFileSync(path.join(home, 'library.json'), 'utf8'))).toEqual({ version: 2, everything: 'new' })
  app.remove()
  rmSync(home, { recursive: true, maxRetries: 5 })
})

async function enginePid({ app }: Fovea, place: string): Promise<number> {
  let found: number | undefined
  await expect
    .poll(async () => {
      found = await app.evaluate(
        ({ app: electronApp }, name) =>
          electronApp.getAppMetrics().find((metric) => metric.serviceName === name || metric.name === name)?.pid,
        `fovea-${place}`,
      )
      return found
    })
    .toBeGreaterThan(0)
  return found ?? 0
}
