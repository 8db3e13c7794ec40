/**
 * The list of versions: a small signed file that says which version is the newest, and what to download of it.
 *
 * [Note: the list of versions] Two files, `latest.json` and `latest.json.sig`: the second is an Ed25519 signature (base64) of the
 * bytes of the first. Nothing of the first is looked at before its signature was found good. What is signed names the product, the
 * version, its date, and size and SHA-512 of every installer, so that no server, mirror or proxy on the way decides what is run.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { FoveaError, type UpdateOffer } from '../../../contract'
import { isVersion } from './version'

/** Where updates come from, and whose signatures count. */
export interface UpdateSource {
  /** Address of `latest.json`. */
  feed: string
  /** Hosts besides that of the list that installers may come from; "*." stands for any below. */
  hosts: readonly string[]
  /** Ed25519 public keys (SPKI, DER, base64). More than one while a key gives way to the next. */
  keys: readonly string[]
}

/** The form this version understands. A newer one says only that there is something newer. */
const format = 1
/** Far more than notes and a dozen installers need; what is larger is not read on. */
export const mostFeedBytes = 256 * 1024
const mostNotes = 20_000
/** A package weighs a tenth of it. */
const mostFileBytes = 4 * 1024 ** 3

const word = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/)
const FeedFile = z.object({
  platform: word,
  arch: word,
  kind: word,
  url: z.string().max(2048),
  bytes: z.number().int().positive().max(mostFileBytes),
  sha512: z.string().regex(/^[0-9a-f]{128}$/),
})
export type FeedFile = z.infer<typeof FeedFile>

const Feed = z.object({
  format: z.literal(format),
  product: z.literal('fovea'),
  version: z.string().refine(isVersion, 'not a version'),
  released: z.iso.datetime(),
  notes: z.object({ en: z.string().max(mostNotes), de: z.string().max(mostNotes).optional() }),
  files: z.array(FeedFile).max(64),
})
export type Feed = z.infer<typeof Feed>

/** As fetched: what is signed, and the signature. */
export interface SignedFeed {
  bytes: Buffer
  signature: string
}

/** Throws UPDATE_UNSIGNED, UPDATE_LIST_NEWER, UPDATE_LIST_INVALID. */
export function readFeed({ bytes, signature }: SignedFeed, source: UpdateSource): Feed {
  if (!isSigned(bytes, signature, source.keys)) {
    throw new FoveaError(
      'UPDATE_UNSIGNED',
      'The list of versions is not signed by the makers of Fovea, so it was not used. Something on the way may have changed it: try again later, or from another network.',
      { retry: 'try-again' },
    )
  }
  if (bytes.length > mostFeedBytes) throw invalid('it is too large')
  let content: unknown
  try {
    content = JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw invalid('it is no JSON', error)
  }
  const form = z.object({ format: z.number().int() }).safeParse(content)
  if (form.success && form.data.format > format) {
    throw new FoveaError(
      'UPDATE_LIST_NEWER',
      'The list of versions is of a newer form than this Fovea can read. There is a new version: download it from the home page of Fovea.',
      { retry: 'update-app' },
    )
  }
  const feed = Feed.safeParse(content)
  if (!feed.success) {
    const [issue] = feed.error.issues
    throw invalid(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
  }
  for (const { url } of feed.data.files) {
    if (!isAllowed(url, source)) throw invalid('an installer lies on a server that installers do not come from')
  }
  return feed.data
}

function invalid(why: string, cause?: unknown): FoveaError {
  return new FoveaError(
    'UPDATE_LIST_INVALID',
    `The list of versions cannot be read (${why}). This is a mistake of the makers of Fovea: try again in a few days.`,
    { retry: 'try-again', cause },
  )
}

function isSigned(bytes: Buffer, signature: string, keys: readonly string[]): boolean {
  if (!/^[A-Za-z0-9+/]{86}==\s*$/.test(signature)) return false
  const signed = Buffer.from(signature, 'base64')
  return keys.some((text) => {
    const key = publicKeyOf(text)
    return key !== undefined && verify(null, bytes, key, signed)
  })
}

/** Undefined for what is no Ed25519 key: it never makes a signature good. */
function publicKeyOf(text: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}

/** Over https, from the host of the list or one of those named; plain http only where the list comes from this computer. */
function isAllowed(text: string, { feed, hosts }: UpdateSource): boolean {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return false
  }
  const own = new URL(feed)
  if (url.username !== '' || url.password !== '') return false
  if (url.host === own.host) return url.protocol === own.protocol
  if (url.protocol !== 'https:' || url.port !== '') return false
  return hosts.some((host) => (host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host))
}

export interface Machine {
  platform: string
  arch: string
  /** Where the AppImage lies that runs, as its runtime says. */
  appImage?: string | undefined
}

type Kind = NonNullable<UpdateOffer['file']>['kind']

/** The installer for this computer: of the kind that this Fovea came in, where there is one. */
export function fileFor(
  { files }: Feed,
  { platform, arch, appImage }: Machine,
): (FeedFile & { kind: Kind }) | undefined {
  const linux: readonly Kind[] = appImage === undefined ? ['deb', 'AppImage'] : ['AppImage', 'deb']
  const kinds: readonly Kind[] =
    platform === 'linux' ? linux : platform === 'darwin' ? ['dmg'] : platform === 'win32' ? ['exe'] : []
  for (const kind of kinds) {
    const file = files.find((each) => each.platform === platform && each.arch === arch && each.kind === kind)
    if (file) return { ...file, kind }
  }
  return undefined
}
