/** `fovea models providers`: what the search model runs on here, and why not on anything else. */
import type { ProviderReport, ProviderVerdict } from '../../../contract'
import { forkTrial, leastCosineOf } from '../../engine/encoder/probation'
import { changeSetting } from '../../engine/encoder/providers'
import { serveTrial } from '../../engine/encoder/provider-trial'
import { chosenFolder } from '../../engine/models/choice'
import { isUntried, providerReport } from '../../engine/models/execution'
import { tryProviders } from '../../engine/models/probing'
import { inferenceThreads } from '../../engine/threads'
import { print, type Context } from '../context'

const providerNames: Record<ProviderReport['provider'], string> = {
  cpu: 'CPU',
  'cpu-int8': 'CPU, 8 bits',
  'cpu-int8-blocks': 'CPU, 8 bits in blocks',
  coreml: 'CoreML',
  dml: 'DirectML',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
}

export async function showProviders(
  context: Context,
  options: { again?: boolean; use?: 'auto' | 'cpu' },
): Promise<void> {
  const { home, resources } = context
  const threads = inferenceThreads()
  const folder = chosenFolder(home, resources)
  if (options.use) changeSetting(home.providersFile, options.use)
  if (options.again || (await isUntried(home, folder))) {
    process.stderr.write('Trying out what the search model can run on…\n')
    // This very program, which is then nothing but a trial.
    const start = forkTrial(process.argv[1] ?? '', ['provider-trial'])
    await tryProviders(home, resources, { threads, start })
  }
  const report = await providerReport(home, folder, threads)
  print(context, report, () => describeProviders(report).join('\n'))
}

/** The throw-away process itself. */
export function providerTrial(request: string): Promise<void> {
  return serveTrial(request)
}

export function describeProviders({ setting, provider, threads, batch, testedAt, verdicts }: ProviderReport): string[] {
  const how = `${String(threads)} threads, ${String(batch)} photos at once`
  return [
    `Photos are looked at on: ${providerNames[provider]} (${how})${setting === 'cpu' ? ', as you wish' : ''}`,
    ...verdicts.map((verdict) => `  ${providerNames[verdict.provider].padEnd(21)} ${reasonOf(verdict)}`),
    ...(testedAt === null ? ['  Nothing else was tried out yet: fovea models providers'] : []),
  ]
}

function reasonOf({ provider, code, cosine, speedup, detail }: ProviderVerdict): string {
  const [alike, times] = [(cosine ?? 0).toFixed(5), `${(speedup ?? 0).toFixed(2)} times as fast as the CPU`]
  switch (code) {
    case 'passed':
      return `passed: ${times}, cosine ${alike}`
    case 'not-bundled':
      return 'not part of this build'
    case 'unavailable':
      return `not available: ${detail}`
    case 'crashed':
      return `crashed (${detail})`
    case 'hung':
      return 'did not end in time'
    case 'wrong':
      return `gives other vectors: cosine ${alike}, ${String(leastCosineOf(provider))} is needed`
    case 'slow':
      return `not worth it: ${times}, 1.3 is needed`
  }
}
