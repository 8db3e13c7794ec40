// Another search model in the window: taken in through the dialog, used by both engine processes, and left again.
import { mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { CallInput, CallName, CallOutput, ModelProgress } from '../../contract'
import { clipB32, writeClipExport } from '../integration/support/models/exports'
import { expect, test, type Fovea } from './support/app'
import { FoveaWindow } from './support/fovea-window'
import { answerDialog, photoFolder } from './support/samples'

/** Calls as the page does. */
async function call<K extends CallName>({ page }: Fovea, name: K, input: CallInput<K>): Promise<CallOutput<K>> {
  const envelope = await page.evaluate(
    ([called, given]) => {
      const { fovea } = window as unknown as { fovea: { call: (id: number, name: string, input: unknown) => unknown } }
      return fovea.call(Math.floor(Math.random() * 1e9), called, given)
    },
    [name, input] as const,
  )
  expect(envelope, JSON.stringify(envelope)).toMatchObject({ ok: true })
  return (envelope as { value: CallOutput<K> }).value
}

async function lastProgress({ page }: Fovea): Promise<ModelProgress | null> {
  return page.evaluate(
    () =>
      new Promise<ModelProgress | null>((resolve) => {
        interface Bridge {
          subscribe: (name: string, listener: (value: ModelProgress | null) => void) => () => void
        }
        const end = (window as unknown as { fovea: Bridge }).fovea.subscribe('models.progress', (value) => {
          resolve(value)
          setTimeout(() => end(), 0)
        })
      }),
  )
}

test('a model is imported, used for photos and searches, and the first one comes back', async ({ launchFovea }) => {
  const fovea = await launchFovea()
  const window = new FoveaWindow(fovea.page)
  await answerDialog(fovea.app, [photoFolder(['chelsea.jpg', 'rocket.jpg'])])
  await call(fovea, 'library.chooseFolders', undefined)
  await window.expectCount(2)
  const model = mkdtempSync(path.join(os.tmpdir(), 'fovea-model-'))
  writeClipExport(model, clipB32)
  await answerDialog(fovea.app, [])
  expect(await call(fovea, 'models.import', { from: 'folder' })).toBe(false)
  await answerDialog(fovea.app, [model])
  expect(await call(fovea, 'models.import', { from: 'folder' })).toBe(true)
  await expect.poll(async () => (await lastProgress(fovea))?.phase, { timeout: 30_000 }).toBe('done')
  const { models } = await call(fovea, 'models.list', undefined)
  const id = models.find((known) => known.id.startsWith('fovea-model'))?.id ?? ''
  await call(fovea, 'models.use', { id })
  await expect
    .poll(async () => (await call(fovea, 'app.info', undefined)).model, { timeout: 20_000 })
    .toMatchObject({
      id,
      dimension: 512,
    })
  // Both photos are looked at with it, and found with it.
  await expect
    .poll(
      async () => {
        const query = { kind: 'text', text: 'a cat' } as const
        return (await call(fovea, 'search.run', { query, filters: {}, weak: true, offset: 0, limit: 10 })).total
      },
      { timeout: 30_000 },
    )
    .toBe(2)
  await call(fovea, 'models.use', { id: 'fovea-starter' })
  await window.searchFor('a cat', 'chelsea.jpg')
  await expect(window.banner).toHaveCount(0)
  await call(fovea, 'models.remove', { id })
  expect((await call(fovea, 'models.list', undefined)).models.some((known) => known.id === id)).toBe(false)
})
