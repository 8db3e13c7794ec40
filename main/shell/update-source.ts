/** Where this Fovea looks for updates, and whose signatures it believes: `update` of package.json, built in. */
import packageJson from '../../package.json'
import type { UpdateSource } from '../engine/update/feed'

/**
 * [Note: another update server] A development build may be given another list and key, to try a release out before it is published, and
 * for tests: FOVEA_UPDATE_FEED and FOVEA_UPDATE_KEY. A packed app does not look at them: what sets a variable must not decide whose
 * installers are believed.
 */
export function updateSource(isPackaged: boolean, env: NodeJS.ProcessEnv = process.env): UpdateSource {
  const [feed, key] = [env['FOVEA_UPDATE_FEED'], env['FOVEA_UPDATE_KEY']]
  if (isPackaged || feed === undefined || key === undefined) return packageJson.update
  return { feed, hosts: [], keys: [key] }
}
