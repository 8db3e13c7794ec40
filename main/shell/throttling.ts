/** Tells the indexer what it cannot know by itself: where the power comes from, and that somebody searches. */
import { powerMonitor } from 'electron'
import type { Power } from '../../contract'
import { readPower, watchPower } from '../engine/public'
import type { Engine } from './engine'
import { SearchActivity } from './search-activity'

/** Begins to tell, now and whenever the indexer was started again. Answers what has to be told of each call. */
export function throttleIndexing(engine: Engine): SearchActivity {
  let power: Power | undefined
  let isSearching = false
  const tellPower = (): void => {
    // What is not told now is told when the process is there again.
    if (power) engine.indexer.call('indexing.setPower', power).catch(() => undefined)
  }
  const tellSearching = (): void => {
    engine.indexer.call('indexing.setSearching', { isSearching }).catch(() => undefined)
  }
  const { look } = watchPower((now) => {
    power = now
    tellPower()
  }, read)
  powerMonitor.on('on-battery', look)
  powerMonitor.on('on-ac', look)
  let wasRunning = false
  engine.subscribe(({ indexer }) => {
    const isRunning = indexer === 'running'
    if (isRunning && !wasRunning) {
      tellPower()
      tellSearching()
    }
    wasRunning = isRunning
  })
  return new SearchActivity((now) => {
    isSearching = now
    if (engine.indexer.state === 'running') tellSearching()
  })
}

/** Electron knows at once and for nothing whether there is mains power; the level of a battery it does not know. */
async function read(): Promise<Power> {
  const onBattery = powerMonitor.isOnBatteryPower()
  // Chromium relies on a service of the desktop that not every Linux has.
  if (!onBattery && process.platform !== 'linux') return { onBattery, level: null }
  const power = await readPower()
  return { onBattery: onBattery || power.onBattery, level: power.level }
}
