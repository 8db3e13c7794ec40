/** The picture of a term, large: the part that is drawn on it is looked for, or the whole of it again. */
import { useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { PicturePart, Term } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { originalUrl, thumbUrl } from '../../app/urls'
import { useCall } from '../../app/useCall'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { RegionSelect } from '../viewer/RegionSelect'
import styles from './PicturePartDialog.module.css'

type PictureTerm = Extract<Term, { kind: 'picture' | 'like' | 'region' }>

interface PicturePartDialogProps {
  term: PictureTerm
  onChange: (term: PictureTerm) => void
  onClose: () => void
}

export function PicturePartDialog({ term, onChange, onClose }: PicturePartDialogProps) {
  const picture = usePicture(term)
  const isPart = term.kind === 'region' || (term.kind === 'picture' && term.part !== undefined)
  const [isShown, setIsShown] = useState(false)
  return (
    <Dialog
      title={t('query.partOfPicture')}
      size="wide"
      open
      onClose={onClose}
      footer={
        <>
          <p className={styles['hint']}>{t('query.partHint')}</p>
          {isPart && <Button onClick={() => onChange(whole(term))}>{t('query.wholePicture')}</Button>}
        </>
      }
    >
      {picture instanceof FoveaError ? (
        <p role="alert">{errorSentence(picture)}</p>
      ) : picture === 'none' ? (
        <p>{t('query.noParts')}</p>
      ) : (
        picture && (
          <div className={styles['frame']}>
            <img
              src={picture.url}
              alt={picture.name}
              draggable={false}
              className={styles['picture']}
              onLoad={() => setIsShown(true)}
            />
            {isShown && <RegionSelect scale={1} onSearch={(part) => onChange(partOf(term, part))} />}
          </div>
        )
      )}
    </Dialog>
  )
}

/** Null until it is here; none where it is a film or a note. */
function usePicture(term: PictureTerm): { url: string; name: string } | FoveaError | 'none' | null {
  const image = useCall('search.image', term.kind === 'picture' ? { imageId: term.imageId } : null)
  const details = useCall('items.details', term.kind === 'picture' ? null : { id: term.itemId })
  const answer = image ?? details
  if (!answer || answer instanceof FoveaError) return answer
  if ('picture' in answer) return { url: answer.picture, name: answer.name || t('query.likePicture') }
  if (answer.kind !== 'image') return 'none'
  return { url: answer.available ? originalUrl(answer) : thumbUrl(answer), name: answer.name }
}

/** Finer than anybody draws, and short as text. */
const short = (fraction: number) => Math.floor(fraction * 1e4) / 1e4

function partOf(term: PictureTerm, { x, y, w, h }: PicturePart): PictureTerm {
  const part = { x: short(x), y: short(y), w: short(w), h: short(h) }
  if (term.kind === 'picture') return { ...term, part }
  return { kind: 'region', itemId: term.itemId, ...part }
}

function whole(term: PictureTerm): PictureTerm {
  if (term.kind === 'picture') return { kind: 'picture', imageId: term.imageId }
  return { kind: 'like', itemId: term.itemId }
}
