/** Draws pictures of a video. The shell calls `readFrames` by its name: main/shell/video-reader.ts. */

/** Parts of the length: what opens and closes a film is seldom what it is about. */
const shares = [0.25, 0.5, 0.75]
/** Twice a thumbnail: enough for both what is shown and the search model. */
const longestSide = 1024
const quality = 0.92
/** Farther than any film goes on. */
const farthest = 1e9
/** The longest that the frame sought is waited for: a window that nobody sees is not told of every frame. */
const frameMs = 250

interface Seen {
  duration: number
  width: number
  height: number
  frames: { at: number; picture: string }[]
}

async function readFrames(address: string): Promise<Seen | { failed: 'unreadable' }> {
  const video = document.createElement('video')
  video.muted = true
  video.preload = 'auto'
  try {
    const isLoaded = happened(video, 'loadeddata')
    video.src = address
    await isLoaded
    const { videoWidth: width, videoHeight: height } = video
    if (width === 0 || height === 0) return { failed: 'unreadable' } // the sound can be played, the pictures cannot
    const duration = await durationOf(video)
    const scale = Math.min(1, longestSide / Math.max(width, height))
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
    const frames: Seen['frames'] = []
    for (const share of shares) {
      await seek(video, duration * share)
      frames.push({ at: duration * share, picture: await draw(video, canvas) })
    }
    return { duration, width, height, frames }
  } catch {
    return { failed: 'unreadable' }
  } finally {
    video.removeAttribute('src')
    video.load() // lets go of the decoder and of the file
  }
}

/** Recordings that were not finished properly do not say how long they are until somebody looks for the end. */
async function durationOf(video: HTMLVideoElement): Promise<number> {
  if (!Number.isFinite(video.duration)) await seek(video, farthest)
  return Math.max(Number.isFinite(video.duration) ? video.duration : video.currentTime, 0.001)
}

/** The frame before may be drawn still when a seek is done: the next one to be shown is waited for as well. */
async function seek(video: HTMLVideoElement, to: number): Promise<void> {
  const isThere = happened(video, 'seeked')
  const isShown = new Promise<void>((resolve) => {
    video.requestVideoFrameCallback(() => {
      resolve()
    })
  })
  video.currentTime = to
  await isThere
  await Promise.race([isShown, new Promise((resolve) => setTimeout(resolve, frameMs))])
}

async function draw(video: HTMLVideoElement, canvas: OffscreenCanvas): Promise<string> {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.imageSmoothingQuality = 'high'
  context.drawImage(video, 0, 0, canvas.width, canvas.height)
  const picture = await canvas.convertToBlob({ type: 'image/jpeg', quality })
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => {
      resolve(reader.result as string)
    }
    reader.onerror = () => {
      reject(new Error('no picture'))
    }
    reader.readAsDataURL(picture)
  })
}

function happened(video: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<void> {
  return new Promise((resolve, reject) => {
    video.addEventListener(
      event,
      () => {
        resolve()
      },
      { once: true },
    )
    video.addEventListener(
      'error',
      () => {
        reject(new Error(video.error?.message ?? 'unreadable'))
      },
      { once: true },
    )
  })
}

Object.assign(globalThis, { readFrames })
