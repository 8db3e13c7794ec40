/** One model: what it is, brings and costs, how its download is going, and the buttons for it. */
import { Combine, ShieldCheck, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ModelProgress, ModelSummary } from '../../../contract'
import { t, type PlainKey } from '../../../strings'
import { modelErrorSentence } from '../../../strings/sentences'
import { useStream } from '../../app/client'
import { formatBytes } from '../../app/format'
import { Button, IconButton } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/Dialog'
import { useKeptFocus } from '../../ui/useKeptFocus'
import { isRunning, noteText, starterId } from './describeModel'
import { ModelFacts } from './ModelFacts'
import { OfferDialog } from './OfferDialog'
import { TogetherDialog } from './TogetherDialog'
import { Transfer } from './Transfer'
import { UpgradeProgress } from './UpgradeProgress'
import { useModels } from './modelsStore'
import styles from './Models.module.css'

export function ModelCard({ model }: { model: ModelSummary }) {
  const { id, name, state, isInUse, isRecommended } = model
  const status = useStream('library.status')
  const told = useStream('models.progress')
  const progress = told?.kind === 'download' && told.id === id ? told : null
  const busy = useModels((models) => (models.busy?.id === id ? models.busy.action : null))
  const card = useKeptFocus<HTMLLIElement>(`${state} ${String(isInUse)} ${progress?.phase ?? ''}`)
  const photos = status ? status.counts.ready + status.counts.pending : 0
  const upgrade = isInUse && status?.upgrade?.to === id ? status.upgrade : null
  const isLooking = isInUse && !upgrade && status?.phase === 'indexing' && status.counts.pending > 0
  return (
    <li
      ref={card}
      tabIndex={-1}
      className={styles['model']}
      aria-label={name}
      {...(isInUse && { 'aria-current': true })}
    >
      <div className={styles['top']}>
        <div className={styles['titles']}>
          <h3 className={styles['name']}>{name}</h3>
          {isInUse && <span className={styles['inUse']}>{t('models.inUse')}</span>}
          {isRecommended && <span className={styles['badge']}>{t('models.recommended')}</span>}
        </div>
        <Actions model={model} progress={progress} isBusy={busy !== null} />
      </div>
      <p className={styles['note']}>{noteText(model)}</p>
      {progress && progress.phase !== 'done' && progress.phase !== 'failed' && (
        <Transfer progress={progress} name={name} />
      )}
      {progress?.phase === 'failed' && progress.error && (
        <p role="alert" className={styles['problem']}>
          {t('models.failedBecause', { name, reason: modelErrorSentence(progress.error) })}
        </p>
      )}
      {busy === 'use' && <p role="status">{t('models.switching')}</p>}
      {busy === 'together' && <p role="status">{t('models.joining')}</p>}
      {busy === 'verify' && <p role="status">{t('models.verifying')}</p>}
      {upgrade && <UpgradeProgress upgrade={upgrade} name={name} />}
      {isLooking && (
        <p className={styles['figures']}>
          {t('models.looking', { done: status.counts.ready, total: status.counts.ready + status.counts.pending })}
        </p>
      )}
      <ModelFacts model={model} photos={photos} />
    </li>
  )
}

interface ActionsProps {
  model: ModelSummary
  progress: ModelProgress | null
  isBusy: boolean
}

function Actions({ model, progress, isBusy }: ActionsProps) {
  const { id, name, state, isInUse, bytes } = model
  const [isOffering, setIsOffering] = useState(false)
  const [isAsking, setIsAsking] = useState(false)
  const [isJoining, setIsJoining] = useState(false)
  const inUse = useModels(({ list }) => list?.models.find((one) => one.isInUse))
  const others = useStream('models.progress')
  const isBlocked = isRunning(others) && others?.id !== id
  const anyBusy = useModels((models) => models.busy !== null)
  const main = mainAction(model, progress)
  const isPrimary = main === 'use' || (main === 'download' && model.isRecommended)
  const press: Record<MainAction, () => void> = {
    pause: () => void useModels.pause(),
    retry: () => void useModels.pull(id),
    goOn: () => void useModels.pull(id),
    download: () => setIsOffering(true),
    use: () => void useModels.use(id, name),
  }
  const isHere = state === 'installed' || state === 'damaged'
  return (
    <div className={styles['actions']}>
      {main && (
        // One button whose meaning changes, so that the focus stays on it.
        <Button
          size="small"
          look={isPrimary ? 'primary' : 'secondary'}
          aria-label={t(mainNames[main], { name })}
          disabled={main === 'use' ? anyBusy : isBlocked}
          onClick={press[main]}
        >
          {t(mainLabels[main])}
        </Button>
      )}
      {(isRunning(progress) || progress?.phase === 'paused' || progress?.phase === 'failed') && (
        <Button size="small" aria-label={t('models.cancelNamed', { name })} onClick={() => void useModels.cancel()}>
          {t('common.cancel')}
        </Button>
      )}
      {!progress && state === 'partial' && (
        <Button
          size="small"
          aria-label={t('models.discardNamed', { name })}
          disabled={isBusy}
          onClick={() => void useModels.remove(id)}
        >
          {t('models.discard')}
        </Button>
      )}
      {inUse && canJoin(model, inUse) && (
        <IconButton
          label={t('models.togetherNamed', { name, other: inUse.name })}
          icon={Combine}
          disabled={anyBusy}
          onClick={() => setIsJoining(true)}
        />
      )}
      {isHere && (
        <IconButton
          label={t('models.verifyNamed', { name })}
          icon={ShieldCheck}
          disabled={anyBusy}
          onClick={() => void useModels.verify(id, name)}
        />
      )}
      {isHere && !isInUse && id !== starterId && (
        <IconButton
          label={t('models.removeNamed', { name })}
          icon={Trash2}
          disabled={anyBusy}
          onClick={() => setIsAsking(true)}
        />
      )}
      {inUse && <TogetherDialog model={model} inUse={inUse} open={isJoining} onClose={() => setIsJoining(false)} />}
      <OfferDialog model={model} open={isOffering} onClose={() => setIsOffering(false)} />
      <ConfirmDialog
        title={t('models.removeTitle', { name })}
        action={t('common.remove')}
        open={isAsking}
        onConfirm={() => void useModels.remove(id)}
        onClose={() => setIsAsking(false)}
      >
        {t('models.removeText', { size: formatBytes(bytes ?? 0) })}
      </ConfirmDialog>
    </div>
  )
}

type MainAction = 'pause' | 'retry' | 'goOn' | 'download' | 'use'

const mainLabels: Record<MainAction, PlainKey> = {
  pause: 'models.pause',
  retry: 'common.tryAgain',
  goOn: 'models.goOn',
  download: 'models.download',
  use: 'models.use',
}

const mainNames = {
  pause: 'models.pauseNamed',
  retry: 'models.retryNamed',
  goOn: 'models.goOnNamed',
  download: 'models.downloadNamed',
  use: 'models.useNamed',
} as const

/** The one thing to do next; null where there is none. */
function mainAction({ state, isInUse }: ModelSummary, progress: ModelProgress | null): MainAction | null {
  if (isRunning(progress)) return 'pause'
  if (progress?.phase === 'failed') return 'retry'
  if (state === 'partial') return 'goOn'
  if (state === 'available') return 'download'
  return state === 'installed' && !isInUse ? 'use' : null
}

/** Two that are one model each, and whole. */
function canJoin({ state, isInUse, parts }: ModelSummary, inUse: ModelSummary): boolean {
  return state === 'installed' && !isInUse && parts.length === 0 && inUse.parts.length === 0
}
