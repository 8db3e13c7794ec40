/** What every command needs: where things are, how to print, and how to fail. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { FoveaError, type ErrorCode, type KindCounts, type StateCounts } from '../../contract'
import { homeOfStore, resolveHome, type Home } from '../engine/home'
import { modelInUse, type ModelInUse } from '../engine/models/choice'
import { resourcesIn, type Resources } from '../engine/resources'
import { parseAddress } from '../engine/store/address'
import { remoteError } from '../engine/store/remote-errors'
import { UnreadableQuery } from './query'

export interface GlobalOptions {
  home?: string
  /** Where the tables are, if not in the home. */
  store?: string
  json?: boolean
  /** Of models, for `fovea models`. */
  catalogue?: string
}

export interface Context {
  home: Home
  resources: Resources
  json: boolean
  /** Which model to open the library with; says so where the chosen one cannot be used. */
  model: () => Promise<ModelInUse>
}

/** Documented in docs/cli.md; scripts rely on them. 2 is wrong usage, 130 is Ctrl-C. */
const exitCodes: Partial<Record<ErrorCode, number>> = {
  QUERY_INVALID: 2,
  STORE_LOCKED: 3,
  DISK_FULL: 4,
  CANCELLED: 130,
}

export function contextFor(options: GlobalOptions): Context {
  const own = resolveHome(options.home)
  const address = options.store ?? process.env['FOVEA_STORE']
  const home = address === undefined || address === '' ? own : homeOfStore(own, parseAddress(address))
  const shipped = resourcesIn(resourcesFolder())
  const resources = options.catalogue === undefined ? shipped : { ...shipped, catalogue: resolve(options.catalogue) }
  let model: Promise<ModelInUse> | undefined
  const ask = async (): Promise<ModelInUse> => {
    const found = await modelInUse(home, resources)
    if (found.notice !== undefined) process.stderr.write(`fovea: ${found.notice}\n`)
    return found
  }
  return { home, resources, json: options.json ?? false, model: () => (model ??= ask()) }
}

/** Beside the bundle's folder: `out/cli/fovea.js` and `resources/` lie in one checkout or package. */
function resourcesFolder(): string {
  const folder = join(__dirname, '..', '..', 'resources')
  if (existsSync(folder)) return folder
  throw new FoveaError('MODEL_DAMAGED', `Fovea is not complete: there is no folder ${folder}. Install it again.`, {
    retry: 'reinstall',
  })
}

/** Prints the one JSON object, or the text for people. */
export function print(context: Context, object: object, text: () => string): void {
  process.stdout.write(context.json ? `${JSON.stringify(object)}\n` : `${text()}\n`)
}

export function describeCounts({ ready, pending, failed, offline }: StateCounts): string {
  return `${String(ready)} ready, ${String(pending)} pending, ${String(failed)} failed, ${String(offline)} offline`
}

/** "12 photos, 3 notes", of those kinds there are. */
export function describeKinds({ image, video, text }: KindCounts): string {
  const said = (count: number, one: string): string[] =>
    count > 0 ? [`${String(count)} ${one}${count === 1 ? '' : 's'}`] : []
  return [...said(image, 'photo'), ...said(video, 'video'), ...said(text, 'note')].join(', ') || 'nothing'
}

/** What a person is told of anything thrown. */
export function problemOf(error: unknown): FoveaError {
  return remoteError(error) ?? FoveaError.from(error)
}

export function fail({ json }: Pick<GlobalOptions, 'json'>, error: unknown): void {
  const problem = problemOf(error)
  if (json) process.stdout.write(`${JSON.stringify({ error: problem.toShape() })}\n`)
  process.stderr.write(`fovea: ${problem.message}\n`)
  if (problem instanceof UnreadableQuery) process.stderr.write(`${problem.pointer}\n`)
  process.exitCode = exitCodes[problem.code] ?? 1
}

/** A signal that fires at the first Ctrl-C; the second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController()
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return controller.signal
}
