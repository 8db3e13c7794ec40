/** `fovea doctor`: checks everything a search needs and says what is wrong; nothing it prints says whose photos these are. */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { alreadyThere, diagnose, writeNew } from '../../engine/diagnosis/bundle'
import { describeReport } from '../../engine/diagnosis/describe'
import { codeOf } from '../../engine/diagnosis/report'
import { readStoreFacts } from '../../engine/diagnosis/store-facts'
import { Encoder } from '../../engine/encoder/encoder'
import { chosenFolder } from '../../engine/models/choice'
import { providerReport } from '../../engine/models/execution'
import { decoderName } from '../../engine/media/sharp'
import { freeBytes } from '../../engine/store/disk'
import { listSupportedBackends } from '../../engine/onnxruntime'
import { schemaVersion } from '../../engine/store/schema'
import { inferenceThreads } from '../../engine/threads'
import { describeCounts, print, problemOf, type Context } from '../context'
import { describeProviders } from './providers'
import { withSearcher } from './search'

export async function doctor(context: Context, options: { bundle?: string } = {}): Promise<void> {
  const { home, resources } = context
  const threads = inferenceThreads()
  const bundle = options.bundle === undefined ? undefined : resolve(options.bundle)
  if (bundle !== undefined && existsSync(bundle)) throw alreadyThere()
  const problems: string[] = []
  const checks: Record<string, string> = {}
  const check = async <T>(name: string, what: () => Promise<T> | T): Promise<T | null> => {
    try {
      const found = await what()
      checks[name] = 'good'
      return found
    } catch (error) {
      problems.push(problemOf(error).message)
      checks[name] = codeOf(error)
      return null
    }
  }
  const decoder = await check('decoder', decoderName)
  const runsOn = await check('runsOn', () => providerReport(home, chosenFolder(home, resources), threads))
  const model = await check('model', async () => {
    const encoder = await Encoder.open((await context.model()).folder)
    await encoder.loadImageTower()
    await encoder.loadTextTower()
    const { id, revision, dimension } = encoder.manifest
    await encoder.close()
    return { id, revision, dimension, verified: true }
  })
  const free = await check('store', async () => {
    await mkdir(home.root, { recursive: true })
    return freeBytes(home.root)
  })
  const counts = await check('counts', async () => {
    let counts = { ready: 0, pending: 0, failed: 0, offline: 0 }
    await withSearcher(context, async (searcher) => {
      counts = await searcher.library.counts()
    })
    return counts
  })
  const { report: diagnosis, text } = await diagnose({ home, resources, threads, checks }, (onName) =>
    readStoreFacts(home.store, onName),
  )
  if (bundle !== undefined) await writeNew(bundle, text)
  const { versions } = diagnosis
  const providers = listSupportedBackends().map(({ name, bundled }) => (bundled ? name : `${name} (not bundled)`))
  const report = {
    ...{ ...diagnosis, versions: { ...versions, decoder }, providers, runsOn, model, counts },
    store: free === null ? null : { ...diagnosis.store, schema: schemaVersion, freeBytes: free },
    ...(bundle === undefined ? {} : { bundle }),
    problems,
  }
  if (problems.length > 0) process.exitCode = 1
  print(context, report, () =>
    [
      ...describeReport(diagnosis),
      `Inference  onnxruntime ${String(versions['onnxruntime'])}; providers: ${providers.join(', ')}`,
      ...(runsOn ? describeProviders(runsOn).map((line, at) => (at === 0 ? 'Runs on' : '').padEnd(11) + line) : []),
      `Decoder    ${decoder ?? 'not working'}`,
      `Towers     ${model ? 'loaded, files verified' : 'not usable'}`,
      `Photos     ${counts ? describeCounts(counts) : 'unknown'}`,
      ...(bundle === undefined ? [] : [`Saved      ${bundle}: read it, then send it to whoever helps you`]),
      problems.length === 0 ? 'All is well.' : `Problems:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    ].join('\n'),
  )
}
