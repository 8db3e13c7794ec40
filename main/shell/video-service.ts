/** The app as a reader of videos for the command line: no window to see, no library, only questions and answers. */
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { app } from 'electron'
import { z } from 'zod'
import { restrictEverything } from './security'
import { VideoReader } from './video-reader'

const Question = z.object({ id: z.number().int(), path: z.string().min(1).max(32_768) })

/** Connects to the command at `address`, a socket or pipe of its own, and ends when the command does. */
export async function serveVideos(address: string, pageFolder: string): Promise<void> {
  await app.whenReady()
  restrictEverything()
  app.on('window-all-closed', () => undefined) // one that is idle goes
  const videos = new VideoReader(pageFolder)
  const socket = connect(address)
  const end = (): void => {
    videos.close()
    app.quit()
  }
  socket.on('error', end)
  socket.on('close', end)
  createInterface({ input: socket, crlfDelay: Infinity }).on('line', (line) => {
    const question = Question.safeParse(parse(line))
    if (!question.success) return
    const { id, path } = question.data
    void videos.read(path).then((reading) => {
      const encoded =
        'failed' in reading
          ? reading
          : {
              ...reading,
              frames: reading.frames.map(({ at, picture }) => ({
                at,
                picture: Buffer.from(picture).toString('base64'),
              })),
            }
      socket.write(`${JSON.stringify({ id, reading: encoded })}\n`)
    })
  })
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
