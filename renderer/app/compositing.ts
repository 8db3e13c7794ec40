/**
 * Says on <html> when the processor has to put the window together: without a graphics processor each frame in which
 * something moves behind a blurred bar takes fifteen times as long (see docs/benchmarks.md, scrolling), so bars are plain then.
 */
import { call } from './client'

export async function followCompositing(): Promise<void> {
  const info = await call('app.info').catch(() => undefined)
  if (info) document.documentElement.dataset['compositing'] = info.compositing
}
