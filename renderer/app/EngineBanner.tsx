/** Says when a part of the engine is being restarted or has been given up, and what was mended at the start. */
import { useState } from 'react'
import type { EngineHealth } from '../../contract'
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
              Understood
            </Button>
          }
        >
          {notice}
        </Banner>
      )}
    </>
  )
}

export function healthMessage(health: EngineHealth): string | null {
  const states = [health.indexer, health.searcher]
  const isDown = states.includes('stopped')
  if (!isDown && !states.includes('restarting')) return null
  if (health.message) return health.message
  return isDown
    ? 'A part of Fovea has stopped. Close Fovea and open it again.'
    : 'A part of Fovea stopped and is being restarted.'
}
