// Drives for tests: real mounts where the system allows them, and a table of mounts that a test decides.
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { afterAll, type TestContext } from 'vitest'
import { readMounts, type Mount, type MountTable } from '../../../main/engine/library/mounts'

/** Mounts of one test file, taken away again at its end. */
export function temporaryMounts() {
  const mounted = new Set<string>()
  const unmount = (point: string): void => {
    execFileSync('umount', [point], { stdio: 'pipe' })
    mounted.delete(point)
  }
  const mount = (args: string[], point: string): void => {
    mkdirSync(point, { recursive: true })
    execFileSync('mount', [...args, point], { stdio: 'pipe' })
    mounted.add(point)
  }
  afterAll(() => {
    for (const point of [...mounted].reverse()) unmount(point)
  })
  return {
    /** An empty volume. */
    drive: (point: string): void => {
      mount(['-t', 'tmpfs', '-o', 'size=16m', 'fovea-test'], point)
    },
    /** The same volume at another point. */
    bind: (from: string, point: string): void => {
      mount(['--bind', from], point)
    },
    unmount,
  }
}

/** Skips the test with its reason where file systems cannot be mounted. */
export function needsMounts(context: TestContext, folder: string): void {
  let reason = ''
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'fovea-test', folder], { stdio: 'pipe' })
    execFileSync('umount', [folder], { stdio: 'pipe' })
  } catch (error) {
    reason = String(error).split('\n')[0] ?? ''
  }
  context.skip(reason !== '', `SKIPPED: file systems cannot be mounted here (${reason})`)
}

/** The system's table, but for volumes that are at these points as far as Fovea is told. */
export function tableWith(volumes: () => Partial<Mount>[]): MountTable {
  return async () => [
    ...(await readMounts()).map((mount) => ({ ...mount, volume: null })),
    ...volumes().map((volume) => ({ point: '', root: '/', type: 'vfat', source: '', volume: null, ...volume })),
  ]
}
