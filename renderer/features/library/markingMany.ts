/** Marks many photos at once, with one way back that knows how each was marked before. */
import { FoveaError } from '../../../contract/errors'
import type { ItemMarks, ResultItem } from '../../../contract'
import { t } from '../../../strings'
import { call } from '../../app/client'
import { showError, showMessage, showUndo } from '../../ui/toasts'
import { useMarks } from '../viewer/marks'
import { setFavorite, setRating, toggleFavorite } from './marking'

type Photos = readonly Pick<ResultItem, 'id' | 'name'>[]

interface MarkOptions {
  isSeen?: boolean
}

export async function favouriteAll(photos: Photos, favorite: boolean): Promise<void> {
  const [first] = photos
  if (photos.length === 1 && first) return setFavorite(first, favorite)
  const title = t(favorite ? 'library.areFavourites' : 'library.areNoFavourites', { count: photos.length })
  await markMany(photos, 'favorite', favorite, title)
}

/** For keys: all become favourites, unless all are. */
export async function toggleFavourites(photos: Photos, options?: MarkOptions): Promise<void> {
  const [first] = photos
  if (!first) return
  if (photos.length === 1) return toggleFavorite(first, options)
  const marks = await marksOf(photos)
  if (marks) await favouriteAll(photos, !marks.every(({ favorite }) => favorite))
}

export async function rateAll(photos: Photos, rating: number, options?: MarkOptions): Promise<void> {
  const [first] = photos
  if (!first) return
  if (photos.length === 1) return setRating(first, rating, options)
  const count = photos.length
  const title =
    rating === 0 ? t('library.haveNoRating', { count }) : t('library.areRated', { count, stars: '★'.repeat(rating) })
  await markMany(photos, 'rating', rating, title)
}

async function markMany(photos: Photos, what: 'favorite' | 'rating', value: boolean | number, title: string) {
  const before = await marksOf(photos)
  if (!before) return
  const changed = before.filter((marks) => (marks[what] ?? 0) !== value)
  if (changed.length === 0) showMessage(title)
  else if (await useMarks.markAll(idsOf(changed), { [what]: value })) {
    showUndo(title, async () => {
      for (const old of new Set(changed.map((marks) => marks[what]))) {
        const same = changed.filter((marks) => marks[what] === old)
        await useMarks.markAll(idsOf(same), { [what]: old })
      }
    })
  }
}

const idsOf = (marks: readonly ItemMarks[]): string[] => marks.map(({ id }) => id)

/** As marked a moment ago, else as the library knows; null where it cannot say. */
async function marksOf(photos: Photos): Promise<ItemMarks[] | null> {
  try {
    const known = await call('items.marks', { ids: photos.map(({ id }) => id) })
    const { marks } = useMarks.getState()
    return known.map((stored) => ({ ...stored, ...marks.get(stored.id) }))
  } catch (thrown) {
    showError(t('failed.mark'), FoveaError.from(thrown))
    return null
  }
}
