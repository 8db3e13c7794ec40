/** The picture of a term that is one, small; of a region the part that is meant. */
import { useEffect } from 'react'
import type { Term } from '../../../contract'
import { call } from '../../app/client'
import { exampleId, photoPreview, useSearch } from './searchStore'
import styles from './QueryChips.module.css'

export function TermPicture({ term }: { term: Term }) {
  const id = exampleId(term)
  const preview = useSearch(({ previews }) => (id === null ? undefined : previews[id]))
  // Written by its id, a photo is not known yet. A picture is: it was handed over in this window.
  const isUnknownPhoto = id !== null && !preview && term.kind !== 'picture'
  useEffect(() => {
    if (!isUnknownPhoto) return
    const controller = new AbortController()
    call('items.details', { id }, { signal: controller.signal }).then(
      (details) => useSearch.rememberPreview(id, photoPreview(details)),
      // A photo that is gone is named by the search itself.
      () => undefined,
    )
    return () => {
      controller.abort()
    }
  }, [id, isUnknownPhoto])

  if (!preview) return null
  return (
    <img
      src={preview.url}
      alt={preview.name}
      title={preview.name}
      draggable={false}
      className={styles['picture']}
      {...(term.kind === 'region' && { style: { objectViewBox: insetOf(term) } })}
    />
  )
}

function insetOf({ x, y, w, h }: Extract<Term, { kind: 'region' }>): string {
  const percent = (fraction: number) => `${Math.max(0, fraction * 100)}%`
  return `inset(${percent(y)} ${percent(1 - x - w)} ${percent(1 - y - h)} ${percent(x)})`
}
