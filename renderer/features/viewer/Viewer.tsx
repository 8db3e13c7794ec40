/** One photo over the whole window, with its neighbours one key away. */
import { Dialog } from '@base-ui/react/dialog'
import { ChevronLeft, ChevronRight, LoaderCircle } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { ItemDetails } from '../../../contract'
import { t } from '../../../strings'
import { closeOverlay, focusPhotos } from '../../app/uiStore'
import { useCall } from '../../app/useCall'
import { IconButton } from '../../ui/Button'
import { cx } from '../../ui/cx'
import { removeFromAlbum } from '../albums/actions'
import { AlbumDialogs } from '../albums/AlbumDialogs'
import { rememberShown, setRating, toggleFavorite } from '../library/marking'
import { itemAt, useResults } from '../library/results'
import { useSearch } from '../search/searchStore'
import { neverShow, useWords } from '../settings/wordsStore'
import { FilmStrip } from './FilmStrip'
import { InfoPanel } from './InfoPanel'
import { useMarks } from './marks'
import { NoteStage } from './NoteStage'
import { PhotoStage } from './PhotoStage'
import { SlideshowBar } from './SlideshowBar'
import { startSlideshow, step, stopSlideshow, toggleSlideshow, useSlideshow } from './slideshow'
import { rememberStrip, wasStripOpen } from './stripOpen'
import { Toolbar } from './Toolbar'
import { useExplanation } from './useExplanation'
import { useSlideshowClock } from './useSlideshowClock'
import { togglePlaying, VideoStage } from './VideoStage'
import { Why } from './Why'
import styles from './Viewer.module.css'

function close(): void {
  closeOverlay()
  focusPhotos()
}

function searchFor(concept: string): void {
  useSearch.clearQuery()
  useSearch.type(concept)
  void useSearch.submit()
  close()
}

/** The photo on screen is most likely one of those that are no longer shown. */
function hide(concept: string): void {
  close()
  void neverShow(concept)
}

export function Viewer() {
  const results = useResults()
  const { index } = results.cursor
  const item = itemAt(results, index)
  const details = useMarkedDetails(item?.id)
  const known = details instanceof FoveaError ? null : details
  const [isInfoOpen, setIsInfoOpen] = useState(false)
  const [isHeatShown, setIsHeatShown] = useState(false)
  /** The photo of which a part is being chosen. */
  const [selecting, setSelecting] = useState<string | null>(null)
  const isSelecting = item !== undefined && selecting === item.id
  const isRanked = item !== undefined && item.relevance !== null
  const explained = useExplanation(item, results.answered, isInfoOpen || isHeatShown)
  const wordsVersion = useWords(({ version }) => version)
  const tags = useCall('items.tags', item && item.kind !== 'text' && isInfoOpen ? { id: item.id } : null, {
    version: wordsVersion,
  })
  const written = useCall(
    'items.words',
    item ? { id: item.id, ...(results.answered ? { query: results.answered.query } : {}) } : null,
  )
  const words = written === null || written instanceof FoveaError ? [] : written
  const popup = useRef<HTMLDivElement>(null)
  const video = useRef<HTMLVideoElement>(null)
  const isPhoto = item?.kind === 'image'

  useEffect(() => {
    if (known) rememberShown(known)
  }, [known])

  // The photo itself and both neighbours: the next page is here before the user reaches it.
  useEffect(() => {
    useResults.showRange(Math.max(0, index - 1), index + 1)
  }, [index, results.total])

  const show = useSlideshow(({ state }) => state)
  useSlideshowClock(item?.id)
  const [isStripOpen, setIsStripOpen] = useState(wasStripOpen)
  const toggleStrip = () => {
    // The focus may be in it.
    if (isStripOpen) popup.current?.focus()
    setIsStripOpen(!isStripOpen)
    rememberStrip(!isStripOpen)
  }

  const go = (by: 1 | -1) => {
    if (show !== 'off') step(by)
    else goTo(index + by)
  }
  const goTo = (to: number) => {
    if (to >= 0 && to < results.total) useResults.moveCursor(to)
  }
  const changeFavorite = () => {
    if (item) void toggleFavorite(item, { isSeen: true })
  }
  const rate = (rating: number) => item && void setRating(item, rating, { isSeen: true })
  const toggleInfo = () => {
    setIsInfoOpen((isOpen) => !isOpen)
  }
  const toggleHeat = () => {
    // What the lines on the photo stand for is said in the panel.
    if (!isHeatShown) setIsInfoOpen(true)
    setIsHeatShown(!isHeatShown)
  }
  const endSelecting = () => {
    setSelecting(null)
    popup.current?.focus()
  }
  const toggleSelecting = () => {
    if (isSelecting) endSelecting()
    else setSelecting(item?.id ?? null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const isInMenu = event.target instanceof Element && event.target.closest('[role="menu"]') !== null
    if (isInMenu || event.target instanceof HTMLSelectElement || event.ctrlKey || event.metaKey || event.altKey) return
    // The keys of its own controls: they go through the film.
    if (event.target instanceof HTMLVideoElement && event.key.startsWith('Arrow')) return
    if (event.key === 'ArrowLeft') go(-1)
    else if (event.key === 'ArrowRight') go(1)
    else if (event.key === 'Home') goTo(0)
    else if (event.key === 'End') goTo(results.total - 1)
    else if (event.key === 'i') toggleInfo()
    else if (event.key === 't') toggleStrip()
    else if (event.key === 'r' && isPhoto) toggleSelecting()
    else if (event.key === 'h' && isPhoto && isRanked) toggleHeat()
    else if (event.key === ' ' && show !== 'off' && !isButton(event.target)) toggleSlideshow()
    else if (event.key === ' ' && video.current && !isButton(event.target)) togglePlaying(video.current)
    else return
    event.preventDefault()
  }
  const albumId = results.answered?.filters.album

  return (
    <Dialog.Root
      open
      onOpenChange={(_isOpen, { reason }) => {
        if (isSelecting && reason === 'escape-key') endSelecting()
        else if (show !== 'off' && reason === 'escape-key') stopSlideshow()
        else close()
      }}
    >
      <AlbumDialogs isUpper />
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
            details={known}
            position={t('common.of', { number: index + 1, total: results.total })}
            isInfoOpen={isInfoOpen}
            isSelecting={isSelecting}
            onClose={close}
            onMoreLike={() => {
              if (item) useSearch.findSimilar(item)
              close()
            }}
            onToggleFavorite={changeFavorite}
            onToggleInfo={toggleInfo}
            onToggleSelecting={toggleSelecting}
            isStripOpen={isStripOpen}
            onToggleStrip={toggleStrip}
            isShowRunning={show === 'running'}
            onToggleShow={() => {
              if (show !== 'off') toggleSlideshow()
              else if (item) startSlideshow([{ index, item }])
            }}
            onRemoveFromAlbum={albumId === undefined ? null : () => item && void removeFromAlbum(albumId, [item.id])}
          />
          <div className={styles['content']}>
            <div className={styles['frame']}>
              {item?.kind === 'video' ? (
                <VideoStage key={item.id} ref={video} item={item} isAvailable={known === null || known.available} />
              ) : item?.kind === 'text' ? (
                <NoteStage
                  key={item.id}
                  item={item}
                  passage={explained.term?.passage ?? item.passage}
                  isAvailable={known === null || known.available}
                />
              ) : item ? (
                <PhotoStage
                  key={item.id}
                  item={item}
                  isAvailable={known === null || known.available}
                  located={isHeatShown ? explained.term : undefined}
                  words={words}
                  onRegion={
                    isSelecting
                      ? (region) => {
                          useSearch.findSimilarPart(item, region)
                          close()
                        }
                      : null
                  }
                />
              ) : (
                <LoaderCircle className={styles['waiting']} size={32} aria-label={t('common.loading')} />
              )}
              <Step label={t('viewer.previous')} isBack isDisabled={show === 'off' && index === 0} onStep={go} />
              <Step label={t('viewer.next')} isDisabled={show === 'off' && index >= results.total - 1} onStep={go} />
              <SlideshowBar />
            </div>
            {isInfoOpen && (
              <InfoPanel
                details={details}
                tags={item?.kind === 'text' ? undefined : tags}
                words={words}
                why={
                  isRanked ? (
                    <Why
                      explanation={explained.explanation}
                      selected={explained.selected}
                      isHeatShown={isHeatShown}
                      onSelect={(term) => {
                        explained.select(term)
                        if (isPhoto) setIsHeatShown(true)
                        const moment = explained.momentOf(term)
                        if (video.current && moment !== null) video.current.currentTime = moment
                      }}
                      onToggleHeat={isPhoto ? toggleHeat : null}
                    />
                  ) : null
                }
                onRate={rate}
                onSearch={searchFor}
                onHide={hide}
              />
            )}
          </div>
          {isStripOpen && <FilmStrip />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** A key that presses it does nothing else. */
function isButton(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button') !== null
}

interface StepProps {
  label: string
  isBack?: boolean
  isDisabled: boolean
  onStep: (by: 1 | -1) => void
}

function Step({ label, isBack = false, isDisabled, onStep }: StepProps) {
  return (
    <IconButton
      label={label}
      icon={isBack ? ChevronLeft : ChevronRight}
      className={cx(styles['step'], styles[isBack ? 'previous' : 'next'])}
      disabled={isDisabled}
      onClick={() => {
        onStep(isBack ? -1 : 1)
      }}
    />
  )
}

/** With what the person marked a moment ago. */
function useMarkedDetails(id: string | undefined): ItemDetails | FoveaError | null {
  const details = useCall('items.details', id === undefined ? null : { id })
  const mark = useMarks(({ marks }) => marks.get(id ?? ''))
  return details && !(details instanceof FoveaError) ? { ...details, ...mark } : details
}
