/** Which model is in use: the person's choice, or the one that comes with Fovea where there is none or it is broken. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Home } from '../home'
import { readOwnFile } from '../own-file'
import type { Resources } from '../resources'
import { faultInModel } from './installed'
import { sync } from './sync'
import { idPattern } from './workshop'

const ChoiceFile = z.object({
  version: z.literal(1),
  model: z.string().regex(idPattern),
  /** The one before it, for the way back. */
  before: z.string().regex(idPattern).optional(),
})

/** The id of the model that comes with Fovea. */
export const starterId = 'fovea-starter'

export interface ModelInUse {
  id: string
  folder: string
  /** What the person should know: their choice could not be followed. */
  notice: string | undefined
}

/** The chosen model's id. A file that is missing or damaged is no choice. */
export function readChoice(home: Home): string {
  return readChoiceFile(home)?.model ?? starterId
}

/** The model that was in use before, for the way back. Undefined where there was none. */
export function modelBefore(home: Home): string | undefined {
  return readChoiceFile(home)?.before
}

/** Written aside and renamed: killed at any moment, the file names the old model or the new one. */
export function writeChoice(home: Home, model: string): void {
  const { modelFile } = home
  const now = readChoice(home)
  const before = now === model ? modelBefore(home) : now
  mkdirSync(dirname(modelFile), { recursive: true })
  const aside = `${modelFile}.part`
  writeFileSync(aside, `${JSON.stringify({ version: 1, model, before })}\n`)
  sync(aside)
  renameSync(aside, modelFile)
}

function readChoiceFile({ modelFile }: Home): z.infer<typeof ChoiceFile> | undefined {
  try {
    return ChoiceFile.parse(JSON.parse(readFileSync(modelFile, 'utf8')))
  } catch {
    return undefined
  }
}

/** The folder of the chosen model, without a look at its files; the starter's where there is none. */
export function chosenFolder(home: Home, { starterModel }: Pick<Resources, 'starterModel'>): string {
  const folder = join(home.models, readChoice(home))
  return existsSync(join(folder, 'manifest.json')) ? folder : starterModel
}

/**
 * Looks at the chosen model's files, and reads those that changed since they were verified. Every process that opens the
 * library asks for itself; all come to the same answer. Without a usable choice it is the starter. Throws FILE_UNREADABLE where
 * nobody can say what was chosen: the starter would begin to embed everything anew.
 */
export async function modelInUse(home: Home, resources: Pick<Resources, 'starterModel'>): Promise<ModelInUse> {
  readOwnFile(
    home.modelFile,
    'Which search model you chose (model.json) cannot be read. Check the permissions of the library’s folder and the drive.',
  )
  const id = readChoice(home)
  const starter = { id: starterId, folder: resources.starterModel }
  if (id === starterId) return { ...starter, notice: undefined }
  const folder = join(home.models, id)
  const fault = await faultInModel(folder, 'changed')
  if (fault === undefined) return { id, folder, notice: undefined }
  const notice = `The model “${id}” cannot be used (${fault}), so the one that comes with Fovea is. Download or import it again, or choose another.`
  return { ...starter, notice }
}
