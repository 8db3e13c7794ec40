/** Finds what ships with Fovea: the starter model and the sample photos. */
import { join } from 'node:path'

export interface Resources {
  starterModel: string
  samples: string
}

/** `folder` is the resources folder of a checkout, a package or an installed app. */
export function resourcesIn(folder: string): Resources {
  return { starterModel: join(folder, 'models', 'starter'), samples: join(folder, 'samples') }
}
