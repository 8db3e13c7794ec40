// Which licences Fovea ships under, and the texts of those that packages leave out.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../repository.mjs'

/** Ask for no more than to be named. */
const PERMISSIVE = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'CC0-1.0', 'Zlib'])

const REPLACEABLE = 'LGPL: stays a file of its own, outside the archive, that can be replaced'
/** Others, package by package, and why they are fine. A name may end with `*`. */
const EXCEPTIONS = [
  { name: 'libheif-js', licences: ['LGPL-3.0'], why: REPLACEABLE },
  { name: '@img/sharp-wasm32', licences: ['LGPL-3.0-or-later'], why: REPLACEABLE },
  { name: '@img/sharp-libvips-*', licences: ['LGPL-3.0-or-later'], why: REPLACEABLE },
  { name: '@img/sharp-win32-*', licences: ['LGPL-3.0-or-later'], why: REPLACEABLE },
  { name: 'exifreader', licences: ['MPL-2.0'], why: 'MPL: its own files stay open; they are used unchanged' },
  { name: 'GeoNames', licences: ['CC-BY-4.0'], why: 'data: names its source' },
  { name: 'Natural Earth', licences: ['LicenseRef-public-domain'], why: 'data in the public domain' },
  { name: 'Sample photos', licences: ['LicenseRef-see-text'], why: 'public domain, CC0 and CC BY 2.0, photo by photo' },
]

/** Packages without a licence text in their folder, and who holds the rights. */
const HOLDERS = {
  'onnxruntime-node': 'Microsoft Corporation',
  'onnxruntime-common': 'Microsoft Corporation',
}

/** What is wrong with a component's licence; undefined where it may be shipped. */
export function objectionTo({ name, licence }) {
  if (licence === undefined) return `${name} names no licence`
  const exceptions = EXCEPTIONS.filter(({ name: pattern }) => matches(pattern, name)).flatMap(
    ({ licences }) => licences,
  )
  const isFine = (id) => PERMISSIVE.has(id) || exceptions.includes(id)
  return isAllowed(licence, isFine) ? undefined : `${name} is under ${licence}`
}

function matches(pattern, name) {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}

/** Whether an SPDX expression can be met with licences that are fine: one side of an OR, both sides of an AND. */
function isAllowed(expression, isFine) {
  const plain = expression.replace(/^\(([^()]*)\)$/, '$1').trim()
  // AND binds closer than OR. Nested expressions are not known here, and so never fine.
  return plain.split(' OR ').some((side) => side.split(' AND ').every((id) => isFine(id.trim())))
}

/** The licence as a package names it: an SPDX expression, in one of the shapes of the last fifteen years. */
export function licenceOf({ license, licenses }) {
  if (typeof license === 'string') return license
  if (typeof license?.type === 'string') return license.type
  if (Array.isArray(licenses)) return licenses.map(({ type }) => type).join(' OR ')
  return undefined
}

/** Licence texts in a package's folder, or the standard ones where it has none. */
export function textsOf({ name, licence, folder }) {
  const texts = folder === undefined ? [] : textsIn(folder)
  const own = texts.length > 0 ? texts : [standardText(name, licence)]
  return licence.includes('LGPL-3.0') ? [...new Set([...own, ...lesserGeneralPublicLicence()])] : own
}

function textsIn(folder) {
  if (!existsSync(folder)) return []
  // sharp's binaries list the libraries inside of them in their README.
  const isWanted = folder.includes(path.join('@img', 'sharp-'))
    ? /^(licen[cs]e|copying|notice|readme)/i
    : /^(licen[cs]e|copying|notice)/i
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && isWanted.test(entry.name) && !/(_header\.txt|\.(js|ts|html))$/.test(entry.name),
    )
    .map(({ name }) => read(path.join(folder, name)))
    .sort()
}

function standardText(name, licence) {
  if (licence.startsWith('Apache-2.0')) return read(path.join(root, 'LICENSE'))
  if (licence === 'MIT' && HOLDERS[name]) {
    return read(path.join(root, 'scripts/notices/MIT.md')).replace('[holder]', HOLDERS[name])
  }
  if (licence.startsWith('LGPL-3.0')) return lesserGeneralPublicLicence()[0]
  throw new Error(`${name} (${licence}) has no licence text: name who holds the rights in scripts/notices/licences.mjs`)
}

/** The LGPL adds to the GPL: both belong to a notice. */
function lesserGeneralPublicLicence() {
  return [read(path.join(root, 'node_modules/libheif-js/LICENSE')), read(path.join(root, 'scripts/notices/GPL-3.0.md'))]
}

function read(file) {
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n').replace(/^\n+/, '').trimEnd()
}
