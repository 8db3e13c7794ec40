/** Why indexing stands still or is slow, in words for the terminal. */
import type { LibraryStatus, PauseReason, SlowReason } from '../../contract'

type Throttling = Pick<LibraryStatus, 'pausedBy' | 'pausedUntil' | 'slowedBy' | 'cpuShare'>

export function reasonsOf({ pausedBy, pausedUntil, slowedBy, cpuShare }: Throttling): string[] {
  const until = new Date(pausedUntil ?? 0).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })
  const pauses: Record<PauseReason, string> = {
    user: 'paused by hand, until it is resumed in the window',
    until: `paused until ${until}`,
    'battery-low': 'stopped: the battery is under 20 %; it goes on with mains power',
    'disk-full': 'stopped: the disk is full; it goes on when there is room',
  }
  const brakes: Record<SlowReason, string> = {
    searching: 'slower while somebody searches',
    battery: 'slower on battery: half as fast',
    share: `slower by choice: ${String(cpuShare)} % of the processor`,
  }
  return [...pausedBy.map((reason) => pauses[reason]), ...slowedBy.map((reason) => brakes[reason])]
}
