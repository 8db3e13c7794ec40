/** Pictures of videos for the command line: the app is started as a reader of videos, where there is a runtime for it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { VideoReading } from '../../contract'
import type { VideoFrames } from '../engine/media/video'

/** A checkout may have to be built first. */
const startLimitMs = 120_000
/** Longer than the reader gives to a video, twice, and to a new window. */
const answerLimitMs = 60_000

const Answer = z.object({
  id: z.number().int(),
  reading: z.unknown().transform((reading, context) => {
    const frames = z.object({ frames: z.array(z.object({ at: z.number(), picture: z.base64() })) }).safeParse(reading)
    const decoded = frames.success
      ? {
          ...(reading as object),
          frames: frames.data.frames.map(({ at, picture }) => ({
            at,
            picture: new Uint8Array(Buffer.from(picture, 'base64')),
          })),
        }
      : reading
    const parsed = VideoReading.safeParse(decoded)
    if (parsed.success) return parsed.data
    context.addIssue({ code: 'custom', message: 'no reading' })
    return z.NEVER
  }),
})

/** Started by the first video, ended by `close`. Where it cannot be started, videos wait for the app. */
export class ElectronFrames implements VideoFrames {
  readonly #script: string
  #starting: Promise<Socket | undefined> | undefined
  #child: ChildProcess | undefined
  #server: Server | undefined
  #socket: Socket | undefined
  #folder: string | undefined
  #nextId = 1
  readonly #asked = new Map<number, (reading: VideoReading) => void>()

  /** `script` starts the reader: scripts/video-reader.mjs of the checkout. */
  constructor(script: string) {
    this.#script = script
  }

  async isThere(): Promise<boolean> {
    return (await this.#start()) !== undefined
  }

  async read(path: string): Promise<VideoReading> {
    const socket = await this.#start()
    if (!socket || socket.destroyed) return { failed: 'stopped' }
    const id = this.#nextId++
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#answer(id, { failed: 'too-slow' })
      }, answerLimitMs)
      this.#asked.set(id, (reading) => {
        clearTimeout(timer)
        resolve(reading)
      })
      socket.write(`${JSON.stringify({ id, path })}\n`)
    })
  }

  close(): void {
    this.#stopped()
    this.#socket?.destroy()
    this.#child?.kill()
    this.#server?.close()
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true })
  }

  #start(): Promise<Socket | undefined> {
    return (this.#starting ??= this.#connect().catch(() => undefined))
  }

  async #connect(): Promise<Socket | undefined> {
    if (!existsSync(this.#script)) return undefined
    const address = this.#address()
    return new Promise((resolve, reject) => {
      const server = createServer((socket) => {
        server.close() // one reader, and nobody else
        this.#socket = socket
        socket.on('error', () => undefined)
        socket.on('close', () => {
          this.#stopped()
        })
        createInterface({ input: socket, crlfDelay: Infinity }).on('line', (line) => {
          const answer = Answer.safeParse(parse(line))
          if (answer.success) this.#answer(answer.data.id, answer.data.reading)
        })
        socket.unref()
        resolve(socket)
      })
      this.#server = server
      server.on('error', reject)
      server.listen(address, () => {
        const child = spawn(process.execPath, [this.#script, address], { stdio: 'ignore' })
        this.#child = child
        const limit = setTimeout(() => {
          resolve(undefined)
        }, startLimitMs)
        const isOver = (): void => {
          clearTimeout(limit)
          server.close()
          this.#stopped()
          resolve(undefined)
        }
        child.on('error', isOver)
        child.on('exit', isOver)
        child.unref()
      })
    })
  }

  #address(): string {
    if (process.platform === 'win32') return `\\\\.\\pipe\\fovea-videos-${randomBytes(16).toString('hex')}`
    this.#folder = mkdtempSync(join(tmpdir(), 'fovea-videos-')) // for this user only
    return join(this.#folder, 'socket')
  }

  #answer(id: number, reading: VideoReading): void {
    this.#asked.get(id)?.(reading)
    this.#asked.delete(id)
  }

  /** Nobody answers any more: what was asked is read another time. */
  #stopped(): void {
    for (const id of [...this.#asked.keys()]) this.#answer(id, { failed: 'stopped' })
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
