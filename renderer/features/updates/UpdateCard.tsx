/** The new version: what is in it, how its download is going, and the buttons for it. */
import { Download, FolderOpen, PackageOpen, Pause, Trash2 } from 'lucide-react'
import { useEffect } from 'react'
import type { UpdateOffer, UpdateState } from '../../../contract'
import { currentLanguage, t } from '../../../strings'
import { formatBytes, formatDay, formatTimeLeft } from '../../app/format'
import { Button } from '../../ui/Button'
import { ProgressBar } from '../../ui/ProgressBar'
import { useKeptFocus } from '../../ui/useKeptFocus'
import { cancelUpdate, downloadUpdate, openInstaller, pauseUpdate, revealInstaller } from './actions'
import styles from './Updates.module.css'

type Phase = UpdateState['phase']

export function UpdateCard({ state, offer }: { state: UpdateState; offer: UpdateOffer }) {
  const { version, releasedAt, file } = offer
  const { phase } = state
  const name = t('updates.name', { version })
  const day = formatDay(releasedAt)
  const notes = offer.notes[currentLanguage()] ?? offer.notes.en
  const card = useKeptFocus<HTMLDivElement>(phase)
  useEffect(() => {
    // What was asked for is brought into sight; not where somebody is busy with another part of the settings.
    const section = card.current?.closest('section')
    if (section?.contains(document.activeElement)) card.current?.scrollIntoView({ block: 'nearest' })
  }, [card, phase])
  return (
    <div ref={card} role="group" tabIndex={-1} aria-label={name} className={styles['card']}>
      <h4 className={styles['name']}>{name}</h4>
      <p className={styles['soft']}>
        {file ? t('updates.releasedSize', { day, size: formatBytes(file.bytes) }) : t('updates.released', { day })}
      </p>
      {/* Focusable, so that long notes can be scrolled with the keyboard. */}
      <div className={styles['notes']} tabIndex={0} role="group" aria-label={t('updates.notes', { version })}>
        {notes}
      </div>
      {['downloading', 'verifying', 'paused'].includes(phase) && <Transfer state={state} />}
      {phase === 'ready' && (
        <p className={styles['ready']}>{t(file?.kind === 'AppImage' ? 'updates.readyAppImage' : 'updates.ready')}</p>
      )}
      {file ? <Actions state={state} kind={file.kind} /> : <p>{t('updates.noFile')}</p>}
    </div>
  )
}

function Transfer({ state: { phase, done, total, bytesPerSecond, etaSeconds } }: { state: UpdateState }) {
  const texts = [
    t(phase === 'paused' ? 'updates.paused' : phase === 'verifying' ? 'updates.verifying' : 'updates.downloading'),
    t('common.of', { number: formatBytes(done), total: formatBytes(total) }),
    ...(phase === 'downloading' && bytesPerSecond > 0
      ? [t('models.perSecond', { size: formatBytes(bytesPerSecond) })]
      : []),
    ...(phase === 'downloading' && etaSeconds !== null ? [formatTimeLeft(etaSeconds)] : []),
  ]
  return (
    <>
      <ProgressBar
        label={t('updates.progress')}
        value={phase === 'verifying' ? null : done / total}
        still={phase === 'paused'}
      />
      <p className={styles['figures']}>{texts.join('  ·  ')}</p>
    </>
  )
}

type Kind = NonNullable<UpdateOffer['file']>['kind']

function Actions({ state: { phase, done }, kind }: { state: UpdateState; kind: Kind }) {
  const isRunning = phase === 'downloading' || phase === 'verifying'
  const isOpenable = phase === 'ready' && kind !== 'AppImage'
  return (
    <div className={styles['buttons']}>
      <MainButton phase={phase} isBegun={done > 0} isOpenable={isOpenable} />
      {isOpenable && (
        <Button icon={FolderOpen} onClick={() => void revealInstaller()}>
          {t('updates.reveal')}
        </Button>
      )}
      {isRunning && <Button onClick={() => void cancelUpdate()}>{t('common.cancel')}</Button>}
      {(phase === 'ready' || phase === 'paused') && (
        <Button icon={Trash2} onClick={() => void cancelUpdate()}>
          {t('updates.discard')}
        </Button>
      )}
    </div>
  )
}

/** One button for what comes next, so that the keyboard stays on it from the download to the end. */
function MainButton({ phase, isBegun, isOpenable }: { phase: Phase; isBegun: boolean; isOpenable: boolean }) {
  if (phase === 'downloading' || phase === 'verifying') {
    return (
      <Button icon={Pause} onClick={() => void pauseUpdate()}>
        {t('updates.pause')}
      </Button>
    )
  }
  if (phase === 'ready') {
    return (
      <Button
        look="primary"
        icon={isOpenable ? PackageOpen : FolderOpen}
        onClick={() => void (isOpenable ? openInstaller() : revealInstaller())}
      >
        {t(isOpenable ? 'updates.openInstallerAsks' : 'updates.reveal')}
      </Button>
    )
  }
  return (
    <Button look="primary" icon={Download} disabled={phase === 'checking'} onClick={() => void downloadUpdate()}>
      {t(isBegun ? 'updates.goOn' : 'updates.download')}
    </Button>
  )
}
