/** Finds out how queries reach the vectors of the model before. See: [Note: upgrade] */
import { join } from 'node:path'
import type { Upgrade } from '../../../contract'
import { preprocessingVersion } from '../encoder/encoder'
import { readManifest } from '../encoder/manifest'
import type { Home } from '../home'
import type { Resources } from '../resources'
import type { EncoderIdentity } from '../store/schema'
import { starterId } from './choice'
import { faultInModel } from './installed'

/** The folder of the very model that made these vectors, if it is here and whole. */
export async function folderOf(
  encoder: EncoderIdentity,
  home: Home,
  { starterModel }: Pick<Resources, 'starterModel'>,
): Promise<string | undefined> {
  if (encoder.preprocessing !== preprocessingVersion) return undefined
  const folder = encoder.id === starterId ? starterModel : join(home.models, encoder.id)
  const manifest = await readManifest(folder).catch(() => undefined)
  const isSame = manifest?.revision === encoder.revision && manifest.dimension === encoder.dimension
  return isSame && (await faultInModel(folder, 'changed')) === undefined ? folder : undefined
}

export function bridgeKind(
  folder: string | undefined,
  from: Pick<EncoderIdentity, 'dimension'>,
  to: Pick<EncoderIdentity, 'dimension'>,
): Upgrade['bridge'] {
  if (folder !== undefined) return 'both-towers'
  return from.dimension === to.dimension ? 'map' : 'anchors'
}
