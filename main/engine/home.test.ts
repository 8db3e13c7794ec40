// Where a library lives: what was asked for, else $FOVEA_HOME, else the platform's own place.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resolveHome } from './home'

describe('resolveHome', () => {
  it('prefers what was asked for, then $FOVEA_HOME, then the platform', () => {
    const env = { FOVEA_HOME: '/from/env', XDG_DATA_HOME: '/xdg' }
    expect(resolveHome('/asked', env, 'linux').root).toBe(resolve('/asked'))
    expect(resolveHome(undefined, env, 'linux').root).toBe(resolve('/from/env'))
    expect(resolveHome(undefined, { XDG_DATA_HOME: '/xdg' }, 'linux').root).toBe(resolve('/xdg/fovea'))
  })

  it.each([
    ['linux', {}, join(homedir(), '.local', 'share', 'fovea')],
    ['darwin', {}, join(homedir(), 'Library', 'Application Support', 'Fovea')],
    ['win32', {}, join(homedir(), 'AppData', 'Local', 'Fovea')],
    ['win32', { LOCALAPPDATA: join(homedir(), 'Elsewhere') }, join(homedir(), 'Elsewhere', 'Fovea')],
  ] as const)('on %s with %j', (platform, env, expected) => {
    expect(resolveHome(undefined, env, platform).root).toBe(resolve(expected))
  })

  it('makes a relative folder absolute and puts everything into it', () => {
    const home = resolveHome('some/place', {})
    expect(home.root).toBe(resolve('some/place'))
    const { root, ...places } = home
    expect(new Set(Object.values(places)).size).toBe(Object.values(places).length)
    for (const place of Object.values(places)) expect(place.startsWith(root)).toBe(true)
  })
})
