/** Finds what ships with Fovea: the starter model, the sample photos and the names of places. */
import { join } from 'node:path'

export interface Resources {
  folder: string
  starterModel: string
  /** The models that can be downloaded: a file that comes with Fovea, or $FOVEA_CATALOGUE, for a mirror. */
  catalogue: string
  /** What reads words in pictures. */
  recogniser: string
  samples: string
  gazetteer: string
  /** Coasts and borders. */
  outlines: string
  /** Folder with lists of concepts. */
  vocabulary: string
  commonWords: string
}

/** `folder` is the resources folder of a checkout, a package or an installed app. */
export function resourcesIn(folder: string, env: NodeJS.ProcessEnv = process.env): Resources {
  return {
    folder,
    starterModel: join(folder, 'models', 'starter'),
    recogniser: join(folder, 'recogniser'),
    catalogue: env['FOVEA_CATALOGUE'] ?? join(folder, 'models', 'catalogue.json'),
    samples: join(folder, 'samples'),
    gazetteer: join(folder, 'gazetteer', 'cities.tsv.gz'),
    outlines: join(folder, 'outlines', 'world.bin'),
    vocabulary: join(folder, 'vocabulary'),
    commonWords: join(folder, 'common-words.txt'),
  }
}
