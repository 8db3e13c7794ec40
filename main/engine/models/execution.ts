/** The model in use and how its image tower is run on this machine: what opening a library needs to know of both. */
import type { ProviderReport } from '../../../contract'
import { hasEightBits, isEightBits } from '../encoder/eight-bits/made'
import { readManifest } from '../encoder/manifest'
import { executionFor, readProviders, verdictKey, type Execution } from '../encoder/providers'
import type { Home } from '../home'

/** Key of the verdicts on a model in a folder; null where its manifest cannot be read. */
export async function verdictKeyOf(folder: string): Promise<string | null> {
  const manifest = await readManifest(folder).catch(() => null)
  return manifest && verdictKey(manifest)
}

/** A tower of eight bits that is not there is not run: the processor runs the full one until it is made again. */
export async function executionOf(
  { providersFile, madeTowers }: Home,
  folder: string,
  threads: number,
): Promise<Execution> {
  const manifest = await readManifest(folder).catch(() => null)
  const execution = executionFor(providersFile, manifest ? verdictKey(manifest) : '', threads)
  const isMissing =
    manifest && isEightBits(execution.provider) && !hasEightBits(madeTowers, manifest, execution.provider)
  return isMissing ? { ...execution, provider: 'cpu' } : execution
}

/** Whether nothing was tried out yet with this model on this machine as it is now, or what passed is gone. */
export async function isUntried(home: Home, folder: string): Promise<boolean> {
  const key = await verdictKeyOf(folder)
  if (key === null) return false
  if (!(key in readProviders(home.providersFile).entries)) return true
  const { provider } = executionFor(home.providersFile, key, 1)
  return provider !== (await executionOf(home, folder, 1)).provider
}

export async function providerReport(home: Home, folder: string, threads: number): Promise<ProviderReport> {
  const key = (await verdictKeyOf(folder)) ?? ''
  const { setting, entries } = readProviders(home.providersFile)
  const entry = entries[key]
  return {
    setting,
    ...(await executionOf(home, folder, threads)),
    testedAt: entry?.testedAt ?? null,
    verdicts: entry?.verdicts ?? [],
  }
}
