/** One photo over the whole window, with its neighbours one key away. */
import { Dialog } from '@base-ui/react/dialog'
import { ChevronLeft, ChevronRight, FolderSearch, Info, LoaderCircle, ScanSearch, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { ResultItem } from '../../../contract'
import { revealItem } from '../../app/actions'
import { formatCount, formatDay } from '../../app/format'
import { closeOverlay, focusPhotos } from '../../app/uiStore'
import { IconButton } from '../../ui/Button'
import { cx } from '../../ui/cx'
import { itemAt, useResults } from '../library/results'
import { moreLike } from '../search/searchStore'
import { InfoPanel } from './InfoPanel'
import { PhotoStage } from './PhotoStage'
import { useDetails } from './useDetails'
import styles from './Viewer.module.css'

function close(): void {
  closeOverlay()
  focusPhotos()
}

export function Viewer() {
  const results = useResults()
  const { index } = results.cursor
  const item = itemAt(results, index)
  const details = useDetails(item?.id)
  const [isInfoOpen, setIsInfoOpen] = useState(false)
  const popup = useRef<HTMLDivElement>(null)

  // The photo itself and both neighbours: the next page is here before the user reaches it.
  useEffect(() => {
    useResults.showRange(Math.max(0, index - 1), index + 1)
  }, [index, results.total])

  const go = (by: number) => {
    const to = index + by
    if (to >= 0 && to < results.total) useResults.moveCursor(to)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'ArrowLeft') go(-1)
    else if (event.key === 'ArrowRight') go(1)
    else if (event.key === 'i') setIsInfoOpen((isOpen) => !isOpen)
    else return
    event.preventDefault()
  }

  return (
    <Dialog.Root open onOpenChange={close}>
      <Dialog.Portal>
        <Dialog.Popup
          ref={popup}
          className={cx('viewer-theme', styles['viewer'])}
          initialFocus={popup}
          finalFocus={false}
          onKeyDown={onKeyDown}
        >
          <Toolbar
            item={item}
            position={`${formatCount(index + 1)} of ${formatCount(results.total)}`}
            isInfoOpen={isInfoOpen}
            onToggleInfo={() => {
              setIsInfoOpen((isOpen) => !isOpen)
            }}
          />
          <div className={styles['content']}>
            <div className={styles['frame']}>
              {item ? (
                <PhotoStage
                  key={item.id}
                  item={item}
                  isAvailable={details === null || details instanceof FoveaError || details.available}
                />
              ) : (
                <LoaderCircle className={styles['waiting']} size={32} aria-label="Loading" />
              )}
              <IconButton
                label="Previous photo"
                icon={ChevronLeft}
                className={cx(styles['step'], styles['previous'])}
                disabled={index === 0}
                onClick={() => {
                  go(-1)
                }}
              />
              <IconButton
                label="Next photo"
                icon={ChevronRight}
                className={cx(styles['step'], styles['next'])}
                disabled={index >= results.total - 1}
                onClick={() => {
                  go(1)
                }}
              />
            </div>
            {isInfoOpen && <InfoPanel details={details} score={item?.score ?? null} />}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface ToolbarProps {
  item: ResultItem | undefined
  position: string
  isInfoOpen: boolean
  onToggleInfo: () => void
}

function Toolbar({ item, position, isInfoOpen, onToggleInfo }: ToolbarProps) {
  return (
    <header className={styles['toolbar']}>
      <div className={styles['side']}>
        <IconButton label="Close" shortcut="Esc" icon={X} onClick={close} />
        <span className={styles['position']}>{position}</span>
      </div>
      <div className={styles['heading']}>
        <Dialog.Title className={styles['title']}>{item?.name ?? 'Photo'}</Dialog.Title>
        {item && <p className={styles['date']}>{formatDay(item.date)}</p>}
      </div>
      <div className={cx(styles['side'], styles['actions'])}>
        <IconButton
          label="More like this"
          icon={ScanSearch}
          disabled={!item}
          onClick={() => {
            if (item) moreLike(item)
            close()
          }}
        />
        <IconButton
          label="Show in folder"
          icon={FolderSearch}
          disabled={!item}
          onClick={() => item && void revealItem(item.id)}
        />
        <IconButton label="Information" shortcut="I" icon={Info} aria-pressed={isInfoOpen} onClick={onToggleInfo} />
      </div>
    </header>
  )
}
