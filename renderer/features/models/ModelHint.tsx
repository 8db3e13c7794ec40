/** Says quietly that a better model can be had, until its list was looked at once. */
import { Sparkles } from 'lucide-react'
import { useEffect } from 'react'
import { t } from '../../../strings'
import { formatBytes } from '../../app/format'
import { openOverlay } from '../../app/uiStore'
import { Button } from '../../ui/Button'
import { useSettings } from '../settings/settingsStore'
import { starterId } from './describeModel'
import { useModels } from './modelsStore'

/** Nothing while another model than the one that comes with Fovea is in use. */
export function ModelHint() {
  const hasSeen = useSettings(({ settings }) => settings.hasSeenModels)
  const list = useModels((models) => models.list)
  useEffect(() => {
    if (!hasSeen && !useModels.getState().list) void useModels.load()
  }, [hasSeen])
  if (hasSeen || list?.models.find(({ isInUse }) => isInUse)?.id !== starterId) return null
  const better = list.models.find(({ isRecommended }) => isRecommended)
  if (!better) return null
  return (
    <Button
      look="quiet"
      size="small"
      icon={Sparkles}
      title={better.bytes === null ? undefined : t('models.hintTitle', { size: formatBytes(better.bytes) })}
      onClick={() => {
        openOverlay('models')
      }}
    >
      {t('models.hint')}
    </Button>
  )
}
