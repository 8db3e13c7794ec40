/** Whether a graphics processor puts the windows together, or the processor has to. */
import { app } from 'electron'
import type { AppInfo } from '../../contract'

/** Chromium finds out in a process of its own; what does not answer by then has no graphics processor to speak of. */
const limitMs = 2000

let known: Promise<void> | undefined

/** To be called once, before the first window. */
export function watchCompositing(): void {
  known ??= new Promise((resolve) => {
    app.once('gpu-info-update', () => {
      resolve()
    })
    setTimeout(resolve, limitMs)
  })
}

export async function compositing(): Promise<AppInfo['compositing']> {
  await known
  return app.getGPUFeatureStatus().gpu_compositing === 'enabled' ? 'gpu' : 'software'
}
