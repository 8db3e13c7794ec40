// A server of model files on this computer that can be told to misbehave.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** Answers a request in another way than a good server. `good` answers as one would. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, bytes: Buffer, good: () => void) => void

export class FileServer {
  readonly requests: { method: string; path: string; range: string | undefined; headers: IncomingHttpHeaders }[] = []
  readonly #server: Server
  /** Used up one a request for the path; after that the server is good. */
  readonly #behaviours = new Map<string, Behaviour[]>()
  /** Files whose tag is not that of their bytes. */
  readonly tags = new Map<string, string>()
  knowsRanges = true

  constructor(folder: string) {
    this.#server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://x').pathname.slice(1)
      const { method = '', headers } = request
      this.requests.push({ method, path, range: headers.range, headers })
      let bytes: Buffer
      try {
        bytes = readFileSync(join(folder, path))
      } catch {
        response.writeHead(404).end()
        return
      }
      const good = (): void => this.#answer(path, bytes, request, response)
      const behaviour = request.method === 'GET' ? this.#behaviours.get(path)?.shift() : undefined
      if (behaviour) behaviour(request, response, bytes, good)
      else good()
    })
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  next(path: string, ...behaviours: Behaviour[]): void {
    this.#behaviours.set(path, behaviours)
  }

  #answer(path: string, bytes: Buffer, request: IncomingMessage, response: ServerResponse): void {
    const tag = this.tags.get(path) ?? `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`
    const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? []
    const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === tag
    response.setHeader('ETag', tag)
    if (this.knowsRanges && from !== undefined && isSame) {
      const start = Number(from)
      response.writeHead(206, {
        'Content-Range': `bytes ${String(start)}-${String(bytes.length - 1)}/${String(bytes.length)}`,
        'Content-Length': bytes.length - start,
      })
      response.end(bytes.subarray(start))
    } else {
      response.writeHead(200, { 'Content-Length': bytes.length })
      response.end(request.method === 'HEAD' ? undefined : bytes)
    }
  }
}

function tagOf(bytes: Buffer): string {
  return `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`
}

/** The first part of the file, then the connection is gone. */
export function drops(share = 0.5): Behaviour {
  return (_request, response, bytes) => {
    response.writeHead(200, { 'Content-Length': bytes.length, ETag: tagOf(bytes) })
    response.write(bytes.subarray(0, Math.floor(bytes.length * share)), () => setTimeout(() => response.destroy(), 30))
  }
}

/** The first part, then silence. */
export const stalls: Behaviour = (_request, response, bytes) => {
  response.writeHead(200, { 'Content-Length': bytes.length, ETag: tagOf(bytes) })
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)))
}

export function answers(
  status: number,
  headers: Record<string, string> = {},
  body?: (bytes: Buffer) => Buffer,
): Behaviour {
  return (_request, response, bytes) => {
    response.writeHead(status, headers)
    response.end(body?.(bytes))
  }
}
