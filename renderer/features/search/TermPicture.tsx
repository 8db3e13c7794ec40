/** The picture of a term that is one, small; of a region the part that is meant. */
import { useEffect } from 'react'
import type { PicturePart, QueryImage, Term } from '../../../contract'
import { t } from '../../../strings'
import { call } from '../../app/client'
import { exampleId, photoPreview, useSearch } from './searchStore'
import type { Preview } from './searchStore'
import styles from './QueryChips.module.css'

export function TermPicture({ term }: { term: Term }) {
  const id = exampleId(term)
  const preview = useSearch(({ previews }) => (id === null ? undefined : previews[id]))
  // Written by its id or opened with a saved search, it is not known yet.
  const isUnknown = id !== null && !preview
  const isPhoto = term.kind !== 'picture'
  useEffect(() => {
    if (!isUnknown) return
    const { signal, abort } = abortable()
    const asked = isPhoto
      ? call('items.details', { id }, { signal }).then(photoPreview)
      : call('search.image', { imageId: id }, { signal }).then(imagePreview)
    asked.then(
      (found) => useSearch.rememberPreview(id, found),
      // One that is gone is named by the search itself.
      () => undefined,
    )
    return abort
  }, [id, isUnknown, isPhoto])

  if (!preview) return null
  const part = term.kind === 'region' ? term : term.kind === 'picture' ? term.part : undefined
  return (
    <img
      src={preview.url}
      alt={preview.name}
      title={preview.name}
      draggable={false}
      className={styles['picture']}
      {...(part && { style: { objectViewBox: insetOf(part) } })}
    />
  )
}

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}

function imagePreview({ name, preview }: QueryImage): Preview {
  return { name: name || t('query.likePicture'), url: preview }
}

function insetOf({ x, y, w, h }: PicturePart): string {
  const percent = (fraction: number) => `${Math.max(0, fraction * 100)}%`
  return `inset(${percent(y)} ${percent(1 - x - w)} ${percent(1 - y - h)} ${percent(x)})`
}
