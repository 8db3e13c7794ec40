/** The search models: what there is, what each brings and costs, and what can be done with it. */
import { FileArchive, FolderInput } from 'lucide-react'
import { useEffect } from 'react'
import { t } from '../../../strings'
import { modelErrorSentence } from '../../../strings/sentences'
import { useStream } from '../../app/client'
import { formatBytes } from '../../app/format'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { changeSettings, useSettings } from '../settings/settingsStore'
import { isRunning } from './describeModel'
import { ImportProgress } from './ImportProgress'
import { ModelCard } from './ModelCard'
import { useModels } from './modelsStore'
import { useModelNews } from './useModelNews'
import { VectorsSection } from './VectorsSection'
import styles from './Models.module.css'

interface ModelsDialogProps {
  open: boolean
  onClose: () => void
  isUpper?: boolean
}

export function ModelsDialog({ open, onClose, isUpper = false }: ModelsDialogProps) {
  return (
    <Dialog
      title={t('models.title')}
      size="wide"
      open={open}
      onClose={onClose}
      isUpper={isUpper}
      footer={open && <Footer />}
    >
      {open && <Models />}
    </Dialog>
  )
}

function Models() {
  const { list, error } = useModels()
  useModelNews()
  const hasSeen = useSettings(({ settings }) => settings.hasSeenModels)
  useEffect(() => {
    if (!hasSeen) void changeSettings({ hasSeenModels: true })
  }, [hasSeen])
  return (
    <>
      <p className={styles['explanation']}>
        {t('models.explanation')} {t('models.recallMeans')}
      </p>
      <ImportProgress />
      {list?.notice !== undefined && (
        <p role="alert" className={styles['problem']}>
          {list.notice}
        </p>
      )}
      {error && (
        <div role="alert" className={styles['problem']}>
          <p>{modelErrorSentence(error)}</p>
          <Button size="small" onClick={() => void useModels.load()}>
            {t('common.tryAgain')}
          </Button>
        </div>
      )}
      {!list && !error && <p role="status">{t('models.reading')}</p>}
      <ul className={styles['models']} aria-label={t('models.title')}>
        {list?.models.map((model) => (
          <ModelCard key={model.id} model={model} />
        ))}
      </ul>
      <VectorsSection />
    </>
  )
}

function Footer() {
  const freeBytes = useModels(({ list }) => list?.freeBytes)
  const said = useModels((models) => models.said)
  const isBusy = isRunning(useStream('models.progress'))
  return (
    <>
      <p className={styles['free']}>
        {freeBytes === undefined ? '' : t('models.freeSpace', { size: formatBytes(freeBytes) })}
      </p>
      <p role="status" className={styles['said']}>
        {said}
      </p>
      <div className={styles['footerButtons']}>
        <Button icon={FolderInput} disabled={isBusy} onClick={() => void useModels.importFrom('folder')}>
          {t('models.importFolder')}
        </Button>
        <Button icon={FileArchive} disabled={isBusy} onClick={() => void useModels.importFrom('zip')}>
          {t('models.importZip')}
        </Button>
      </div>
    </>
  )
}
