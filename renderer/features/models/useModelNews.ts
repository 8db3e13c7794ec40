/** Reads the list again when a download or an import comes to another phase, and says what has become of it. */
import { useEffect, useRef } from 'react'
import { t } from '../../../strings'
import { useStream } from '../../app/client'
import { useModels } from './modelsStore'

export function useModelNews(): void {
  const progress = useStream('models.progress')
  const indexer = useStream('engine.health')?.indexer
  const before = useRef<{ id: string; phase: string } | null>(null)
  const { id, kind, phase } = progress ?? {}

  useEffect(() => {
    if (indexer === 'running') void useModels.load()
  }, [id, phase, indexer])

  useEffect(() => {
    const last = before.current
    before.current = id === undefined || phase === undefined ? null : { id, phase }
    // What was over before the dialog was opened is no news.
    if (!last || id === undefined || (last.id === id && last.phase === phase)) return
    const name = useModels.getState().list?.models.find((model) => model.id === id)?.name ?? id
    if (phase === 'done') useModels.say(t(kind === 'import' ? 'models.imported' : 'models.downloaded', { name }))
    else if (phase === 'paused' && kind === 'download') useModels.say(t('models.isPaused', { name }))
    else if (phase === 'asking' && kind === 'download') useModels.say(t('models.isBegun', { name }))
    else if (phase === 'failed' || phase === 'paused') useModels.say('')
  }, [id, kind, phase])
}
