/** In the settings: what the search model runs on, and why not on anything else. */
import { useEffect, useId, useState } from 'react'
import type { ProviderReport, ProviderVerdict } from '../../../contract'
import { FoveaError } from '../../../contract/errors'
import { t } from '../../../strings'
import { call, useStream } from '../../app/client'
import { formatTenths } from '../../app/format'
import { Button } from '../../ui/Button'
import { showError } from '../../ui/toasts'
import settings from '../settings/SettingsDialog.module.css'
import styles from './Models.module.css'

/** Names of products: the same in every language. */
const names: Record<ProviderReport['provider'], string> = {
  cpu: 'CPU',
  'cpu-int8': 'CPU, 8-bit',
  'cpu-int8-blocks': 'CPU, 8-bit blocks',
  coreml: 'CoreML',
  dml: 'DirectML',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
}

export function ProviderLines() {
  const id = useId()
  const isRunning = useStream('engine.health')?.indexer === 'running'
  const [report, setReport] = useState<ProviderReport | null>(null)
  const [isTrying, setIsTrying] = useState(false)
  const load = () =>
    attempt(async () => {
      setReport(await call('models.providers'))
    })
  useEffect(() => {
    if (isRunning) void load()
  }, [isRunning])
  if (!report) return null
  return (
    <div className={styles['providers']}>
      <div className={settings['choiceLine']}>
        <label htmlFor={id}>{t('models.runsOn')}</label>
        <select
          id={id}
          className={settings['select']}
          value={report.setting}
          onChange={(event) =>
            void attempt(async () => {
              await call('models.setProvider', { setting: event.target.value as ProviderReport['setting'] })
              await load()
            })
          }
        >
          <option value="auto">{t('models.providerAuto')}</option>
          <option value="cpu">{t('models.providerCpu')}</option>
        </select>
      </div>
      <p>{t('models.runsOnNow', { provider: names[report.provider], threads: report.threads, count: report.batch })}</p>
      <ul className={styles['verdicts']}>
        {report.verdicts.map((verdict) => (
          <li key={verdict.provider}>
            {names[verdict.provider]}: {verdictText(verdict)}
          </li>
        ))}
      </ul>
      <div className={styles['again']}>
        <p role="status">
          {isTrying ? t('models.tryingProviders') : report.testedAt === null ? t('models.untried') : ''}
        </p>
        <Button
          size="small"
          disabled={isTrying}
          onClick={() => {
            setIsTrying(true)
            void attempt(async () => {
              await call('models.tryProviders')
              await load()
            }).finally(() => {
              setIsTrying(false)
            })
          }}
        >
          {t(report.testedAt === null ? 'models.tryProviders' : 'models.tryProvidersAgain')}
        </Button>
      </div>
    </div>
  )
}

async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action()
  } catch (thrown) {
    showError(t('failed.providers'), FoveaError.from(thrown))
  }
}

function verdictText({ code, cosine, speedup, detail }: ProviderVerdict): string {
  const times = formatTenths(speedup ?? 0)
  switch (code) {
    case 'passed':
      return t('models.verdictPassed', { times })
    case 'not-bundled':
      return t('models.verdictNotBundled')
    case 'unavailable':
      return t('models.verdictUnavailable', { detail })
    case 'crashed':
      return t('models.verdictCrashed', { detail })
    case 'hung':
      return t('models.verdictHung')
    case 'wrong':
      return t('models.verdictWrong', { cosine: (cosine ?? 0).toFixed(4) })
    case 'slow':
      return t('models.verdictSlow', { times })
  }
}
