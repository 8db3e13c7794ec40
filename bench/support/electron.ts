/** The Electron that benchmarks of the window start: found and set up as `npm test` does, on a virtual display where that is the way. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { root } from './photos'

interface Scripts {
  findElectron: () => Promise<string>
  electronVersionOf: (executable: string) => string
  sandboxArguments: (executable: string) => Promise<string[]>
  ensureSystemLibraries: (options: object) => Promise<void>
  startVirtualDisplay: () => Promise<{ display: string; stop: () => Promise<void> }>
  build: (names: string[]) => Promise<void>
}

export interface Electron {
  executable: string
  version: string
  /** Before those of the app. */
  args: string[]
  env: Record<string, string>
}

/** Builds the app, and runs `work` with what it takes to start it. */
export async function withElectron<T>(work: (electron: Electron) => Promise<T>): Promise<T> {
  const scripts = await loadScripts()
  const executable = await scripts.findElectron()
  const isLinux = process.platform === 'linux'
  await scripts.ensureSystemLibraries({ executable, display: isLinux })
  await scripts.build(['app'])
  const display = isLinux ? await scripts.startVirtualDisplay() : undefined
  const env = { ...process.env, ...(display && { DISPLAY: display.display }) } as Record<string, string>
  delete env['ELECTRON_RUN_AS_NODE']
  delete env['WAYLAND_DISPLAY']
  try {
    // A virtual display has no graphics processor.
    const args = [...(await scripts.sandboxArguments(executable)), ...(isLinux ? ['--disable-gpu'] : [])]
    return await work({ executable, version: scripts.electronVersionOf(executable), args, env })
  } finally {
    await display?.stop()
  }
}

/** Loaded where they lie: bundled they would look for the repository elsewhere. */
async function loadScripts(): Promise<Scripts> {
  const names = ['electron-runtime', 'system-libraries', 'virtual-display', 'build']
  const modules: object[] = await Promise.all(
    names.map((name) => import(/* @vite-ignore */ pathToFileURL(join(root, 'scripts', `${name}.mjs`)).href)),
  )
  return Object.assign({}, ...modules) as Scripts
}

/** Milliseconds from the start of the process to each thing that the app said on its output (support/timed-app). */
export function timeStart(
  { executable, args, env }: Electron,
  { app, search, home }: { app: string; search?: string; home: string },
): Promise<ReadonlyMap<string, { ms: number; what: string }>> {
  return new Promise((resolve, reject) => {
    const said = new Map<string, { ms: number; what: string }>()
    const started = performance.now()
    const child = spawn(
      executable,
      [
        join(root, 'bench', 'support', 'timed-app'),
        ...args,
        `--home=${home}`,
        `--user-data-dir=${join(home, 'browser')}`,
      ],
      {
        env: { ...env, BENCH_APP: app, ...(search === undefined ? {} : { BENCH_SEARCH: search }) },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, name, what = ''] = /^bench (\w+) (.*)$/.exec(line) ?? []
      if (name !== undefined) said.set(name, { ms: performance.now() - started, what })
    })
    child.on('error', reject)
    child.on('close', () => {
      resolve(said)
    })
  })
}
