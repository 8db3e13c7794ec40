/** `fovea update check`: whether there is a newer Fovea. It asks the update server once and downloads nothing. */
import { readFileSync } from 'node:fs'
import packageJson from '../../../package.json'
import { FoveaError } from '../../../contract'
import { readFeed, type UpdateSource } from '../../engine/update/feed'
import { fetchFeed } from '../../engine/update/fetch-feed'
import { compareVersions } from '../../engine/update/version'
import { interruptSignal, print, type Context } from '../context'

interface CheckOptions {
  feed?: string
  key?: string
}

/** Throws UPDATE_UNREACHABLE and the other codes of a list that is not good. */
export async function checkForUpdate(context: Context, options: CheckOptions): Promise<void> {
  const source = sourceOf(options)
  const feed = readFeed(await fetchFeed(source, interruptSignal()), source)
  const { version } = packageJson
  const isNewer = compareVersions(feed.version, version) > 0
  const notes = feed.notes.en
  print(context, { version, newest: feed.version, isNewer, released: feed.released, notes }, () =>
    isNewer
      ? [`Fovea ${feed.version} can be had; this is ${version}.`, ...(notes === '' ? [] : ['', notes])].join('\n')
      : `This is Fovea ${version}, the newest.`,
  )
}

/** Another list counts only with the key it is signed with. */
function sourceOf({ feed, key }: CheckOptions): UpdateSource {
  if (feed === undefined && key === undefined) return packageJson.update
  if (feed === undefined || key === undefined)
    throw new FoveaError('INVALID_INPUT', 'Another list of versions needs both, --feed and --key.')
  try {
    return { feed: new URL(feed).href, hosts: packageJson.update.hosts, keys: [readFileSync(key, 'utf8').trim()] }
  } catch (error) {
    throw new FoveaError('INVALID_INPUT', 'The address of the list, or the file of its key, cannot be read.', {
      cause: error,
    })
  }
}
