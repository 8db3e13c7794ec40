/** Makes an album: its name, and whether it holds chosen photos or finds photos like them. */
import { BookImage, Sparkles } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useId, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { Album } from '../../../contract'
import { t } from '../../../strings'
import type { PlainKey } from '../../../strings'
import { useStream } from '../../app/client'
import { useCall } from '../../app/useCall'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { showMessage } from '../../ui/toasts'
import { useAlbums } from './albumsStore'
import type { AlbumDraft } from './albumsStore'
import { NameField } from './NameField'
import styles from './Albums.module.css'

const kinds: { kind: Album['kind']; label: PlainKey; explanation: PlainKey; icon: LucideIcon }[] = [
  { kind: 'manual', label: 'albums.manual', explanation: 'albums.manualText', icon: BookImage },
  {
    kind: 'smart',
    label: 'albums.smart',
    explanation: 'albums.smartText',
    icon: Sparkles,
  },
]

/** As many as one call answers; more examples than these teach nothing new. */
const mostFavorites = 1000
const favorites = { where: { op: 'filter', filter: { field: 'is', flag: 'favorite' } } } as const

function close(): void {
  useAlbums.setState({ draft: null })
}

export function NewAlbumDialog({ isUpper }: { isUpper: boolean }) {
  const draft = useAlbums((albums) => albums.draft)
  const form = useId()
  return (
    <Dialog
      title={t('albums.newAlbum')}
      size="small"
      open={draft !== null}
      onClose={close}
      isUpper={isUpper}
      footer={
        <div className={styles['buttons']}>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form={form}>
            {t('albums.makeAlbum')}
          </Button>
        </div>
      }
    >
      {draft && <NewAlbumForm id={form} draft={draft} />}
    </Dialog>
  )
}

function NewAlbumForm({ id, draft }: { id: string; draft: AlbumDraft }) {
  const [name, setName] = useState('')
  const [kind, setKind] = useState(draft.kind)
  const [takesFavorites, setTakesFavorites] = useState(false)
  const isWithout = draft.itemIds.length === 0
  // What was marked a moment ago is found once it is written.
  const revision = useStream('library.status')?.revision ?? 0
  const answer = useCall(
    'search.run',
    isWithout ? { query: { kind: 'parsed', query: favorites }, filters: {}, offset: 0, limit: mostFavorites } : null,
    { version: revision },
  )
  const liked = answer && !(answer instanceof FoveaError) ? answer.items.map((item) => item.id) : []
  // Without examples a smart album finds nothing.
  const itemIds = !isWithout ? draft.itemIds : takesFavorites || kind === 'smart' ? liked : []
  const lacksExamples = kind === 'smart' && itemIds.length === 0
  const make = async () => {
    if (name.trim() === '' || lacksExamples) return
    const album = await useAlbums.createAlbum(name.trim(), kind, itemIds)
    if (!album) return
    close()
    showMessage(t('albums.made', { name: album.name, count: album.count }))
  }
  return (
    <form
      id={id}
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
    >
      <NameField value={name} onChange={setName} />
      <fieldset className={styles['kinds']}>
        <legend className="visually-hidden">{t('albums.kind')}</legend>
        {kinds.map(({ kind: each, label, explanation, icon: Icon }) => (
          <label key={each} className={styles['kindChoice']}>
            <input
              type="radio"
              name={`${id}kind`}
              className="visually-hidden"
              checked={each === kind}
              onChange={() => {
                setKind(each)
              }}
            />
            <Icon size={18} aria-hidden />
            <span className={styles['kindName']}>{t(label)}</span>
            <span className={styles['hint']}>{t(explanation)}</span>
          </label>
        ))}
      </fieldset>
      {!isWithout && (
        <p className={styles['hint']}>
          {t(kind === 'smart' ? 'albums.learnsFrom' : 'albums.startsWith', { count: draft.itemIds.length })}
        </p>
      )}
      {isWithout && kind === 'manual' && liked.length > 0 && (
        <label className={styles['check']}>
          <input
            type="checkbox"
            checked={takesFavorites}
            onChange={(event) => {
              setTakesFavorites(event.target.checked)
            }}
          />
          {t('albums.startWithFavourites', { count: liked.length })}
        </label>
      )}
      {isWithout && kind === 'smart' && (
        <p className={styles['hint']} role="status">
          {liked.length > 0 ? t('albums.learnsFromFavourites', { count: liked.length }) : t('albums.needsFavourites')}
        </p>
      )}
    </form>
  )
}
