/** `fovea doctor`: checks everything a search needs and says what is wrong. */
import { mkdir } from 'node:fs/promises'
import packageJson from '../../../package.json'
import { Encoder } from '../../engine/encoder/encoder'
import { chosenFolder } from '../../engine/models/choice'
import { providerReport } from '../../engine/models/execution'
import { decoderName } from '../../engine/media/sharp'
import { listSupportedBackends } from '../../engine/onnxruntime'
import { freeBytes } from '../../engine/store/disk'
import { schemaVersion } from '../../engine/store/schema'
import { inferenceThreads } from '../../engine/threads'
import { describeCounts, print, problemOf, type Context } from '../context'
import { describeProviders } from './providers'
import { withSearcher } from './search'

export async function doctor(context: Context): Promise<void> {
  const problems: string[] = []
  const check = async <T>(what: () => Promise<T>): Promise<T | null> =>
    what().catch((error: unknown) => {
      problems.push(problemOf(error).message)
      return null
    })
  const { dependencies } = packageJson
  const report = {
    versions: {
      fovea: packageJson.version,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      onnxruntime: dependencies['onnxruntime-node'],
      lancedb: dependencies['@lancedb/lancedb'],
      decoder: await check(async () => Promise.resolve(decoderName())),
    },
    providers: listSupportedBackends().map(({ name, bundled }) => (bundled ? name : `${name} (not bundled)`)),
    runsOn: await check(async () =>
      providerReport(context.home, chosenFolder(context.home, context.resources), inferenceThreads()),
    ),
    model: await check(async () => {
      const encoder = await Encoder.open((await context.model()).folder)
      await encoder.loadImageTower()
      await encoder.loadTextTower()
      const { id, revision, dimension } = encoder.manifest
      await encoder.close()
      return { id, revision, dimension, verified: true }
    }),
    store: await check(async () => {
      await mkdir(context.home.root, { recursive: true })
      return { home: context.home.root, schema: schemaVersion, freeBytes: await freeBytes(context.home.root) }
    }),
    counts: await check(async () => {
      let counts = { ready: 0, pending: 0, failed: 0, offline: 0 }
      await withSearcher(context, async (searcher) => {
        counts = await searcher.library.counts()
      })
      return counts
    }),
    problems,
  }
  if (problems.length > 0) process.exitCode = 1
  print(context, report, () => {
    const { versions, providers, runsOn, model, store, counts } = report
    return [
      `Fovea      ${versions.fovea} on ${versions.platform}, Node ${versions.node}`,
      `Inference  onnxruntime ${versions.onnxruntime}; providers: ${providers.join(', ')}`,
      ...(runsOn ? describeProviders(runsOn).map((line, at) => (at === 0 ? 'Runs on' : '').padEnd(11) + line) : []),
      `Decoder    ${versions.decoder ?? 'not working'}`,
      `Model      ${model ? `${model.id} ${model.revision}, ${String(model.dimension)} dimensions, files verified` : 'not usable'}`,
      `Store      LanceDB ${versions.lancedb}, schema ${String(schemaVersion)}, ${store ? `${store.home} (${gigabytes(store.freeBytes)} GB free)` : 'not usable'}`,
      `Photos     ${counts ? describeCounts(counts) : 'unknown'}`,
      problems.length === 0 ? 'All is well.' : `Problems:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    ].join('\n')
  })
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1)
}
