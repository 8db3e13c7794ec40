/** Makes an album: its name, and whether it holds chosen photos or finds photos like them. */
import { BookImage, Sparkles } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useId, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { Album } from '../../../contract'
import { countOf } from '../../app/format'
import { useCall } from '../../app/useCall'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { showMessage } from '../../ui/toasts'
import { useAlbums } from './albumsStore'
import type { AlbumDraft } from './albumsStore'
import { NameField } from './NameField'
import styles from './Albums.module.css'

const kinds: { kind: Album['kind']; label: string; explanation: string; icon: LucideIcon }[] = [
  { kind: 'manual', label: 'Album', explanation: 'Holds the photos you put into it.', icon: BookImage },
  {
    kind: 'smart',
    label: 'Smart album',
    explanation: 'Finds photos like the examples, also among new ones.',
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
      title="New album"
      size="small"
      open={draft !== null}
      onClose={close}
      isUpper={isUpper}
      footer={
        <div className={styles['buttons']}>
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" type="submit" form={form}>
            Make album
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
  const answer = useCall(
    'search.run',
    isWithout ? { query: { kind: 'parsed', query: favorites }, filters: {}, offset: 0, limit: mostFavorites } : null,
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
    showMessage(`“${album.name}” has ${countOf(album.count, 'photo')}`)
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
        <legend className="visually-hidden">Kind</legend>
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
            <span className={styles['kindName']}>{label}</span>
            <span className={styles['hint']}>{explanation}</span>
          </label>
        ))}
      </fieldset>
      {!isWithout && (
        <p className={styles['hint']}>
          {kind === 'smart'
            ? `It learns from ${countOf(draft.itemIds.length, 'photo')}.`
            : `It starts with ${countOf(draft.itemIds.length, 'photo')}.`}
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
          Start with my {countOf(liked.length, 'favourite')}
        </label>
      )}
      {isWithout && kind === 'smart' && (
        <p className={styles['hint']} role="status">
          {liked.length > 0
            ? `It learns from your ${countOf(liked.length, 'favourite')}.`
            : 'It needs photos to learn from: mark some as favourites first.'}
        </p>
      )}
    </form>
  )
}
