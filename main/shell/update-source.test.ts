// Where updates come from: a packed app cannot be told otherwise.
import { createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { updateSource } from './update-source'

const env = { FOVEA_UPDATE_FEED: 'http://127.0.0.1:1/latest.json', FOVEA_UPDATE_KEY: 'key' }

describe('updateSource', () => {
  it('is what is built in, over https, with Ed25519 keys', () => {
    const { feed, keys } = updateSource(true, {})
    expect(feed).toMatch(/^https:\/\/.+\/latest\.json$/)
    expect(keys.length).toBeGreaterThan(0)
    for (const key of keys)
      expect(createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }).asymmetricKeyType).toBe(
        'ed25519',
      )
  })

  it('is another one in a development build that is told so, and only with its key', () => {
    expect(updateSource(false, env)).toEqual({ feed: env.FOVEA_UPDATE_FEED, hosts: [], keys: ['key'] })
    expect(updateSource(false, { FOVEA_UPDATE_FEED: env.FOVEA_UPDATE_FEED })).toEqual(updateSource(true, {}))
    expect(updateSource(false, { FOVEA_UPDATE_KEY: 'key' })).toEqual(updateSource(true, {}))
  })

  it('is never another one in a packed app, whatever the environment says', () => {
    expect(updateSource(true, env)).toEqual(updateSource(true, {}))
  })
})
