/** How much of each photo's vector is kept: what shorter ones save, and what they cost, before one is chosen. */
import { useState } from 'react'
import type { CompactChoice } from '../../../contract'
import { FoveaError } from '../../../contract/errors'
import { t } from '../../../strings'
import { useStream } from '../../app/client'
import { formatBytes, formatTenths } from '../../app/format'
import { useCall } from '../../app/useCall'
import { Button } from '../../ui/Button'
import { useModels } from './modelsStore'
import styles from './Models.module.css'

export function CompactTable({ version }: { version: number }) {
  const [isOpen, setIsOpen] = useState(false)
  const isRunning = useStream('engine.health')?.indexer === 'running'
  const isBusy = useModels(({ busy }) => busy !== null)
  const found = useCall('models.compactChoices', isOpen && isRunning ? undefined : null, { version })
  return (
    <details className={styles['compact']} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{t('models.compact')}</summary>
      <p className={styles['note']}>{t('models.compactAbout')}</p>
      {!found && <p role="status">{t('models.compactMeasuring')}</p>}
      {found && !(found instanceof FoveaError) && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('models.compactNumbers')}</th>
              <th scope="col">{t('models.compactDisk')}</th>
              <th scope="col">{t('models.compactMemory')}</th>
              <th scope="col">{t('models.compactRecall')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {found.choices.map((choice) => (
              <tr key={choice.numbers}>
                <th scope="row">{choice.numbers}</th>
                <td>{formatBytes(choice.diskBytes)}</td>
                <td>{formatBytes(choice.memoryBytes)}</td>
                <td>{recallText(choice)}</td>
                <td>
                  {choice.isInUse ? (
                    t('models.inUse')
                  ) : (
                    <Button
                      size="small"
                      aria-label={t('models.compactUse', { count: choice.numbers })}
                      disabled={isBusy || (choice.kind === 'pca' && choice.recall === null)}
                      onClick={() => void useModels.compact(choice.numbers, found.model)}
                    >
                      {t('models.use')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}

function recallText({ kind, recall }: CompactChoice): string {
  if (kind === 'full') return t('models.compactAll')
  return recall === null
    ? t('models.compactUnknown')
    : t('models.compactPercent', { number: formatTenths(100 * recall) })
}
