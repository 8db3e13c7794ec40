/** What do searches find while another model takes over: nothing less than before? */
import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { resolveHome } from '../main/engine/home'
import { inferenceThreads } from '../main/engine/threads'
import { noisyRotation, prefixMatrix, writeDerivedModel, type Matrix } from './support/derived-model'
import { measureTakeover, readPhotos, type Stage } from './support/measure-upgrade'
import { readOptions } from './support/options'
import { resources, root, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'

const dataSet = resolve(root, '..', 'shared', 'data', 'flickr-1k')
const shares = [0, 0.1, 0.5, 1]
/** Added to a vector of length 1: the two models' vectors then agree about as much as two trainings of one architecture do. */
const noise = 0.3
const starterWidth = 256

const { json, numbers } = readOptions({ photos: 1000, queries: 300 })
const threads = inferenceThreads()

const matrices = {
  'starter, first 64': prefixMatrix(64, starterWidth),
  'turned and noisy': noisyRotation(starterWidth, noise, 1),
}
type Name = keyof typeof matrices | 'starter'
const takeovers: { from: Name; to: Name; areTowersThere: boolean; withWords?: boolean }[] = [
  { from: 'starter, first 64', to: 'starter', areTowersThere: true },
  { from: 'starter', to: 'starter, first 64', areTowersThere: true },
  { from: 'starter', to: 'turned and noisy', areTowersThere: true },
  { from: 'turned and noisy', to: 'starter', areTowersThere: true },
  { from: 'turned and noisy', to: 'starter', areTowersThere: false, withWords: true },
  { from: 'starter, first 64', to: 'starter', areTowersThere: false, withWords: true },
  { from: 'turned and noisy', to: 'starter', areTowersThere: false },
  { from: 'starter, first 64', to: 'starter', areTowersThere: false },
]

async function main(): Promise<void> {
  const photos = await readPhotos(dataSet, resources.starterModel, numbers.photos, threads)
  const step = Math.max(1, Math.floor(photos.length / numbers.queries))
  const captions = photos.filter((_, i) => i % step === 0).map(({ caption, item }) => ({ caption, id: item.id }))
  const results: { name: string; stages: Stage[] }[] = []
  for (const { from, to, areTowersThere, withWords = false } of takeovers) {
    await withTemporaryFolder(async (folder) => {
      const home = resolveHome(join(folder, 'home'))
      const model = (name: Name): { folder: string; matrix?: Matrix } => {
        if (name === 'starter') return { folder: resources.starterModel }
        const id = name.replace(/[^a-z0-9]+/g, '-')
        const modelFolder = join(home.models, id)
        mkdirSync(dirname(modelFolder), { recursive: true })
        writeDerivedModel(resources.starterModel, modelFolder, id, matrices[name])
        return { folder: modelFolder, matrix: matrices[name] }
      }
      const [old, next] = [model(from), model(to)]
      const onOldMeasured = (): Promise<void> => {
        if (!areTowersThere) rmSync(old.folder, { recursive: true })
        return Promise.resolve()
      }
      const stages = await measureTakeover({
        home,
        photos,
        captions,
        old,
        next,
        shares,
        resources,
        threads,
        withWords,
        onOldMeasured,
      })
      results.push({
        name: `${from} → ${to}${areTowersThere ? '' : `, towers gone, ${withWords ? 'words and photos' : 'photos alone'}`}`,
        stages,
      })
    })
  }
  report(results, { photos: photos.length, queries: captions.length })
}

function report(
  results: readonly { name: string; stages: Stage[] }[],
  about: { photos: number; queries: number },
): void {
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`
  const lines = [
    `${String(about.photos)} photos, ${String(about.queries)} captions: recall@10 of what the new model finds when it knows all photos.`,
    '',
    ...table([
      ['', 'embedded', 'with bridge', 'without', 'old model alone', 'captions: bridge', 'old'],
      ...results.flatMap(({ name, stages }) =>
        stages.map((stage) => [
          name,
          percent(stage.share),
          percent(stage.bridged),
          percent(stage.withoutBridge),
          percent(stage.old),
          percent(stage.captionsBridged),
          percent(stage.captionsOld),
        ]),
      ),
    ]),
  ]
  const rows = results.map(({ name, stages }) => ({ name, stages: stages.map(roundedStage) }))
  printReport({ benchmark: 'upgrade', machine: machine(), ...about, results: rows }, lines, json)
}

function roundedStage(stage: Stage): Record<string, number> {
  return Object.fromEntries(Object.entries(stage).map(([name, value]) => [name, rounded(value as number, 4)]))
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
