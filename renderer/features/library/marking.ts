/** Marks photos of the grid: as favourites, with stars, and as more or less what the user looks for. */
import { FoveaError } from '../../../contract/errors'
import type { ResultItem } from '../../../contract'
import { t } from '../../../strings'
import { call } from '../../app/client'
import { showError, showMessage } from '../../ui/toasts'
import { useSearch } from '../search/searchStore'
import { useMarks } from '../viewer/marks'

type Photo = Pick<ResultItem, 'id' | 'name'>

/** The grid shows no hearts and stars, so each change is said. */
export async function setFavorite({ id, name }: Photo, favorite: boolean): Promise<void> {
  await useMarks.mark(id, { favorite })
  if (markOf(id)?.favorite === favorite) {
    showMessage(t(favorite ? 'library.isFavourite' : 'library.isNoFavourite', { name }))
  }
}

/** For keys and buttons that do not know how it is marked now. */
export async function toggleFavorite(photo: Photo): Promise<void> {
  try {
    const isFavorite = markOf(photo.id)?.favorite ?? (await call('items.details', { id: photo.id })).favorite
    await setFavorite(photo, !isFavorite)
  } catch (thrown) {
    showError(t('failed.mark'), FoveaError.from(thrown))
  }
}

export async function setRating({ id, name }: Photo, rating: number): Promise<void> {
  await useMarks.mark(id, { rating })
  if (markOf(id)?.rating === rating) {
    showMessage(
      rating === 0 ? t('library.hasNoRating', { name }) : t('library.isRated', { name, stars: '★'.repeat(rating) }),
    )
  }
}

function markOf(id: string) {
  return useMarks.getState().marks.get(id)
}

/** `canJudge`: a search is on screen that can be refined. False when the key means nothing here. */
export function markByKey(key: string, item: ResultItem, canJudge: boolean): boolean {
  if (key.toLowerCase() === 'f') void toggleFavorite(item)
  else if (/^[0-5]$/.test(key)) void setRating(item, Number(key))
  else if (canJudge && key === '+') useSearch.judge(item, 'more')
  else if (canJudge && key === '-') useSearch.judge(item, 'less')
  else return false
  return true
}
