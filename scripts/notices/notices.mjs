// `npm run notices [-- --platform=… --arch=…]`: third-party notices and a software bill of materials, in out/notices.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { isMain, main, Problem, root } from '../repository.mjs'
import { componentsFor } from './components.mjs'
import { objectionTo, textsOf } from './licences.mjs'

export const noticesFolder = path.join(root, 'out', 'notices')
export const NOTICES = 'THIRD-PARTY-NOTICES.txt'
export const BILL = 'fovea.cdx.json'
/** LanceDB's own list of what is compiled into its binary. */
const CRATES = 'THIRD-PARTY-RUST.html'
const cratesSource = path.join(root, 'node_modules/@lancedb/lancedb/RUST_THIRD_PARTY_LICENSES.html')

/** Writes both, and what they refer to, into `folder`. Throws a Problem when something may not be shipped. */
export async function writeNotices(target, { electronVersion, folder = noticesFolder } = {}) {
  const components = componentsFor(target, { electronVersion })
  const objections = components.map(objectionTo).filter((objection) => objection !== undefined)
  if (objections.length > 0) throw new Problem(`These licences are not allowed:\n${objections.join('\n')}`)
  await fs.rm(folder, { recursive: true, force: true })
  await fs.mkdir(folder, { recursive: true })
  await fs.writeFile(path.join(folder, NOTICES), noticesText(components))
  await fs.writeFile(path.join(folder, BILL), `${JSON.stringify(billOf(components, target), undefined, 2)}\n`)
  await fs.copyFile(cratesSource, path.join(folder, CRATES))
  return components
}

/** Names, versions and licences first, then every licence text once, with those it is of. */
export function noticesText(components) {
  const byText = new Map()
  for (const component of components) {
    for (const text of component.text === undefined ? textsOf(component) : [component.text]) {
      byText.set(text, [...(byText.get(text) ?? []), component])
    }
  }
  const line = '='.repeat(100)
  const title = ({ name, version }) => (version === undefined ? name : `${name} ${version}`)
  return [
    'Fovea is made with the work of others, under the licences below. Fovea itself is under the Apache License 2.0.',
    `What is compiled into LanceDB's binary is listed in ${CRATES}; what sharp's contains, below under its name.`,
    'The files under the LGPL can be replaced by builds of your own: they lie beside the app, outside its archive.',
    '',
    ...components.map((component) => `${title(component)}  (${component.licence})`),
    ...[...byText].flatMap(([text, users]) => ['', line, users.map(title).join(', '), line, '', text]),
    '',
  ].join('\n')
}

/** A CycloneDX 1.6 document; the same for the same components. */
function billOf(components, { platform, arch }) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const self = `pkg:generic/${name}@${version}?os=${platform}&arch=${arch}`
  const entries = components.map(entryOf)
  const needed = new Set(components.flatMap(({ dependsOn }) => dependsOn))
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([self, entries]))}`,
    version: 1,
    metadata: {
      component: { 'bom-ref': self, type: 'application', name, version, purl: self, licenses: licencesOf(license) },
    },
    components: entries,
    dependencies: [
      { ref: self, dependsOn: entries.map((entry) => entry['bom-ref']).filter((ref) => !needed.has(ref)) },
      ...components.map((component) => ({ ref: refOf(component), dependsOn: component.dependsOn })),
    ],
  }
}

function refOf({ name, version, purl }) {
  return purl ?? `fovea:${name}@${version ?? ''}`
}

function entryOf(component) {
  const { name, version, type, licence, purl, integrity, files, isBundled } = component
  const parts = [
    ...(files ?? []).map(fileEntry),
    ...(name.startsWith('@lancedb/lancedb-') ? crates(refOf(component)) : []),
  ]
  return {
    'bom-ref': refOf(component),
    type,
    name,
    ...(version !== undefined && { version }),
    ...(purl !== undefined && { purl }),
    licenses: licencesOf(licence),
    ...(integrity !== undefined && { hashes: [{ alg: 'SHA-512', content: hexOf(integrity) }] }),
    ...(isBundled && { properties: [{ name: 'fovea:bundled', value: 'true' }] }),
    ...(parts.length > 0 && { components: parts }),
  }
}

function fileEntry(file) {
  const content = createHash('sha256').update(readFileSync(file)).digest('hex')
  return { type: 'file', name: path.basename(file), hashes: [{ alg: 'SHA-256', content }] }
}

/** The crates in LanceDB's binary, from its list: a heading for each licence, then "name version" of each user. */
function crates(within) {
  const found = new Map()
  for (const section of readFileSync(cratesSource, 'utf8').split('<li class="license">').slice(1)) {
    const licence = /<h3 id="([^"]+)">/.exec(section)?.[1]
    for (const [, name, version] of section.matchAll(/<li><a href="[^"]*">([\w-]+) (\d[^<]*)<\/a><\/li>/g)) {
      const key = `pkg:cargo/${name}@${version}`
      const licences = found.get(key)?.licences ?? new Set()
      found.set(key, { name, version, licences: licences.add(licence) })
    }
  }
  if (found.size === 0) throw new Problem(`${cratesSource} has another form than the one Fovea knows.`)
  return [...found].map(([purl, { name, version, licences }]) => ({
    'bom-ref': `${within}#${purl}`,
    type: 'library',
    name,
    version,
    purl,
    licenses: licencesOf([...licences].join(' AND ')),
  }))
}

function licencesOf(licence) {
  if (/ (AND|OR) /.test(licence)) return [{ expression: licence }]
  return [
    { license: licence.startsWith('LicenseRef-') ? { name: licence.slice('LicenseRef-'.length) } : { id: licence } },
  ]
}

function hexOf(integrity) {
  return Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex')
}

/** A version 8 UUID: the bits are ours to choose. */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const { values } = parseArgs({
      options: {
        platform: { type: 'string', default: process.platform },
        arch: { type: 'string', default: process.arch },
      },
    })
    if (!existsSync(cratesSource)) throw new Problem('The packages are not installed. Run: npm ci')
    const { version: electronVersion } = JSON.parse(
      readFileSync(path.join(root, 'node_modules/electron/package.json'), 'utf8'),
    )
    const components = await writeNotices(values, { electronVersion })
    process.stdout.write(`${components.length} components: ${path.relative(root, noticesFolder)}\n`)
  })
}
