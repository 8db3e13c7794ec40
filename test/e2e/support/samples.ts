// The sample photos as a person's folders: copied to a place a test may change.
import type { ElectronApplication } from '@playwright/test'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, utimesSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export const sampleFolder = path.resolve(__dirname, '../../../resources/samples')

export const sampleNames = readdirSync(sampleFolder).filter((name) => name.endsWith('.jpg'))

export function sample(name: string): string {
  return path.join(sampleFolder, name)
}

/** A folder with copies of some sample photos (all of them by default), the first of them the newest. */
export function photoFolder(names: readonly string[] = sampleNames): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fovea-photos-'))
  fillWithSamples(folder, names)
  return folder
}

/** Copies some sample photos into a folder, the first of them the newest. */
export function fillWithSamples(folder: string, names: readonly string[]): void {
  const now = Date.now() / 1000
  for (const [i, name] of names.entries()) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    copyFileSync(sample(path.basename(name)), file)
    // Copies of one moment would come in any order.
    utimesSync(file, now - i, now - i)
  }
}

/** The next system dialog answers with these paths instead of opening. */
export async function answerDialog(app: ElectronApplication, filePaths: string[]): Promise<void> {
  await app.evaluate(({ dialog }, paths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: paths.length === 0, filePaths: paths })
  }, filePaths)
}
