/** Requests for model files: over https, to known hosts only, through the proxy that the system or the person has set. */
import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'
import { FoveaError } from '../../../contract'

export interface RequestOptions {
  method: 'GET' | 'HEAD'
  headers?: Record<string, string>
  /** Hosts that may be redirected to, besides that of the URL. */
  redirects: readonly string[]
  signal?: AbortSignal | undefined
  /** Silence for so long ends the request. */
  timeoutMs: number
}

export interface Response {
  status: number
  headers: http.IncomingHttpHeaders
  /** Headers of the redirections on the way. */
  passed: http.IncomingHttpHeaders[]
  /** Must be read to the end, or destroyed. */
  body: http.IncomingMessage
}

const mostRedirects = 5

/** Throws DOWNLOAD_FAILED for what is not allowed, and what the network throws. */
export async function request(url: string, options: RequestOptions): Promise<Response> {
  const first = new URL(url)
  requireAllowed(first, first, [])
  const passed: http.IncomingHttpHeaders[] = []
  let at = first
  for (;;) {
    const body = await send(at, options)
    const { statusCode: status = 0, headers } = body
    if (![301, 302, 303, 307, 308].includes(status) || headers.location === undefined) {
      return { status, headers, passed, body }
    }
    body.destroy()
    passed.push(headers)
    if (passed.length > mostRedirects) throw notAllowed(`${first.host} sends from one address to the next without end`)
    const next = new URL(headers.location, at)
    requireAllowed(next, first, options.redirects)
    at = next
  }
}

/** Plain http is for servers on this computer: tests, and mirrors behind a tunnel. */
function requireAllowed(url: URL, first: URL, redirects: readonly string[]): void {
  const isLocal = isLoopback(url) && isLoopback(first)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) {
    throw notAllowed(`${url.host} cannot be reached over an encrypted connection`)
  }
  if (url.username !== '' || url.password !== '') throw notAllowed(`the address of ${url.host} has a password in it`)
  if (url.host !== first.host && !redirects.some((pattern) => matches(url.hostname, pattern))) {
    throw notAllowed(`${first.host} sends on to ${url.host}, which is not among the servers it may send to`)
  }
}

function matches(host: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'))
}

async function send(url: URL, { method, headers, signal, timeoutMs }: RequestOptions): Promise<http.IncomingMessage> {
  const proxy = proxyFor(url)
  const tunnel = proxy ? await connectThrough(proxy, url, { signal, timeoutMs }) : undefined
  return new Promise((resolve, reject) => {
    const module = url.protocol === 'https:' ? https : http
    const sent = module.request(
      url,
      {
        method,
        agent: false,
        // A compressed body has another length than the file, and cannot be gone on with.
        headers: { 'User-Agent': 'Fovea', 'Accept-Encoding': 'identity', ...headers },
        ...(tunnel ? { createConnection: () => tunnel } : {}),
        ...(signal ? { signal } : {}),
      },
      resolve,
    )
    sent.setTimeout(timeoutMs, () => sent.destroy(new Error('no answer for too long')))
    sent.on('error', reject)
    sent.end()
  })
}

/** The usual variables. https_proxy=http://name:word@host:port, no_proxy=host,.domain,* */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv = process.env): URL | undefined {
  const value = (name: string): string => env[name.toLowerCase()] ?? env[name] ?? ''
  if (isLoopback(url)) return undefined
  const exceptions = value('NO_PROXY')
    .split(',')
    .map((entry) => entry.trim().replace(/^\*?\./, '.'))
  const isException = exceptions.some((entry) => {
    if (entry === '') return false
    return (
      entry === '*' ||
      url.hostname === entry.replace(/^\./, '') ||
      url.hostname.endsWith(`.${entry.replace(/^\./, '')}`)
    )
  })
  const address = value('HTTPS_PROXY') || value('ALL_PROXY')
  if (isException || address === '') return undefined
  return new URL(/^\w+:\/\//.test(address) ? address : `http://${address}`)
}

function connectThrough(
  proxy: URL,
  target: URL,
  { signal, timeoutMs }: Pick<RequestOptions, 'signal' | 'timeoutMs'>,
): Promise<Duplex> {
  const authority = `${target.hostname}:${target.port || '443'}`
  const word = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  const module = proxy.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const asked = module.request({
      host: proxy.hostname,
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: authority,
      agent: false,
      headers: {
        Host: authority,
        ...(word === ':' ? {} : { 'Proxy-Authorization': `Basic ${Buffer.from(word).toString('base64')}` }),
      },
      ...(signal ? { signal } : {}),
    })
    asked.setTimeout(timeoutMs, () => asked.destroy(new Error('no answer from the proxy for too long')))
    asked.on('error', reject)
    asked.on('connect', (response, socket) => {
      if (response.statusCode === 200) {
        const secured = tls.connect({ socket, servername: target.hostname, ALPNProtocols: ['http/1.1'] })
        secured.once('secureConnect', () => resolve(secured))
        secured.once('error', reject)
      } else {
        socket.destroy()
        reject(new Error(`the proxy ${proxy.host} answered ${String(response.statusCode)}`))
      }
    })
    asked.end()
  })
}

function notAllowed(what: string): FoveaError {
  return new FoveaError('DOWNLOAD_FAILED', `The download was stopped: ${what}.`)
}
