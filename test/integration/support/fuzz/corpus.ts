// Writes thousands of files to be read: most of them damaged in ways that a seed decides, some of them good.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { below, oneOf, random, type Random } from '../random'
import { bombs, sidecarBombs } from './bombs'
import { mutate } from './mutations'
import { encoders, picture, seedFiles, type SeedFile, type Sources } from './seeds'

export interface Corpus {
  /** Absolute paths of the files that any program can show. */
  good: string[]
  /** Files the library lists, good ones included. */
  total: number
}

/** Files in one folder. */
const folderSize = 250
/** Of the bad files, those that are built to be expensive; they cost more to read than all others together. */
const bombShare = 0.08
/** Of the bad files, those that have a hostile file beside them. */
const sidecarShare = 0.03
const hostileNameShare = 0.05
/** Valid files of each format to damage. */
const seedsEach = 3

const hostileNames: readonly ((next: Random) => string)[] = [
  () => `'; DROP TABLE items; --"`,
  () => `" OR 1=1 -- %_\\`,
  () => `two\nlines\r\tand tabs`,
  () => '\u202Egpj.exe \u2066\u200F',
  () => '👩‍👩‍👧‍👦 é e\u0301 ﷽ \u{10FFFF}',
  () => '<script>alert(1)</script>'.replaceAll('/', '∕'),
  () => '$(rm -rf ~) `id` ${HOME} {{7*7}}',
  () => '-rf --home=',
  () => '\u0001\u0007\u001B[2J',
  () => 'CON.aux. .',
  (next) => 'x'.repeat(100 + below(next, 145)),
  () => 'ü'.repeat(120),
]

/** Every tenth file is good. */
export async function writeCorpus(folder: string, files: number, seed: number, sources: Sources): Promise<Corpus> {
  const next = random(seed)
  const seeds = await seedFiles(next, sources, seedsEach)
  const jpeg = await (await picture(next, sources)).jpeg().toBuffer()
  const good: string[] = []
  for (let i = 0; i < files; i++) {
    const isGood = i % 10 === 0
    const { extension, bytes } = isGood ? await goodFile(next, sources, i / 10) : badFile(next, seeds, jpeg)
    const inside = join(folder, `folder ${String(Math.floor(i / folderSize))}`)
    mkdirSync(inside, { recursive: true })
    // Numbered, because a RAW and a JPEG of one name are one photo.
    const words = next() < hostileNameShare ? fitting(` ${oneOf(next, hostileNames)(next)}`, 240) : ''
    const name = `${String(i).padStart(6, '0')}${words}.${extension}`
    const path = join(inside, name)
    writeFileSync(path, bytes)
    // Damage that is the same twice would be one photo.
    if (isGood) good.push(path)
    else if (bytes.length > 0 && next() < 0.5) appendFileSync(path, String(i))
    if (!isGood && next() < sidecarShare && Buffer.byteLength(name) < 240) {
      const sidecar = oneOf(next, Object.values(sidecarBombs))(next, name)
      writeFileSync(join(inside, sidecar.name), sidecar.bytes)
    }
  }
  return { good, total: files }
}

async function goodFile(next: Random, sources: Sources, number: number): Promise<SeedFile> {
  const all = Object.values(encoders)
  return all[number % all.length]!(await picture(next, sources), next)
}

function badFile(next: Random, seeds: readonly SeedFile[], jpeg: Buffer): SeedFile {
  if (next() < bombShare) return oneOf(next, Object.values(bombs))(next, jpeg)
  const { extension, bytes } = oneOf(next, seeds)
  return { extension, bytes: mutate(next, bytes, oneOf(next, seeds).bytes) }
}

/** As much of a text as has this many bytes. */
function fitting(text: string, bytes: number): string {
  let fits = ''
  for (const character of text) {
    if (Buffer.byteLength(fits + character) > bytes) break
    fits += character
  }
  return fits
}
