/** The `fovea://` protocol: the page's own files, thumbnails by content hash, and photos and videos by item id. Never a path. */
import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { ContentHash, ItemId } from '../../contract'
import { fileResponse } from './file-response'

export const scheme = 'fovea'
/** The origin of the page, and the only one whose messages are answered. */
export const pageOrigin = `${scheme}://app`

/** Sent with every file of the page: no remote content, no inline script, no framing. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  `img-src 'self' ${scheme}://thumb ${scheme}://original blob: data:`,
  `media-src ${scheme}://original`,
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Of the page in the hidden window: see [Note: hidden window]. */
export const readerPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const pageTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** Formats Chromium shows itself; everything else is rendered to WebP by the engine. */
const originalTypes: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.bmp': 'image/bmp',
  // Of videos Chromium looks at the content; these are the types it knows.
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/mp4',
  '.webm': 'video/webm',
  '.mkv': 'video/webm',
}

export interface ProtocolSources {
  /** The folder of the built page. */
  pageFolder: string
  thumbnailPath: (hash: string) => string
  /** Where an item's file is, and the root it must lie in. Rejects for unknown ids. */
  locate: (id: string) => Promise<{ path: string; root: string }>
  /** The item's photo as WebP. */
  render: (id: string) => Promise<Uint8Array<ArrayBuffer>>
}

/** Answers one request; `range` is its Range header. Whatever is not exactly one of the three forms is 404; nothing is said about why. */
export async function respond(url: string, sources: ProtocolSources, range: string | null = null): Promise<Response> {
  try {
    const { protocol, host, pathname } = new URL(url)
    if (protocol !== `${scheme}:`) return notFound()
    if (host === 'app') return await pageFile(pathname, sources.pageFolder, contentSecurityPolicy)
    const name = pathname.slice(1)
    if (host === 'thumb' && ContentHash.safeParse(name).success) return await thumbnail(sources.thumbnailPath(name))
    if (host === 'original' && ItemId.safeParse(name).success) return await original(name, sources, range)
    return notFound()
  } catch {
    return notFound()
  }
}

/** A file of the built page, under a content policy. */
export async function pageFile(pathname: string, folder: string, policy: string): Promise<Response> {
  const type = pageTypes[extname(pathname)]
  // Built file names hold nothing else; this leaves no room for "..", "%2e", backslashes or NUL.
  if (!type || !/^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/.test(pathname)) return notFound()
  const body = await readFile(join(folder, ...pathname.split('/')))
  return new Response(new Uint8Array(body), {
    headers: { ...common(type), 'Content-Security-Policy': policy, 'Cache-Control': 'no-cache' },
  })
}

async function thumbnail(path: string): Promise<Response> {
  const body = await readFile(path)
  return new Response(new Uint8Array(body), {
    headers: { ...common('image/webp'), 'Cache-Control': 'public, max-age=31536000, immutable' },
  })
}

async function original(id: string, { locate, render }: ProtocolSources, range: string | null): Promise<Response> {
  const { path, root } = await locate(id)
  // A link put in place of the photo since it was indexed must not lead out of the folder the user chose.
  const [real, realRoot] = await Promise.all([realpath(path), realpath(root)])
  if (!real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) return notFound()
  const type = originalTypes[extname(real).toLowerCase()]
  if (!type)
    return new Response(await render(id), { headers: { ...common('image/webp'), 'Cache-Control': 'no-cache' } })
  return fileResponse(real, { ...common(type), 'Cache-Control': 'no-cache' }, range)
}

function common(type: string): Record<string, string> {
  return { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff' }
}

function notFound(): Response {
  return new Response(null, { status: 404 })
}
