// A small S3 server: what LanceDB asks of one, with signatures, conditional writes and multipart uploads; objects are in memory.
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signerOf } from './signature'

export interface S3Key {
  id: string
  secret: string
  /** Whether it may write. */
  writes: boolean
}

export interface S3Request {
  method: string
  /** Of the object; empty for the bucket. */
  key: string
}

/** Since the server was made. */
export interface Traffic {
  reads: number
  lists: number
  writes: number
  bytesIn: number
  bytesOut: number
}

interface StoredObject {
  body: Buffer
  etag: string
  modified: Date
}

interface Answer {
  status: number
  headers?: Record<string, string>
  body?: Buffer | string
}

const region = 'eu-central-1'

export class S3Server {
  readonly #objects = new Map<string, StoredObject>()
  readonly traffic: Traffic = { reads: 0, lists: 0, writes: 0, bytesIn: 0, bytesOut: 0 }
  /** Whether the connection is cut off without an answer, before or after the request is carried out. */
  cutOff: (request: S3Request) => 'no' | 'before' | 'after' = () => 'no'
  readonly #bucket: string
  readonly #keys: readonly S3Key[]
  readonly #uploads = new Map<string, Map<number, Buffer>>()
  #server: Server | undefined
  #port = 0

  constructor(bucket: string, keys: readonly S3Key[]) {
    this.#bucket = bucket
    this.#keys = keys
  }

  /** Again on the same port after it was stopped. */
  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      void this.#receive(request, response)
    })
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
  }

  /** Cuts off what is in progress; the objects stay. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (!server) return
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }

  /** The environment of a process that uses it with a key. */
  environment({ id, secret }: Pick<S3Key, 'id' | 'secret'>): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${String(this.#port)}`,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: id,
      AWS_SECRET_ACCESS_KEY: secret,
    }
  }

  /** Bytes of the objects whose keys begin with this. */
  bytesUnder(prefix: string): number {
    return [...this.#objects].reduce((sum, [key, { body }]) => sum + (key.startsWith(prefix) ? body.length : 0), 0)
  }

  /** As if it had been uploaded. */
  put(key: string, body: Buffer): void {
    const etag = `"${createHash('md5').update(body).digest('hex')}"`
    this.#objects.set(key, { body, etag, modified: new Date() })
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const url = new URL(request.url ?? '/', 'http://s3')
    const [bucket = '', ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent)
    const asked = { method: request.method ?? '', key: rest.join('/') }
    const cut = this.#server ? this.cutOff(asked) : 'before'
    if (cut === 'before') {
      request.socket.destroy()
      return
    }
    const { status, headers, body: answer = '' } = this.#answer(request, body, bucket, asked.key, url.searchParams)
    if (cut === 'after') {
      request.socket.destroy()
      return
    }
    const kind = asked.key === '' && asked.method === 'GET' ? 'lists' : isRead(asked.method) ? 'reads' : 'writes'
    this.traffic[kind]++
    this.traffic.bytesIn += body.length
    const length = request.method === 'HEAD' ? undefined : Buffer.byteLength(answer)
    response.writeHead(status, { ...(length === undefined ? {} : { 'content-length': length }), ...headers })
    this.traffic.bytesOut += length ?? 0
    response.end(request.method === 'HEAD' ? undefined : answer)
  }

  #answer(request: IncomingMessage, body: Buffer, bucket: string, key: string, query: URLSearchParams): Answer {
    const signer = signerOf(request, body, new Map(this.#keys.map(({ id, secret }) => [id, secret])))
    if ('refusal' in signer) return failure(403, signer.refusal)
    if (bucket !== this.#bucket) return failure(404, 'NoSuchBucket')
    const { method = '' } = request
    if (!isRead(method) && !this.#keys.find(({ id }) => id === signer.key)?.writes) return failure(403, 'AccessDenied')
    if (query.has('uploads')) return this.#beginUpload(key)
    const upload = query.get('uploadId')
    if (upload !== null) return this.#upload(request, upload, key, body, query)
    if (method === 'POST' && query.has('delete')) return this.#deleteMany(body.toString())
    if (key === '') return method === 'GET' ? this.#list(query) : failure(405, 'MethodNotAllowed')
    if (method === 'PUT') return this.#put(request, key, this.#copied(request) ?? body)
    if (method === 'DELETE') {
      this.#objects.delete(key)
      return { status: 204 }
    }
    return this.#get(request, key)
  }

  #get(request: IncomingMessage, key: string): Answer {
    const object = this.#objects.get(key)
    if (!object) return failure(404, 'NoSuchKey')
    const { body, etag, modified } = object
    const headers = { etag, 'last-modified': modified.toUTCString(), 'accept-ranges': 'bytes' }
    const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? []
    if (first === undefined || last === undefined)
      return { status: 200, headers: { ...headers, 'content-length': String(body.length) }, body }
    const from = first === '' ? Math.max(0, body.length - Number(last)) : Number(first)
    const to = first === '' || last === '' ? body.length : Math.min(body.length, Number(last) + 1)
    if (from >= to) return failure(416, 'InvalidRange')
    const range = `bytes ${String(from)}-${String(to - 1)}/${String(body.length)}`
    return { status: 206, headers: { ...headers, 'content-range': range }, body: body.subarray(from, to) }
  }

  #put({ headers }: IncomingMessage, key: string, body: Buffer): Answer {
    const before = this.#objects.get(key)
    const match = headers['if-match']
    if (headers['if-none-match'] === '*' && before) return failure(412, 'PreconditionFailed')
    if (match !== undefined && match !== before?.etag) return failure(412, 'PreconditionFailed')
    this.put(key, body)
    return { status: 200, headers: { etag: this.#objects.get(key)!.etag } }
  }

  #copied({ headers }: IncomingMessage): Buffer | undefined {
    const source = headers['x-amz-copy-source']
    if (source === undefined) return undefined
    const [, ...key] = decodeURIComponent(String(source)).replace(/^\//, '').split('/')
    return this.#objects.get(key.join('/'))?.body
  }

  #beginUpload(key: string): Answer {
    const id = randomUUID()
    this.#uploads.set(id, new Map())
    return xml(
      200,
      'InitiateMultipartUploadResult',
      `<Bucket>${this.#bucket}</Bucket><Key>${escape(key)}</Key><UploadId>${id}</UploadId>`,
    )
  }

  #upload(request: IncomingMessage, id: string, key: string, body: Buffer, query: URLSearchParams): Answer {
    const parts = this.#uploads.get(id)
    if (!parts) return failure(404, 'NoSuchUpload')
    if (request.method === 'PUT') {
      parts.set(Number(query.get('partNumber')), body)
      return { status: 200, headers: { etag: `"${createHash('md5').update(body).digest('hex')}"` } }
    }
    this.#uploads.delete(id)
    if (request.method === 'DELETE') return { status: 204 }
    const whole = Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, part]) => part))
    const { status, headers } = this.#put(request, key, whole)
    if (status !== 200) return failure(status, 'PreconditionFailed')
    return xml(
      200,
      'CompleteMultipartUploadResult',
      `<Key>${escape(key)}</Key><ETag>${escape(headers?.['etag'] ?? '')}</ETag>`,
    )
  }

  #deleteMany(request: string): Answer {
    const keys = [...request.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => unescape(key ?? ''))
    for (const key of keys) this.#objects.delete(key)
    return xml(200, 'DeleteResult', keys.map((key) => `<Deleted><Key>${escape(key)}</Key></Deleted>`).join(''))
  }

  #list(query: URLSearchParams): Answer {
    const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? '']
    const after = query.get('continuation-token') ?? query.get('start-after') ?? ''
    const limit = Number(query.get('max-keys') ?? 1000)
    const folders = new Set<string>()
    const found: string[] = []
    let next: string | undefined
    for (const key of [...this.#objects.keys()].sort()) {
      if (!key.startsWith(prefix) || key <= after) continue
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
      const folder = end === -1 ? undefined : key.slice(0, end + delimiter.length)
      if (folder !== undefined && (folders.has(folder) || folder <= after)) continue
      if (found.length + folders.size >= limit) break
      if (folder === undefined) found.push(key)
      else folders.add(folder)
      next = folder === undefined ? key : `${folder}\uffff`
    }
    const rest = [...this.#objects.keys()].some((key) => key.startsWith(prefix) && next !== undefined && key > next)
    const contents = found.map((key) => {
      const { body, etag, modified } = this.#objects.get(key)!
      return `<Contents><Key>${escape(key)}</Key><LastModified>${modified.toISOString()}</LastModified><ETag>${escape(etag)}</ETag><Size>${String(body.length)}</Size><StorageClass>STANDARD</StorageClass></Contents>`
    })
    const common = [...folders].map((folder) => `<CommonPrefixes><Prefix>${escape(folder)}</Prefix></CommonPrefixes>`)
    const token = rest && next !== undefined ? `<NextContinuationToken>${escape(next)}</NextContinuationToken>` : ''
    return xml(
      200,
      'ListBucketResult',
      `<Name>${this.#bucket}</Name><Prefix>${escape(prefix)}</Prefix><KeyCount>${String(found.length + folders.size)}</KeyCount><MaxKeys>${String(limit)}</MaxKeys><IsTruncated>${String(rest)}</IsTruncated>${token}${contents.join('')}${common.join('')}`,
    )
  }
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

function failure(status: number, code: string): Answer {
  return xml(status, 'Error', `<Code>${code}</Code><Message>${code}</Message>`)
}

function xml(status: number, root: string, content: string): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${content}</${root}>`
  return { status, headers: { 'content-type': 'application/xml' }, body }
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

function unescape(text: string): string {
  return text
    .replace(/&quot;/g, '"')
    .replace(/&gt;/g, '>')
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&')
}
