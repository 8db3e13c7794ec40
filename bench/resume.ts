/** What does it cost that the process is killed while it indexes, and is the library right afterwards? */
import { fork, type ChildProcess } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Encoder } from '../main/engine/encoder/encoder'
import { resolveHome } from '../main/engine/home'
import { killRepeatedly } from '../test/integration/support/kills'
import { libraryRows, type LibraryRows } from '../test/integration/support/library-rows'
import { openLibrary } from './support/library'
import { readOptions } from './support/options'
import { copyPhotos, findPhotos, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded } from './support/report'

/** Files in work and rows that were not committed yet: what a kill may cost to be embedded once more. */
const targetAgainPerKill = 100

const [role, childHome, childPhotos, childLog] = process.argv.slice(2)

/** The process that is killed: one whole run, noting each batch that the tower has done. */
async function index(home: string, photos: string, log: string): Promise<void> {
  const embed = Encoder.prototype.embedImages
  Encoder.prototype.embedImages = async function (batch) {
    const vectors = await embed.call(this, batch)
    appendFileSync(log, `${String(batch.length)}\n`)
    return vectors
  }
  const library = await openLibrary(resolveHome(home))
  await library.addFolder(photos)
  await library.settled()
  await library.close()
}

async function main(): Promise<void> {
  const { json, photos: asked, numbers } = readOptions({ kills: 100, count: 2000, seed: 1 })
  const { kills, count, seed } = numbers
  const photos = await findPhotos(asked)
  await withTemporaryFolder(async (folder) => {
    const [source, log] = [join(folder, 'photos'), join(folder, 'embedded.log')]
    const start = (home: string, to = log): ChildProcess => fork(__filename, ['child', join(folder, home), source, to])
    const whole = (home: string, to?: string): Promise<number> => timed(() => ended(start(home, to)))

    const perKill = Math.ceil(count / kills)
    const arrive = async (from: number): Promise<void> => {
      await copyPhotos(photos, from, Math.min(perKill, count - from), source)
    }
    await arrive(0)
    const longestMs = await whole('first', join(folder, 'first.log'))
    let arrived = perKill
    const begun = performance.now()
    await killRepeatedly({
      count: kills,
      seed,
      longestMs,
      start: () => start('killed'),
      prepare: async (done) => {
        if (done * perKill < arrived || arrived >= count) return
        await arrive(arrived)
        arrived += perKill
      },
    })
    await whole('killed')
    const killedMs = performance.now() - begun
    const undisturbedMs = await whole('undisturbed', join(folder, 'undisturbed.log'))

    const embedded = readFileSync(log, 'utf8')
      .split('\n')
      .reduce((sum, line) => sum + Number(line), 0)
    const [killed, undisturbed] = await Promise.all(
      ['killed', 'undisturbed'].map((home) => libraryRows(resolveHome(join(folder, home)), { identity: false })),
    )
    const equal = areEqual(killed!, undisturbed!)
    const lostMs = rounded((killedMs - undisturbedMs) / kills, 0)
    const again = embedded - count
    const ratio = rounded(killedMs / undisturbedMs, 2)
    printReport(
      {
        benchmark: 'resume',
        ...machine(),
        kills,
        photos: count,
        lostMsPerKill: lostMs,
        embeddedAgain: again,
        embeddedAgainPerKill: rounded(again / kills, 2),
        rows: killed!.items.length,
        equal,
        ratio,
      },
      [
        `${String(kills)} kills while ${String(count)} photos from ${photos.folder} arrive and are indexed`,
        '',
        `time lost      ${String(lostMs)} ms a kill, starting again included`,
        `embedded again ${String(again)} photos, ${(again / kills).toFixed(1)} a kill; at most ${String(targetAgainPerKill)}`,
        `rows           ${String(killed!.items.length)} items, ${String(killed!.vectors.length)} vectors: ${equal ? 'equal to' : 'NOT EQUAL to'} those of an undisturbed run`,
        `ratio          ${ratio.toFixed(2)}  time with kills / time of an undisturbed run`,
      ],
      json,
    )
    if (!equal || killed!.items.length !== count || again > targetAgainPerKill * kills) process.exitCode = 1
  })
}

/** Batches of other photos change the last digits of a vector. */
const tolerance = 1e-4

function areEqual(a: LibraryRows, b: LibraryRows): boolean {
  return isSame(a.items, b.items) && isSame(a.vectors, b.vectors)
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a === b || Math.abs(a - b) <= tolerance
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [Object.entries(a), b as Record<string, unknown>]
  return left.length === Object.keys(right).length && left.every(([key, value]) => isSame(value, right[key]))
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`a run that nobody disturbed ended with ${String(code)}`))
    })
  })
}

const work =
  role === 'child' && childHome !== undefined && childPhotos !== undefined && childLog !== undefined
    ? index(childHome, childPhotos, childLog)
    : main()
work.catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
