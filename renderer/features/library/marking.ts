/** Marks photos as favourites and with stars, with a way back. */
import { FoveaError } from '../../../contract/errors'
import type { ItemDetails, ResultItem } from '../../../contract'
import { t } from '../../../strings'
import { call } from '../../app/client'
import { recordUndo, showError, showUndo } from '../../ui/toasts'
import { useMarks } from '../viewer/marks'

type Photo = Pick<ResultItem, 'id' | 'name'>

interface MarkOptions {
  /** The viewer shows hearts and stars; the grid does not, so there each change is said. */
  isSeen?: boolean
}

export async function setFavorite({ id, name }: Photo, favorite: boolean, { isSeen = false }: MarkOptions = {}) {
  await useMarks.mark(id, { favorite })
  if (markOf(id)?.favorite !== favorite) return
  const title = t(favorite ? 'library.isFavourite' : 'library.isNoFavourite', { name })
  offerUndo(isSeen, title, () => useMarks.mark(id, { favorite: !favorite }))
}

/** For keys and buttons that do not know how it is marked now. */
export async function toggleFavorite(photo: Photo, options?: MarkOptions): Promise<void> {
  try {
    await setFavorite(photo, !(await marksOf(photo.id)).favorite, options)
  } catch (thrown) {
    showError(t('failed.mark'), FoveaError.from(thrown))
  }
}

export async function setRating(photo: Photo, rating: number, { isSeen = false }: MarkOptions = {}): Promise<void> {
  const { id, name } = photo
  try {
    const before = (await marksOf(id)).rating
    await useMarks.mark(id, { rating })
    if (markOf(id)?.rating !== rating || rating === (before ?? 0)) return
    const title =
      rating === 0 ? t('library.hasNoRating', { name }) : t('library.isRated', { name, stars: '★'.repeat(rating) })
    offerUndo(isSeen, title, () => useMarks.mark(id, { rating: before }))
  } catch (thrown) {
    showError(t('failed.mark'), FoveaError.from(thrown))
  }
}

function offerUndo(isSeen: boolean, title: string, undo: () => unknown): void {
  if (isSeen) recordUndo(title, undo)
  else showUndo(title, undo)
}

function markOf(id: string) {
  return useMarks.getState().marks.get(id)
}

type Marks = Pick<ItemDetails, 'favorite' | 'rating'>

/** Read a moment ago to be shown: who marks that photo next must not wait for a searcher that is at work. */
let shown: (Marks & { id: string }) | undefined

export function rememberShown({ id, favorite, rating }: ItemDetails): void {
  shown = { id, favorite, rating }
}

/** As marked a moment ago, else as the library knows. Throws FoveaError. */
async function marksOf(id: string): Promise<Marks> {
  const mark = markOf(id)
  const { favorite, rating } = mark ?? {}
  if (favorite !== undefined && rating !== undefined) return { favorite, rating }
  const details = shown?.id === id ? shown : await call('items.details', { id })
  return { favorite: favorite ?? details.favorite, rating: rating === undefined ? details.rating : rating }
}
