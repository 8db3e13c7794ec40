// The encoder inside Electron (with its own image decoder) gives the vectors the model's makers measured.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from './support/app'
import type { GoldenReport } from './support/golden-process'

const root = path.resolve(__dirname, '../..')

test('golden vectors are reproduced in an Electron utility process', async ({ launchFovea }) => {
  // Bundled below the checkout, so that the native packages are found from there.
  const folder = mkdtempSync(path.join(root, 'out', 'golden-'))
  execFileSync(
    process.execPath,
    [
      path.join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      '-c',
      'vite.cli.config.ts',
      '--ssr',
      'test/e2e/support/golden-process.ts',
      '--outDir',
      folder,
    ],
    { cwd: root, stdio: 'pipe' },
  )
  const { app } = await launchFovea()
  const report = await app.evaluate(
    ({ utilityProcess }, [script, resources]) =>
      new Promise<GoldenReport & { error?: string }>((resolve) => {
        const child = utilityProcess.fork(script, [resources])
        child.once('message', (message: GoldenReport) => {
          resolve(message)
          child.kill()
        })
      }),
    [path.join(folder, 'fovea.js'), path.join(root, 'resources')] as const,
  )
  rmSync(folder, { recursive: true })

  expect(report.error).toBeUndefined()
  expect(report.runtime).toBe('electron')
  if (process.platform === 'linux') expect(report.decoder).toContain('WebAssembly')
  expect(Object.keys(report.text)).toHaveLength(20)
  expect(Object.keys(report.images)).toHaveLength(22)
  for (const [text, cosine] of Object.entries(report.text)) expect(cosine, text).toBeGreaterThanOrEqual(0.999)
  for (const [name, cosine] of Object.entries(report.images)) expect(cosine, name).toBeGreaterThanOrEqual(0.99)
})
