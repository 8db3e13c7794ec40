/** Says quietly, in the bar below the photos, that there is a new version: it was looked for before. */
import { ArrowUpCircle } from 'lucide-react'
import { t } from '../../../strings'
import { openSettingsAt } from '../../app/uiStore'
import { Button } from '../../ui/Button'

export function UpdateHint({ version }: { version: string }) {
  return (
    <Button
      look="quiet"
      size="small"
      icon={ArrowUpCircle}
      onClick={() => {
        openSettingsAt('updates')
      }}
    >
      {t('updates.hint', { version })}
    </Button>
  )
}
