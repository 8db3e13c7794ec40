/** Gets pictures out of videos with Chromium's own decoder, in a hidden window that can do nothing else. */
import { randomBytes } from 'node:crypto'
import { BrowserWindow, session, type Session } from 'electron'
import { z } from 'zod'
import type { VideoReading } from '../../contract'
import { fileResponse } from './file-response'
import { pageFile, readerPolicy, scheme } from './protocol'
import { refuseEverything, webPreferences } from './security'

/** For one video, however long it is and wherever it lies. */
const fileLimitMs = 10_000
const startLimitMs = 10_000
/** The window takes some 60 MB. */
const idleMs = 30_000
/** A crash may have had other reasons than the file. */
const tries = 2

const origin = `${scheme}://reader`

/** What the page answers. It has decoded a file that anybody may have made, so nothing about it is taken for granted. */
const PageAnswer = z.union([
  z.object({
    duration: z.number().positive().max(1e9),
    width: z.number().int().positive().max(65_536),
    height: z.number().int().positive().max(65_536),
    frames: z
      .array(
        z.object({
          at: z.number().min(0).max(1e9),
          picture: z
            .string()
            .max(16 * 1024 * 1024)
            .regex(/^data:image\/jpeg;base64,/),
        }),
      )
      .min(1)
      .max(3),
  }),
  z.object({ failed: z.literal('unreadable') }),
])

/**
 * [Note: hidden window] The page plays nothing: it seeks a muted video and draws what it sees. It runs in Chromium's sandbox, in
 * a session of its own, without a preload script, and can reach its own two files and the one video it is asked to look
 * at, under a name that is good for that time only. One that crashes or hangs is thrown away, and a new one is made.
 */
export class VideoReader {
  readonly #pageFolder: string
  /** Videos that may be read right now, by the name that the page knows them by. */
  readonly #open = new Map<string, string>()
  #session: Session | undefined
  #window: BrowserWindow | undefined
  #queue: Promise<unknown> = Promise.resolve()
  #idle: NodeJS.Timeout | undefined
  #isClosed = false
  #onClose: (() => void)[] = []

  /** `pageFolder`: of the built page. */
  constructor(pageFolder: string) {
    this.#pageFolder = pageFolder
  }

  /** One video at a time. Never rejects. */
  read(path: string): Promise<VideoReading> {
    const reading = this.#queue.then(() => this.#readNext(path))
    this.#queue = reading
    return reading
  }

  /** What is being read, and what waits, is answered with `stopped`. */
  close(): void {
    this.#isClosed = true
    for (const stop of this.#onClose) stop()
    this.#discard()
  }

  async #readNext(path: string): Promise<VideoReading> {
    clearTimeout(this.#idle)
    let reading: VideoReading = { failed: 'stopped' }
    for (let left = tries; left > 0 && !this.#isClosed; left--) {
      reading = await this.#tryOnce(path).catch((error: unknown) => {
        if (!this.#isClosed) console.error('the video reader:', error)
        return { failed: 'crashed' } as const
      })
      if (!('failed' in reading)) break
      if (reading.failed !== 'unreadable') this.#discard()
      if (reading.failed !== 'crashed') break
    }
    this.#idle = setTimeout(() => {
      this.#discard()
    }, idleMs)
    return this.#isClosed ? { failed: 'stopped' } : reading
  }

  async #tryOnce(path: string): Promise<VideoReading> {
    const token = randomBytes(16).toString('hex')
    this.#open.set(token, path)
    const ends: (() => void)[] = []
    try {
      const window = this.#window ?? this.#create()
      const { webContents } = window
      const gone = new Promise<VideoReading>((resolve) => {
        const onGone = (): void => resolve({ failed: 'crashed' })
        webContents.once('render-process-gone', onGone)
        window.once('closed', onGone)
        const onClose = (): void => resolve({ failed: 'stopped' })
        this.#onClose.push(onClose)
        ends.push(() => {
          this.#onClose = this.#onClose.filter((other) => other !== onClose)
          if (window.isDestroyed()) return
          webContents.off('render-process-gone', onGone)
          window.off('closed', onGone)
        })
      })
      const limit = (ms: number, failed: 'too-slow' | 'crashed'): Promise<VideoReading> =>
        new Promise((resolve) => {
          const timer = setTimeout(() => resolve({ failed }), ms)
          ends.push(() => clearTimeout(timer))
        })
      if (window !== this.#window) {
        const loaded = await Promise.race([
          window.loadURL(`${origin}/reader/reader.html`),
          gone,
          limit(startLimitMs, 'crashed'),
        ])
        if (loaded) {
          window.destroy()
          return loaded
        }
        this.#window = window
      }
      const seen = webContents.executeJavaScript(`readFrames(${JSON.stringify(`${origin}/video/${token}`)})`)
      return await Promise.race([seen.then(toReading), gone, limit(fileLimitMs, 'too-slow')])
    } finally {
      for (const end of ends) end()
      this.#open.delete(token)
    }
  }

  #create(): BrowserWindow {
    this.#session ??= this.#prepareSession()
    return new BrowserWindow({
      show: false,
      width: 320,
      height: 240,
      focusable: false,
      skipTaskbar: true,
      // Chromium saves on pages that nobody sees, and would not seek.
      webPreferences: { ...webPreferences(), session: this.#session, backgroundThrottling: false },
    })
  }

  #prepareSession(): Session {
    const own = session.fromPartition('video-reader') // kept in memory only
    refuseEverything(own, (url) => url.startsWith(`${origin}/`))
    own.protocol.handle(scheme, (request) => this.#respond(request).catch(() => new Response(null, { status: 404 })))
    return own
  }

  async #respond({ url, headers }: Request): Promise<Response> {
    const { host, pathname } = new URL(url)
    if (host !== 'reader') return new Response(null, { status: 404 })
    const path = this.#open.get(pathname.slice('/video/'.length))
    // The type is not the file's: Chromium looks at the content, and asks only that it be a video.
    if (pathname.startsWith('/video/') && path !== undefined)
      return fileResponse(path, { 'Content-Type': 'video/mp4', 'Cache-Control': 'no-store' }, headers.get('range'))
    return pageFile(pathname, this.#pageFolder, readerPolicy)
  }

  #discard(): void {
    const window = this.#window
    this.#window = undefined
    if (window && !window.isDestroyed()) window.destroy()
  }
}

function toReading(answer: unknown): VideoReading {
  const parsed = PageAnswer.parse(answer)
  if ('failed' in parsed) return parsed
  const frames = parsed.frames.map(({ at, picture }) => ({
    at,
    picture: new Uint8Array(Buffer.from(picture.slice(picture.indexOf(',') + 1), 'base64')),
  }))
  return { ...parsed, frames }
}
