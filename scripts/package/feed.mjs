/**
 * Makes and signs the list of versions that Fovea looks for updates in, from the installers in dist/:
 *
 *   node scripts/package/feed.mjs --new-key FILE       a new key; prints its public half, for package.json
 *   node scripts/package/feed.mjs --key FILE           dist/latest.json and dist/latest.json.sig
 *     --notes FILE, --notes-de FILE                    what is new, as plain text
 *     --base URL                                       where the installers will lie (default: beside the list)
 *     --dist FOLDER                                    where they lie now (default: dist)
 *     --trust KEY                                      a public key that is not the one in package.json, for a trial
 *
 * docs/development.md has the whole of it. FOVEA_KEY_PASSPHRASE, where it is set, protects the key.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { createReadStream } from 'node:fs'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { main, Problem, root } from '../repository.mjs'

const KINDS = { AppImage: 'linux', deb: 'linux', dmg: 'darwin', exe: 'win32' }
const ARCHES = [
  [/[-_](?:arm64|aarch64)\./, 'arm64'],
  [/[-_](?:x64|x86_64|amd64)\./, 'x64'],
]
const passphrase = process.env.FOVEA_KEY_PASSPHRASE

await main(async () => {
  const { values } = parseArgs({
    options: {
      'new-key': { type: 'string' },
      key: { type: 'string' },
      notes: { type: 'string' },
      'notes-de': { type: 'string' },
      base: { type: 'string' },
      dist: { type: 'string', default: path.join(root, 'dist') },
      trust: { type: 'string' },
    },
  })
  if (values['new-key'] !== undefined) return newKey(path.resolve(values['new-key']))
  if (values.key === undefined) throw new Problem('Which key? node scripts/package/feed.mjs --key FILE')
  const { version, update } = JSON.parse(await fs.readFile(path.join(root, 'package.json'), 'utf8'))
  const key = await privateKey(values.key, values.trust === undefined ? update.keys : [values.trust])
  const base = values.base ?? new URL('.', update.feed).href
  const notes = {
    en: values.notes === undefined ? '' : (await fs.readFile(values.notes, 'utf8')).trim(),
    ...(values['notes-de'] === undefined ? {} : { de: (await fs.readFile(values['notes-de'], 'utf8')).trim() }),
  }
  const files = await installers(values.dist, version, base)
  const feed = { format: 1, product: 'fovea', version, released: new Date().toISOString(), notes, files }
  const bytes = Buffer.from(`${JSON.stringify(feed, null, 2)}\n`)
  const signature = sign(null, bytes, key)
  if (!verify(null, bytes, createPublicKey(key), signature)) throw new Problem('The signature is not good.')
  await fs.writeFile(path.join(values.dist, 'latest.json'), bytes)
  await fs.writeFile(path.join(values.dist, 'latest.json.sig'), `${signature.toString('base64')}\n`)
  const lines = files.map(({ platform, arch, kind, bytes: size }) => {
    return `  ${platform} ${arch} ${kind}: ${(size / 1e6).toFixed(1)} MB\n`
  })
  process.stdout.write(
    `Fovea ${version}, signed:\n${lines.join('')}Publish latest.json and latest.json.sig together.\n`,
  )
  return 0
})

/** Never over a key that is there, and never into the repository. */
async function newKey(file) {
  if (!path.relative(root, file).startsWith('..'))
    throw new Problem('A private key does not belong into the repository.')
  const pair = generateKeyPairSync('ed25519')
  const protection = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem', ...protection })
  await fs.writeFile(file, pem, { flag: 'wx', mode: 0o600 })
  process.stdout.write(`${publicText(pair.publicKey)}\n`)
  return 0
}

function publicText(key) {
  return key.export({ type: 'spki', format: 'der' }).toString('base64')
}

async function privateKey(file, trusted) {
  const pem = await fs.readFile(file)
  const key = createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) })
  const own = publicText(createPublicKey(key))
  if (!trusted.includes(own)) {
    throw new Problem(
      `No Fovea would believe this key: its public half, ${own}, is not among update.keys of package.json. Put it there before you pack.`,
    )
  }
  return key
}

/** Those of this version, by their names: see artifactName in electron-builder.yml. */
async function installers(folder, version, base) {
  const files = []
  for (const name of (await fs.readdir(folder)).sort()) {
    const kind = path.extname(name).slice(1)
    if (!Object.hasOwn(KINDS, kind) || !name.includes(version)) continue
    const [, arch] = ARCHES.find(([pattern]) => pattern.test(name)) ?? []
    if (arch === undefined) throw new Problem(`${name} does not say what processors it is for.`)
    const file = path.join(folder, name)
    const hash = createHash('sha512')
    await pipeline(createReadStream(file), hash)
    const url = new URL(encodeURIComponent(name), base.endsWith('/') ? base : `${base}/`).href
    files.push({
      platform: KINDS[kind],
      arch,
      kind,
      url,
      bytes: (await fs.stat(file)).size,
      sha512: hash.digest('hex'),
    })
  }
  if (files.length === 0) throw new Problem(`There is no installer of version ${version} in ${folder}.`)
  return files
}
