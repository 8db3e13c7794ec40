/** What is answered from the spaces of two models together. See: [Note: upgrade] */
import type { SmartAlbums } from '../../curation/albums'
import type { VectorMatrix } from '../matrix'
import type { PreviousSpace } from './previous-space'

/** In the space of the model in use if it knows both photos, else in the one before. */
export function likeness(
  one: string,
  other: string,
  matrix: VectorMatrix,
  previous: PreviousSpace | undefined,
): number {
  const isKnown = (id: string): boolean => matrix.rowOf(id) !== undefined
  return previous && !(isKnown(one) && isKnown(other))
    ? previous.matrix.likeness(one, other)
    : matrix.likeness(one, other)
}

/** Each model's photos learn from the examples that it knows. */
export function bridgedAlbums(own: SmartAlbums, previous: PreviousSpace | undefined): Pick<SmartAlbums, 'members'> {
  if (!previous) return own
  return {
    members: async (album) => {
      const [here, before] = [await own.members(album), await previous.albums.members(album)]
      const { ids } = previous.photos
      const all = [...here.filter(({ id }) => !ids.has(id)), ...before.filter(({ id }) => ids.has(id))]
      return all.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    },
  }
}
