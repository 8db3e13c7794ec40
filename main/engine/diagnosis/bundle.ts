/**
 * The file a person sends when something is wrong.
 *
 * [Note: diagnosis] One text file, not an archive: whoever sends it can read it first, in any editor, and sees all there
 * is. The report has numbers and fixed words only (`report.ts`). Logs are written without paths and names of files; here they
 * lose what stands in quotes as well (`logs.ts`), and then every name that the library knows (`private-words.ts`); where these
 * cannot be read, codes and places in the code are all that is left of them.
 */
import { open, rm } from 'node:fs/promises'
import { homedir, hostname, userInfo } from 'node:os'
import { FoveaError } from '../../../contract'
import { readCurationFile } from '../curation/curation-file'
import type { Home } from '../home'
import { readLibraryFile } from '../library/library-file'
import { modelFolders } from '../models/installed'
import { isDiskFull } from '../store/disk'
import { describeReport } from './describe'
import { bareBones, readLogs } from './logs'
import { PrivateWords } from './private-words'
import { attempt, makeReport, type DiagnosisContext, type Report, type StoreFacts } from './report'

/** Reads the store and shows `onName` every name in it; without it the report says `notRead` in its place. */
export type ReadStore = (onName: (name: string) => void) => Promise<StoreFacts>

export interface Diagnosis {
  report: Report
  /** The whole file. */
  text: string
}

export async function diagnose(context: DiagnosisContext, readStore: ReadStore): Promise<Diagnosis> {
  const logs = await readLogs(context.home.logs)
  const joined = (tell: (text: string) => string): string =>
    logs.map(({ name, text }) => section(name, tell(text).trimEnd() || 'Empty.')).join('\n')
  const said = new PrivateWords(joined((text) => text))
  const onName = (name: string): void => {
    said.look(name)
  }
  namesOutsideTheStore(context.home, onName)
  const store = await attempt(() => readStore(onName))
  const report = await makeReport(context, store)
  return { report, text: bundle(report, 'error' in store ? joined(bareBones) : said.removeAll()) }
}

/** `logs`: as they may leave this computer. */
function bundle(report: Report, logs: string): string {
  return [
    introduction,
    section('summary', describeReport(report).join('\n')),
    section('report', JSON.stringify(report, null, 1)),
    logs || section('logs', 'There are none: the app had nothing to say, and the command line keeps no log.'),
  ].join('\n')
}

const introduction = `Fovea: diagnosis

This file says which Fovea this is, what computer it runs on, how large the library is, and what went wrong last. It has
no photos, no names of photos or folders, no searches, no texts, no faces and no places in it. All of it is below, as
text: read it before you send it to anybody. Fovea sends it to nobody.
`

function section(title: string, text: string): string {
  return `\n==== ${title} ====\n\n${text}\n`
}

/** What cannot be read has no names in logs either, or a look at the store finds them. */
function namesOutsideTheStore(home: Home, onName: (name: string) => void): void {
  const each = (find: () => readonly string[]): void => {
    try {
      for (const name of find()) onName(name)
    } catch {
      // Damaged, or of a newer Fovea.
    }
  }
  const segments = (path: string): string[] => path.split(/[\\/]/).filter((segment) => segment !== '')
  each(() => [hostname(), userInfo().username, ...segments(homedir()), ...segments(home.root)])
  each(() =>
    readLibraryFile(home.libraryFile).roots.flatMap(({ path, include, exclude }) => [
      ...segments(path),
      ...include,
      ...exclude,
    ]),
  )
  each(() => modelFolders(home))
  each(() => {
    const { albums, searches, hiddenConcepts, vocabulary } = readCurationFile(home.curationFile).curation
    const named = [...albums, ...searches].map(({ name }) => name)
    return [...named, ...searches.map((search) => JSON.stringify(search)), ...hiddenConcepts, ...vocabulary]
  })
}

/** Writes a new file, or throws INVALID_INPUT where there is one already, DISK_FULL or FILE_UNREADABLE. */
export async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx').catch(refused)
  try {
    await file.writeFile(text)
    await file.sync()
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined) // ours, and half of one says less than none
    refused(error)
  } finally {
    await file.close()
  }
}

function refused(error: unknown): never {
  if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw alreadyThere()
  const reason = isDiskFull(error) ? 'the disk is full' : 'nothing can be written there'
  throw new FoveaError(
    isDiskFull(error) ? 'DISK_FULL' : 'FILE_UNREADABLE',
    `The diagnosis was not saved: ${reason}. Choose another folder.`,
    { cause: error },
  )
}

export function alreadyThere(): FoveaError {
  return new FoveaError(
    'INVALID_INPUT',
    'There is a file of this name already, and it stays as it is. Choose another name.',
  )
}
