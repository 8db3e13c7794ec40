/** Tests of the addresses of stores, and of what LanceDB is given for them. */
import { describe, expect, it } from 'vitest'
import { FoveaError } from '../../../contract'
import { bucketOptions, isRemote, parseAddress, serviceOptions, storeKind } from './address'

function codeOf(work: () => unknown): { code: string; message: string } {
  try {
    work()
  } catch (error) {
    if (error instanceof FoveaError) return error.toShape()
  }
  return { code: 'none', message: '' }
}

const keys = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' }

describe('parseAddress', () => {
  it('knows buckets and services, in one spelling', () => {
    expect(parseAddress('s3://team-photos/archive/')).toBe('s3://team-photos/archive')
    expect(parseAddress(' s3://team.photos ')).toBe('s3://team.photos')
    expect(parseAddress('db://team_photos')).toBe('db://team_photos')
    expect(storeKind('s3://team/a')).toBe('bucket')
    expect(storeKind('db://team')).toBe('service')
  })

  it('takes no folder for one, on Windows neither', () => {
    for (const folder of ['/photos/s3', 'C:\\photos', '\\\\server\\share', 's3', './db'])
      expect(isRemote(folder)).toBe(false)
  })

  it.each([
    '',
    '/folder',
    's3://',
    's3://Team/photos',
    's3:/team/photos',
    's3://team//photos',
    's3://team/../other',
    's3://key:pass-word-1@team/photos',
    's3://team/photos?secret=pass-word-1',
    'gs://team/photos',
    'https://team.s3.amazonaws.com/pass-word-1',
    'db://',
    'db://team/photos',
    "s3://team/it's here",
  ])('refuses %j, and does not repeat it', (address) => {
    const { code, message } = codeOf(() => parseAddress(address))
    expect(code).toBe('STORE_ADDRESS_INVALID')
    expect(message).not.toContain('pass-word-1')
  })
})

describe('bucketOptions', () => {
  it('passes on endpoint and region, and no credentials: LanceDB reads those itself', () => {
    const env = { ...keys, AWS_ENDPOINT_URL: 'https://s3.example.org', AWS_DEFAULT_REGION: 'eu-west-1' }
    const { storageOptions } = bucketOptions(env)
    expect(storageOptions).toMatchObject({ endpoint: 'https://s3.example.org', region: 'eu-west-1' })
    expect(storageOptions).not.toHaveProperty('allow_http')
    expect(JSON.stringify(bucketOptions(env))).not.toContain('secret')
  })

  it('needs credentials, or the name of where they are', () => {
    expect(codeOf(() => bucketOptions({})).code).toBe('STORE_NO_CREDENTIALS')
    expect(codeOf(() => bucketOptions({ AWS_ACCESS_KEY_ID: 'key' })).code).toBe('STORE_NO_CREDENTIALS')
    expect(codeOf(() => bucketOptions({ AWS_PROFILE: 'team' })).code).toBe('none')
  })

  it('allows plain HTTP on this computer, and elsewhere where the person says so', () => {
    const to = (endpoint: string, more = {}): ReturnType<typeof codeOf> =>
      codeOf(() => bucketOptions({ ...keys, AWS_ENDPOINT_URL: endpoint, ...more }))
    expect(to('http://127.0.0.1:9000').code).toBe('none')
    expect(to('http://nas:9000').code).toBe('STORE_ADDRESS_INVALID')
    expect(to('http://nas:9000', { AWS_ALLOW_HTTP: 'true' }).code).toBe('none')
    expect(to('nas:9000').code).toBe('STORE_ADDRESS_INVALID')
    expect(to('https://me:pass-word-1@nas').message).not.toContain('pass-word-1')
    expect(to('https://me:pass-word-1@nas').code).toBe('STORE_ADDRESS_INVALID')
  })
})

describe('serviceOptions', () => {
  it('needs a key, and sends it over TLS only', () => {
    expect(codeOf(() => serviceOptions({})).code).toBe('STORE_NO_CREDENTIALS')
    const env = { LANCEDB_API_KEY: 'key', LANCEDB_HOST_OVERRIDE: 'https://lancedb.example.org', LANCEDB_REGION: 'eu' }
    expect(serviceOptions(env)).toMatchObject({
      apiKey: 'key',
      hostOverride: 'https://lancedb.example.org',
      region: 'eu',
    })
    expect(codeOf(() => serviceOptions({ ...env, LANCEDB_HOST_OVERRIDE: 'http://lancedb.example.org' })).code).toBe(
      'STORE_ADDRESS_INVALID',
    )
  })
})
