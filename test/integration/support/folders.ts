// Temporary folders for tests, removed when the test file is done.
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** Call once at the top of a test file; every call of what it returns makes a new, empty folder. */
export function temporaryFolders(): () => string {
  const made: string[] = []
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  })
  return () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fovea-test-')))
    chmodSync(folder, 0o755) // so that a child of another user can come in where a test needs one
    made.push(folder)
    return folder
  }
}
