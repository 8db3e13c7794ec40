// Lists of versions for tests, signed with a key that is made for them and thrown away.
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface TestKey {
  /** As an app has it: SPKI, DER, base64. */
  text: string
  privateKey: KeyObject
}

export function newTestKey(): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { text: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'), privateKey }
}

export function signed(content: string | Buffer, { privateKey }: TestKey): { bytes: Buffer; signature: string } {
  const bytes = Buffer.from(content as string)
  return { bytes, signature: `${sign(null, bytes, privateKey).toString('base64')}\n` }
}

export type FeedChanges = Readonly<Record<string, unknown>>

/** One that is right but for the changes. */
export function feedText(changes: FeedChanges = {}): string {
  return JSON.stringify({
    format: 1,
    product: 'fovea',
    version: '0.2.0',
    released: '2026-11-01T12:00:00.000Z',
    notes: { en: 'Finds more.\nIs faster.', de: 'Findet mehr.\nIst schneller.' },
    files: [],
    ...changes,
  })
}

/** Puts the list and its signature where a server takes them from. */
export function publish(folder: string, text: string, key: TestKey): void {
  const { bytes, signature } = signed(text, key)
  writeFileSync(join(folder, 'latest.json'), bytes)
  writeFileSync(join(folder, 'latest.json.sig'), signature)
}

/** An entry of the list for these bytes. */
export function fileEntry(url: string, bytes: Buffer, changes: object = {}): object {
  const sha512 = createHash('sha512').update(bytes).digest('hex')
  return {
    platform: process.platform,
    arch: process.arch,
    kind: 'AppImage',
    url,
    bytes: bytes.length,
    sha512,
    ...changes,
  }
}
