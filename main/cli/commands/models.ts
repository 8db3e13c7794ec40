/** `fovea models`: which search models there are, and what to do with them. */
import type { ModelProgress, ModelSummary } from '../../../contract'
import { Models } from '../../engine/models/models'
import { inferenceThreads } from '../../engine/threads'
import { interruptSignal, print, type Context } from '../context'
import { ProgressBar } from '../progress-bar'

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
    () => `${id} is in use now. Photos are found with it once they were looked at with it: fovea index FOLDER.`,
  )
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
      onProgress: ({ phase, done, total }) => {
        const share = total > 0 ? ` ${megabytes(done)} of ${megabytes(total)} MB` : ''
        bar.say(`${phases[phase]}${share}`)
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

function megabytes(bytes: number): string {
  return Math.round(bytes / 1e6).toLocaleString('en')
}
