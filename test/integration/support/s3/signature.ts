// Checks the signatures (AWS Signature Version 4) of requests to the S3 server of the tests.
import { createHash, createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** What S3 answers where a request is not signed as it should be. */
export type Refusal = 'AccessDenied' | 'InvalidAccessKeyId' | 'SignatureDoesNotMatch'

const header = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/

/** Who signed a request, or why that is not known. `secrets` by access key. */
export function signerOf(
  request: IncomingMessage,
  body: Buffer,
  secrets: ReadonlyMap<string, string>,
): { key: string } | { refusal: Refusal } {
  const [, key, scope, names, signature] = header.exec(request.headers.authorization ?? '') ?? []
  if (key === undefined || scope === undefined || names === undefined) return { refusal: 'AccessDenied' }
  const secret = secrets.get(key)
  if (secret === undefined) return { refusal: 'InvalidAccessKeyId' }
  const claimed = String(request.headers['x-amz-content-sha256'])
  if (claimed !== 'UNSIGNED-PAYLOAD' && claimed !== sha256(body)) return { refusal: 'SignatureDoesNotMatch' }
  const canonical = [
    request.method,
    pathOf(request),
    queryOf(request),
    ...names.split(';').map((name) => `${name}:${String(request.headers[name]).trim().replace(/\s+/g, ' ')}`),
    '',
    names,
    claimed,
  ].join('\n')
  const text = ['AWS4-HMAC-SHA256', String(request.headers['x-amz-date']), scope, sha256(canonical)].join('\n')
  const signing = scope
    .split('/')
    .reduce<Buffer | string>((secretSoFar, part) => hmac(secretSoFar, part), `AWS4${secret}`)
  return hmac(signing, text).toString('hex') === signature ? { key } : { refusal: 'SignatureDoesNotMatch' }
}

/** Each byte that is not unreserved is written as %XX, slashes apart. */
function pathOf(request: IncomingMessage): string {
  return new URL(request.url ?? '/', 'http://s3').pathname
    .split('/')
    .map((part) => strict(decodeURIComponent(part)))
    .join('/')
}

function queryOf(request: IncomingMessage): string {
  const pairs = [...new URL(request.url ?? '/', 'http://s3').searchParams]
  return pairs
    .map(([name, value]) => `${strict(name)}=${strict(value)}`)
    .sort()
    .join('&')
}

function strict(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
