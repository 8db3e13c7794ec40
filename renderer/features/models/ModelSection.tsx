/** In the settings: the search model in use, and the way to all others. */
import { useEffect, useState } from 'react'
import { t } from '../../../strings'
import { useStream } from '../../app/client'
import { Button } from '../../ui/Button'
import { ModelsDialog } from './ModelsDialog'
import { ProviderLines } from './ProviderLines'
import { useModels } from './modelsStore'
import styles from './Models.module.css'

export function ModelSection() {
  const [isOpen, setIsOpen] = useState(false)
  const inUse = useModels(({ list }) => list?.models.find((model) => model.isInUse))
  const isRunning = useStream('engine.health')?.indexer === 'running'
  useEffect(() => {
    if (isRunning) void useModels.load()
  }, [isRunning])
  return (
    <>
      <div className={styles['section']}>
        <p>{inUse?.name ?? t('models.reading')}</p>
        <Button onClick={() => setIsOpen(true)}>{t('models.open')}</Button>
      </div>
      <ProviderLines />
      <ModelsDialog open={isOpen} onClose={() => setIsOpen(false)} isUpper />
    </>
  )
}
