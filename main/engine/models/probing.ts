/** Tries out what the model in use can run on, and remembers what came of it. */
import { join } from 'node:path'
import { sweepEightBits } from '../encoder/eight-bits/made'
import { readManifest } from '../encoder/manifest'
import { judgeProviders, type StartTrial } from '../encoder/probation'
import { rememberEntry } from '../encoder/providers'
import type { Home } from '../home'
import type { Resources } from '../resources'
import { chosenFolder } from './choice'
import { executionOf, verdictKeyOf } from './execution'

/** Different enough to tell a wrong vector: an animal, a machine, a thing, a texture, people, a place, and dark and pale ones. */
const photos = [
  ...['chelsea.jpg', 'rocket.jpg', 'coffee.jpg', 'grass.jpg'],
  ...['astronaut.jpg', 'china-temple.jpg', 'hubble-deep-field.jpg', 'dust-bowl-home.jpg'],
]

/** Answers whether the image tower is to be run in another way than before. */
export async function tryProviders(
  home: Home,
  resources: Pick<Resources, 'starterModel' | 'samples'>,
  { threads, start }: { threads: number; start: StartTrial },
): Promise<boolean> {
  const folder = chosenFolder(home, resources)
  const key = await verdictKeyOf(folder)
  if (key === null) return false
  const before = await executionOf(home, folder, threads)
  const files = photos.map((name) => join(resources.samples, name))
  const { madeTowers } = home
  const entry = await judgeProviders({ folder, madeTowers, photos: files, threads, start })
  rememberEntry(home.providersFile, key, entry)
  sweepEightBits(madeTowers, await readManifest(folder), entry.provider)
  const after = await executionOf(home, folder, threads)
  return JSON.stringify(before) !== JSON.stringify(after)
}
