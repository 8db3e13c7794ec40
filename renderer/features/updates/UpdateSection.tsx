/** In the settings: which version this is, whether there is a newer one, and how its download is going. */
import { RefreshCw } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { UpdateState } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { useStream } from '../../app/client'
import { formatMoment } from '../../app/format'
import { useUi } from '../../app/uiStore'
import { Button } from '../../ui/Button'
import { Switch } from '../../ui/Switch'
import { changeSettings, useSettings } from '../settings/settingsStore'
import { checkForUpdate, downloadUpdate } from './actions'
import { UpdateCard } from './UpdateCard'
import styles from './Updates.module.css'

export function UpdateSection() {
  const state = useStream('update.state')
  const isWeekly = useSettings(({ settings }) => settings.weeklyUpdateCheck)
  const section = useShownSection()
  const checkButton = useRef<HTMLButtonElement>(null)
  if (!state) return null
  const { phase, host, offer, error } = state
  return (
    <div ref={section} className={styles['updates']}>
      <p className={styles['about']}>{t('updates.about', { host })}</p>
      <div className={styles['line']}>
        <p role="status">{stateText(state)}</p>
        <Button
          ref={checkButton}
          icon={RefreshCw}
          disabled={phase === 'downloading' || phase === 'verifying'}
          onClick={() => void checkForUpdate()}
        >
          {t('updates.check')}
        </Button>
      </div>
      {error && (
        <div role="alert" className={styles['problem']}>
          <p>{errorSentence(error)}</p>
          <Button
            size="small"
            onClick={() => {
              // This one goes with what it stands beside.
              checkButton.current?.focus()
              void (isOfList(error.code) ? checkForUpdate() : downloadUpdate())
            }}
          >
            {t('common.tryAgain')}
          </Button>
        </div>
      )}
      {offer && <UpdateCard state={state} offer={offer} />}
      <Switch
        label={t('updates.weekly')}
        checked={isWeekly}
        onChange={(isOn) => void changeSettings({ weeklyUpdateCheck: isOn })}
      />
    </div>
  )
}

function stateText({ phase, version, host, checkedAt, offer }: UpdateState): string {
  if (phase === 'checking') return t('updates.checking', { host })
  if (checkedAt === null) return t('updates.unknown', { version })
  return t(offer ? 'updates.outdated' : 'updates.current', { version, time: formatMoment(checkedAt) })
}

function isOfList(code: string): boolean {
  return code === 'UPDATE_UNREACHABLE' || code === 'UPDATE_UNSIGNED' || code.startsWith('UPDATE_LIST')
}

/** Scrolled to, and its first button focused, where the settings were opened for it. */
function useShownSection() {
  const section = useRef<HTMLDivElement>(null)
  const isThere = useStream('update.state') !== null
  const isMeant = useUi((ui) => ui.section === 'updates')
  useEffect(() => {
    if (!isMeant || !isThere) return
    // After the dialog has put the focus where it usually goes.
    const timer = setTimeout(() => {
      const parent = section.current?.closest('section')
      parent?.scrollIntoView({ block: 'start' })
      parent?.querySelector('button')?.focus({ preventScroll: true })
    }, 100)
    return () => {
      clearTimeout(timer)
    }
  }, [isMeant, isThere])
  return section
}
