/** Where a library's tables are: a folder, a prefix in a bucket of object storage, or a database of a LanceDB service. */
import { connect, type Connection, type ConnectionOptions } from '@lancedb/lancedb'
import { FoveaError } from '../../../contract'

export type StoreKind = 'folder' | 'bucket' | 'service'

/** `s3://bucket/prefix`, names as S3 has them. */
const bucketAddress = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w.!'()*-]+)*$/
const serviceAddress = /^db:\/\/[\w.-]+$/

/** Without these a write that a server does not answer hangs for minutes; what was not written is written the next time. */
const patience = { client_retry_timeout: '30', connect_timeout: '5s', timeout: '60s' }
/** For each request, with growing pauses; Lance's own variable says otherwise. */
const tries = '4'
const servicePatience = {
  retryConfig: { retries: 2, connectRetries: 2, readRetries: 2 },
  timeoutConfig: { connectTimeout: 5 },
}

/** Where AWS's own tools look for credentials that are not in the environment themselves. */
const otherCredentials = [
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
]

export function storeKind(store: string): StoreKind {
  if (store.startsWith('s3://')) return 'bucket'
  return store.startsWith('db://') ? 'service' : 'folder'
}

export function isRemote(store: string): boolean {
  return storeKind(store) !== 'folder'
}

/** The address of a store as it was given, in its one spelling. Throws STORE_ADDRESS_INVALID, without repeating it: it may hold a password. */
export function parseAddress(given: string): string {
  const address = given.trim().replace(/\/+$/, '')
  if (bucketAddress.test(address) && !/\/\.{1,2}(\/|$)/.test(address)) return address
  if (serviceAddress.test(address)) return address
  throw new FoveaError(
    'STORE_ADDRESS_INVALID',
    'A store is s3://BUCKET/PREFIX or db://DATABASE, without credentials, which belong into the environment. For a folder on this computer use --home.',
  )
}

/**
 * Connects to a store. Only an address that the person gave leads to the network; credentials are those of the environment, and
 * stay there: LanceDB reads those of AWS itself. Throws STORE_NO_CREDENTIALS and STORE_ADDRESS_INVALID.
 */
export function connectTo(
  store: string,
  options: Pick<ConnectionOptions, 'readConsistencyInterval'> = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<Connection> {
  const kind = storeKind(store)
  if (kind === 'folder') return connect(store, options)
  return connect(store, { ...options, ...(kind === 'bucket' ? bucketOptions(env) : serviceOptions(env)) })
}

export function bucketOptions(env: NodeJS.ProcessEnv): ConnectionOptions {
  const hasKeys = Boolean(env['AWS_ACCESS_KEY_ID'] && env['AWS_SECRET_ACCESS_KEY'])
  if (!hasKeys && !otherCredentials.some((name) => env[name])) {
    throw new FoveaError(
      'STORE_NO_CREDENTIALS',
      'There are no credentials for this store. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.',
    )
  }
  const endpoint = env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'] ?? env['AWS_ENDPOINT']
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION']
  const isPlain = endpoint !== undefined && requireSafe(endpoint, 'AWS_ENDPOINT_URL', env['AWS_ALLOW_HTTP'] === 'true')
  return {
    storageOptions: {
      ...patience,
      client_max_retries: env['OBJECT_STORE_CLIENT_MAX_RETRIES'] ?? tries,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(region === undefined ? {} : { region }),
      ...(isPlain ? { allow_http: 'true' } : {}),
    },
  }
}

export function serviceOptions(env: NodeJS.ProcessEnv): ConnectionOptions {
  const apiKey = env['LANCEDB_API_KEY']
  if (!apiKey) {
    throw new FoveaError('STORE_NO_CREDENTIALS', 'There is no key for this store. Set LANCEDB_API_KEY.')
  }
  const host = env['LANCEDB_HOST_OVERRIDE']
  if (host !== undefined) requireSafe(host, 'LANCEDB_HOST_OVERRIDE', false)
  const region = env['LANCEDB_REGION']
  return {
    apiKey,
    clientConfig: servicePatience,
    ...(host === undefined ? {} : { hostOverride: host }),
    ...(region === undefined ? {} : { region }),
  }
}

/** Whether an endpoint is plain HTTP, which it may be on this computer, or where the person says so. */
function requireSafe(endpoint: string, variable: string, mayBePlain: boolean): boolean {
  const url = parsed(endpoint)
  const isHere = url !== undefined && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  if (url?.protocol === 'https:' && url.password === '') return false
  if (url?.protocol === 'http:' && url.password === '' && (isHere || mayBePlain)) return true
  throw new FoveaError(
    'STORE_ADDRESS_INVALID',
    `${variable} is no address of a server that Fovea may use: it begins with https://, and holds no credentials.`,
  )
}

function parsed(endpoint: string): URL | undefined {
  try {
    return new URL(endpoint)
  } catch {
    return undefined
  }
}
