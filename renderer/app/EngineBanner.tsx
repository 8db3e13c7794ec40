/** Says when a part of the engine is being restarted or has been given up; gone when all runs. */
import type { EngineHealth } from '../../contract'
import { Banner } from '../ui/Banner'
import { useStream } from './client'

export function EngineBanner() {
  const health = useStream('engine.health')
  const message = health && healthMessage(health)
  return message && <Banner>{message}</Banner>
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
