/** `fovea models`: which search models there are, and what to do with them. */
import { createInterface } from 'node:readline/promises'
import {
  cancelled,
  FoveaError,
  type CompactChoice,
  type ModelOffer,
  type ModelProgress,
  type ModelSummary,
  type ModelVectors,
} from '../../../contract'
import { Models } from '../../engine/models/models'
import { inferenceThreads } from '../../engine/threads'
import { interruptSignal, print, type Context } from '../context'
import { ProgressBar } from '../progress-bar'
import { withSearcher } from './search'
import { describeUpgrade } from './status'

const phases: Record<ModelProgress['phase'], string> = {
  asking: 'Asking for the sizes of files',
  downloading: 'Downloading',
  copying: 'Copying',
  checking: 'Checking every byte',
  trying: 'Trying it out',
  done: 'Done',
  paused: 'Paused',
  failed: 'Failed',
}

export async function listModels(context: Context): Promise<void> {
  const list = await modelsOf(context).list()
  print(context, list, () => [...list.models.map(line), ...(list.notice === undefined ? [] : [list.notice])].join('\n'))
}

export async function pullModel(context: Context, id: string, { yes }: { yes?: boolean }): Promise<void> {
  const models = modelsOf(context)
  const offer = await models.offer(id)
  process.stderr.write(`${describeOffer(offer)}\n`)
  if (!yes && !(await isAgreed())) throw cancelled()
  const { revision, dimension, licence } = await watched((watch) => models.pull(id, watch)).catch((error: unknown) => {
    throw isInterruption(error) ? new FoveaError('CANCELLED', resumeSentence(id)) : error
  })
  print(context, { id, revision, dimension, licence }, () => `${id} is here. fovea models use ${id} searches with it.`)
}

function describeOffer({ name, licence, source, bytes, bytesHere, freeBytes, unverifiable }: ModelOffer): string {
  const size = bytes === null ? 'an unknown size' : `${megabytes(bytes)} MB`
  return [
    `${name}: ${size} from ${source}; licence ${licence}.`,
    ...(bytesHere > 0 ? [`${megabytes(bytesHere)} MB of it are here already.`] : []),
    `${megabytes(freeBytes)} MB are free.`,
    ...(unverifiable.length > 0
      ? [`Nobody has published checksums of ${unverifiable.join(', ')}: those of this download will be remembered.`]
      : []),
  ].join('\n')
}

async function isAgreed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new FoveaError('INVALID_INPUT', 'Without a terminal to ask in, --yes is needed to start a download.')
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await lines.question('Download it? [y/N] ')).trim())
  } finally {
    lines.close()
  }
}

const resumeSentence = (id: string): string =>
  `The download was stopped. What is here is kept: fovea models pull ${id} goes on, fovea models remove ${id} deletes it.`

function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

export async function importModel(context: Context, path: string, { name }: { name?: string }): Promise<void> {
  const { id, revision, dimension, licence } = await watched((watch) =>
    modelsOf(context).import(path, { name, ...watch }),
  )
  print(context, { id, revision, dimension, licence }, () =>
    [
      `Imported as ${id}: ${String(dimension)} numbers a photo, licence ${licence}.`,
      `fovea models use ${id} searches with it.`,
    ].join('\n'),
  )
}

export async function verifyModels(context: Context, ids: readonly string[]): Promise<void> {
  const models = modelsOf(context)
  const all = ids.length > 0 ? ids : (await models.list()).models.filter(isHere).map(({ id }) => id)
  const report: { id: string; fault: string | null }[] = []
  for (const id of all) report.push({ id, fault: (await models.verify(id)) ?? null })
  if (report.some(({ fault }) => fault !== null)) process.exitCode = 1
  print(context, { models: report }, () =>
    report.map(({ id, fault }) => `${id}: ${fault === null ? 'as it should be' : `damaged, ${fault}`}`).join('\n'),
  )
}

export async function chooseModel(context: Context, id: string): Promise<void> {
  await modelsOf(context).use(id)
  print(
    context,
    { id },
    () =>
      `${id} is in use now. fovea index FOLDER embeds your photos with it; until then they are found by the model before.`,
  )
}

/** Ends a change of models. */
export async function goBack(context: Context): Promise<void> {
  const id = await modelsOf(context).back()
  print(context, { id }, () => `${id} is in use again. Photos that only the other one knows are found by that one.`)
}

export async function listVectors(context: Context): Promise<void> {
  const vectors = await modelsOf(context).vectors()
  print(context, { vectors }, () =>
    vectors.length === 0 ? 'No photo was looked at with any model yet.' : vectors.map(vectorsLine).join('\n'),
  )
}

export async function compact(context: Context, numbers: number | undefined): Promise<void> {
  const models = modelsOf(context)
  if (numbers !== undefined) {
    const id = await models.compact(numbers)
    const free = 'fovea models vectors shows which vectors it makes superfluous, fovea models forget deletes them.'
    print(context, { id, numbers }, () => `${id} is in use now: nothing had to be embedded. ${free}`)
    return
  }
  const found = await models.compactChoices()
  print(context, found, () =>
    [
      `${String(found.photos)} files by ${found.model}; recall@10 is the share of the ten best by whole vectors.`,
      `  ${['numbers', 'kind', 'disk, MB', 'memory, MB', 'recall@10'].map((name) => name.padEnd(12)).join('')}`,
      ...found.choices.map(choiceLine),
      'fovea models compact NUMBERS chooses one.',
    ].join('\n'),
  )
}

export async function useTogether(context: Context, first: string, second: string): Promise<void> {
  const { id, shares, joined } = await modelsOf(context).together(first, second)
  const [share, other] = shares.map((part) => `${(100 * part).toFixed(0)} %`)
  print(context, { id, shares, joined }, () =>
    [
      `${id} is in use now: ${first} counts ${String(share)}, ${second} ${String(other)}.`,
      `${String(joined)} files that both had seen were joined. fovea index FOLDER embeds others with both; until then they are found by the model before.`,
    ].join('\n'),
  )
}

function choiceLine({ numbers, kind, isInUse, diskBytes, memoryBytes, recall }: CompactChoice): string {
  const percent = kind === 'full' ? '100 %' : recall === null ? 'not known' : `${(100 * recall).toFixed(1)} %`
  const columns = [String(numbers), kind, tenthsOfMegabytes(diskBytes), tenthsOfMegabytes(memoryBytes), percent]
  return `${isInUse ? '*' : ' '} ${columns.map((column) => column.padEnd(12)).join('')}`.trimEnd()
}

function vectorsLine({ id, revision, dimension, photos, bytes, needed, isInUse, isModelHere }: ModelVectors): string {
  const notes = [
    ...(isInUse ? ['in use'] : []),
    ...(needed > 0 ? [`finds ${String(needed)} photos that the model in use has not come to`] : []),
    ...(isModelHere ? [] : ['the model is gone']),
  ]
  const what = `${id.padEnd(28)} ${revision}, ${String(photos)} files, ${String(dimension)} numbers each`
  return [`${isInUse ? '*' : ' '} ${what}, ${tenthsOfMegabytes(bytes)} MB on disk`, ...notes].join('; ')
}

export async function forgetVectors(context: Context, id: string): Promise<void> {
  const bytes = await modelsOf(context).forgetVectors(id)
  print(context, { id, bytes }, () => `${tenthsOfMegabytes(bytes)} MB are free again. Chosen again, ${id} embeds anew.`)
}

/** Which model is in use, and how far a change of models is. */
export async function modelStatus(context: Context): Promise<void> {
  await withSearcher(context, async (searcher) => {
    const { id, revision, dimension } = searcher.encoder.manifest
    const upgrade = (await searcher.library.upgrade(context.resources)) ?? null
    print(context, { id, revision, dimension, upgrade }, () =>
      [
        `${id} ${revision} is in use: ${String(dimension)} numbers a photo.`,
        ...(upgrade
          ? [
              `Embedded anew: ${describeUpgrade(upgrade)}.`,
              `fovea index FOLDER goes on; fovea models use ${upgrade.from} goes back at once.`,
            ]
          : ['Every photo that is found was embedded with it.']),
      ].join('\n'),
    )
  })
}

export async function removeModel(context: Context, id: string): Promise<void> {
  await modelsOf(context).remove(id)
  print(context, { id }, () => `${id} was removed.`)
}

function modelsOf({ home, resources }: Context): Models {
  return new Models({ home, resources, threads: inferenceThreads() })
}

/** Shows progress, and stops at Ctrl-C. */
async function watched<T>(
  work: (watch: { signal: AbortSignal; onProgress: (progress: ModelProgress) => void }) => Promise<T>,
): Promise<T> {
  const bar = new ProgressBar()
  try {
    return await work({
      signal: interruptSignal(),
      onProgress: ({ phase, done, total, bytesPerSecond, etaSeconds }) => {
        const share = total > 0 ? ` ${megabytes(done)} of ${megabytes(total)} MB` : ''
        const speed = bytesPerSecond > 0 ? `, ${(bytesPerSecond / 1e6).toFixed(1)} MB/s` : ''
        const left = etaSeconds === null ? '' : `, ${String(Math.ceil(etaSeconds / 60))} min left`
        bar.say(`${phases[phase]}${share}${speed}${left}`)
      },
    })
  } finally {
    bar.clear()
  }
}

function isHere({ state }: ModelSummary): boolean {
  return state === 'installed' || state === 'damaged'
}

function line({ id, name, state, isInUse, licence, bytes, note }: ModelSummary): string {
  const size = bytes === null ? 'size not known until asked' : `${megabytes(bytes)} MB`
  const what = `${isInUse ? '*' : ' '} ${id.padEnd(28)} ${state.padEnd(11)} ${name}, ${size}, licence ${licence}`
  return note === '' ? what : `${what}\n    ${note}`
}

function tenthsOfMegabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}

function megabytes(bytes: number): string {
  return Math.round(bytes / 1e6).toLocaleString('en')
}
