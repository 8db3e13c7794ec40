/** The model in use and how its image tower is run on this machine: what opening a library needs to know of both. */
import type { ProviderReport } from '../../../contract'
import { readManifest } from '../encoder/manifest'
import { executionFor, readProviders, verdictKey, type Execution } from '../encoder/providers'
import type { Home } from '../home'

/** Key of the verdicts on a model in a folder; null where its manifest cannot be read. */
export async function verdictKeyOf(folder: string): Promise<string | null> {
  const manifest = await readManifest(folder).catch(() => null)
  return manifest && verdictKey(manifest)
}

export async function executionOf({ providersFile }: Home, folder: string, threads: number): Promise<Execution> {
  return executionFor(providersFile, (await verdictKeyOf(folder)) ?? '', threads)
}

/** Whether nothing was tried out yet with this model on this machine as it is now. */
export async function isUntried({ providersFile }: Home, folder: string): Promise<boolean> {
  const key = await verdictKeyOf(folder)
  return key !== null && !(key in readProviders(providersFile).entries)
}

export async function providerReport(home: Home, folder: string, threads: number): Promise<ProviderReport> {
  const key = (await verdictKeyOf(folder)) ?? ''
  const { setting, entries } = readProviders(home.providersFile)
  const entry = entries[key]
  return {
    setting,
    ...executionFor(home.providersFile, key, threads),
    testedAt: entry?.testedAt ?? null,
    verdicts: entry?.verdicts ?? [],
  }
}
