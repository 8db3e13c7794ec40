/** Tests of the reasons why a store on the network cannot be used: what LanceDB says of them, shortened. */
import { describe, expect, it } from 'vitest'
import { remoteError } from './remote-errors'
import { storeError } from './store'

const url = 'http://127.0.0.1:9000/team?list-type=2'
const listing = `lance error: LanceError(IO): Generic S3 error: Error performing list request: Error performing GET ${url} in 2ms`

describe('remoteError', () => {
  it.each([
    ['STORE_NOT_FOUND', `${listing} - Server returned non-2xx status code: 404 Not Found: <Code>NoSuchBucket</Code>`],
    ['STORE_DENIED', `${listing} - Server returned non-2xx status code: 403 Forbidden: <Code>AccessDenied</Code>`],
    [
      'STORE_DENIED',
      `LanceError(IO): The operation lacked the necessary privileges to complete for path a: Error performing PUT ${url}`,
    ],
    ['STORE_UNREACHABLE', `${listing}, after 2 retries, max_retries: 2 - HTTP error: error sending request`],
    ['STORE_NO_CREDENTIALS', 'LanceError(IO): Generic N/A error: Failed to get AWS credentials: ProviderError'],
    ['STORE_DENIED', 'Http error: (request_id=1) 401 Unauthorized: no'],
    ['STORE_NOT_FOUND', 'Http error: (request_id=1) 404 Not Found: no'],
    [
      'STORE_DAMAGED',
      `LanceError(IO): Object at location lib/items.lance/data/1.lance not found: Error performing GET ${url} - 404 Not Found: <Code>NoSuchKey</Code>`,
    ],
    [
      'STORE_UNREACHABLE',
      'Hit retry limit for request_id=1 (connect_failures=1/1) Caused by: tcp connect error: Connection refused (os error 111)',
    ],
    ['STORE_UNSUPPORTED', 'LanceDBError: not supported: optimize is not supported on LanceDB cloud.'],
  ])('says %s of %s', (code, message) => {
    expect(remoteError(new Error(message))?.code).toBe(code)
    expect(storeError(new Error(message)).code).toBe(code)
  })

  it('passes nothing on of what a server said', () => {
    const answer = `${listing} - Server returned non-2xx status code: 403 Forbidden: <AWSAccessKeyId>AKIA-1</AWSAccessKeyId>`
    const problem = storeError(new Error(answer))
    expect(`${problem.message} ${String(problem.stack)} ${String(problem.cause)}`).not.toContain('AKIA-1')
  })

  it('has nothing to say of disks', () => {
    const messages = [
      'LanceError(IO): Generic N/A error: Encountered internal error. Corrupt page',
      'lance error: LanceError(IO): Object at location /home/me/store/items.lance not found',
      'No space left on device (os error 28)',
    ]
    for (const message of messages) expect(remoteError(new Error(message))).toBeUndefined()
  })
})
