/** One kind of duplicates: its groups a page at a time, and the button that moves what was chosen to the trash. */
import { ChevronLeft, ChevronRight, Copy, PartyPopper, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { DuplicateGroup } from '../../../contract'
import { call } from '../../app/client'
import { countOf, formatBytes, formatCount } from '../../app/format'
import { Button, IconButton } from '../../ui/Button'
import { ProgressBar } from '../../ui/ProgressBar'
import { showError, showMessage } from '../../ui/toasts'
import { proposed } from './choice'
import type { Going } from './choice'
import { Group } from './Group'
import { pageSize, useDuplicates } from './useDuplicates'
import type { DuplicateKind } from './useDuplicates'
import styles from './Duplicates.module.css'

const explanations: Record<DuplicateKind, string> = {
  exact: 'Files that are the same byte for byte. One of each group is enough.',
  near: 'Photos that look the same: other sizes, formats or edits of one, or shots of one moment. Look twice.',
}

export function DuplicateReview({ kind }: { kind: DuplicateKind }) {
  const { page, offset, setOffset, forget } = useDuplicates(kind)
  const scroller = useRef<HTMLDivElement>(null)
  /** Groups in which the person chose otherwise than proposed. */
  const [chosen, setChosen] = useState<ReadonlyMap<string, Going>>(new Map())
  const [isMoving, setIsMoving] = useState(false)

  if (page instanceof FoveaError) {
    return (
      <p role="alert" className={styles['center']}>
        {page.message}
      </p>
    )
  }
  if (!page) return <Looking />
  const { groups, total } = page
  if (groups.length === 0) return <Nothing kind={kind} isDone={chosen.size > 0 || offset > 0} />

  const goingOf = (group: DuplicateGroup) => chosen.get(group.keep) ?? proposed([group])
  const going = groups.flatMap((group) => {
    const ids = goingOf(group)
    return group.items.filter(({ id }) => ids.has(id))
  })
  const turnTo = (next: number) => {
    setOffset(next)
    scroller.current?.scrollTo(0, 0)
    scroller.current?.focus()
  }
  const moveToTrash = async () => {
    setIsMoving(true)
    try {
      const moved = await call('items.trash', { ids: going.map(({ id }) => id).slice(0, mostAtOnce) })
      forget(moved)
      if (moved.length > 0) showMessage(`${countOf(moved.length, 'file')} moved to the trash`)
    } catch (thrown) {
      showError('Nothing was moved to the trash', FoveaError.from(thrown))
    } finally {
      setIsMoving(false)
    }
  }

  return (
    <>
      <div ref={scroller} className={styles['scroller']} role="region" aria-label="Groups of duplicates" tabIndex={0}>
        <p className={styles['explanation']}>{explanations[kind]}</p>
        <div className={styles['groups']}>
          {groups.map((group, index) => (
            <Group
              key={group.keep}
              group={group}
              number={offset + index + 1}
              going={goingOf(group)}
              onChange={(ids) => {
                setChosen((before) => new Map(before).set(group.keep, ids))
              }}
            />
          ))}
        </div>
      </div>
      <div className={styles['footer']}>
        <nav className={styles['pager']} aria-label="Pages">
          <IconButton
            label="Previous groups"
            icon={ChevronLeft}
            side="top"
            disabled={offset === 0}
            onClick={() => {
              turnTo(Math.max(0, offset - pageSize))
            }}
          />
          <span>
            {total > pageSize
              ? `Groups ${formatCount(offset + 1)} to ${formatCount(Math.min(total, offset + pageSize))} of ${formatCount(total)}`
              : countOf(total, 'group')}
          </span>
          <IconButton
            label="Next groups"
            icon={ChevronRight}
            side="top"
            disabled={offset + pageSize >= total}
            onClick={() => {
              turnTo(offset + pageSize)
            }}
          />
        </nav>
        <p role="status" className={styles['sum']}>
          {going.length > 0 && `Frees ${formatBytes(going.reduce((sum, { size }) => sum + size, 0))}`}
        </p>
        <Button
          look="danger"
          icon={Trash2}
          disabled={going.length === 0 || isMoving}
          onClick={() => void moveToTrash()}
        >
          Move {formatCount(going.length)} to the trash…
        </Button>
      </div>
    </>
  )
}

/** The most that one call takes. */
const mostAtOnce = 1000

function Looking() {
  return (
    <div className={styles['center']} role="status">
      <div className={styles['progress']}>
        <ProgressBar label="Looking for duplicates" value={null} />
      </div>
      <p>Comparing your photos…</p>
    </div>
  )
}

function Nothing({ kind, isDone }: { kind: DuplicateKind; isDone: boolean }) {
  const Icon = isDone ? PartyPopper : Copy
  return (
    <div className={styles['center']}>
      <Icon size={44} strokeWidth={1.25} aria-hidden className={styles['emptyIcon']} />
      <h3 className={styles['emptyTitle']}>
        {kind === 'exact' ? 'No two files are the same' : 'No two photos look the same'}
      </h3>
      <p>
        {kind === 'exact'
          ? 'Every photo in your library is there once.'
          : 'Fovea found no other sizes, formats or near-identical shots of a photo.'}
      </p>
    </div>
  )
}
