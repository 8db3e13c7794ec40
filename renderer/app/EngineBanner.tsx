/** Says when a part of the engine is being restarted or has been given up, and what was mended at the start. */
import { useState } from 'react'
import type { EngineHealth } from '../../contract'
import { t } from '../../strings'
import { Banner } from '../ui/Banner'
import { Button } from '../ui/Button'
import { useStream } from './client'

export function EngineBanner() {
  const health = useStream('engine.health')
  const notice = useStream('library.status')?.notice
  const [read, setRead] = useState<string>()
  const message = health && healthMessage(health)
  return (
    <>
      {message && <Banner>{message}</Banner>}
      {notice !== undefined && notice !== read && (
        <Banner
          actions={
            <Button size="small" onClick={() => setRead(notice)}>
              {t('app.understood')}
            </Button>
          }
        >
          {notice}
        </Banner>
      )}
    </>
  )
}

function healthMessage(health: EngineHealth): string | null {
  const states = [health.indexer, health.searcher]
  const isDown = states.includes('stopped')
  if (!isDown && !states.includes('restarting')) return null
  return t(isDown ? 'app.partStopped' : 'app.partRestarting')
}
