// A layer between a test's engine and the file system: calls fail as drives, permissions and limits make them fail.
import { constants } from 'node:os'

export type Code = keyof typeof constants.errno & ('EIO' | 'ENOSPC' | 'EACCES' | 'EMFILE')

interface Fault {
  /** Names of functions of node:fs; `read` of a file that was opened. */
  calls: readonly string[]
  path: RegExp
  code: Code
  /** How often it fails before it passes. */
  left: number
}

const faults: Fault[] = []
let hits = 0

/** From now on, these calls on these paths fail, `times` times. */
export function inject(code: Code, calls: readonly string[], path: RegExp, times = Infinity): void {
  faults.push({ calls, path, code, left: times })
}

/** Answers how often something failed: a test whose fault never struck proves nothing. */
export function heal(): number {
  faults.length = 0
  const struck = hits
  hits = 0
  return struck
}

export function strike(call: string, path: unknown): void {
  const fault = faults.find((one) => one.left > 0 && one.calls.includes(call) && one.path.test(String(path)))
  if (!fault) return
  fault.left--
  hits++
  const { code } = fault
  const about = { code, errno: -constants.errno[code], syscall: call, path: String(path) }
  throw Object.assign(new Error(`${code}: injected, ${call} '${String(path)}'`), about)
}

/** What LanceDB's native part says of the same faults. */
export function lanceError(code: Code): Error {
  const sentences = {
    EIO: 'Input/output error',
    ENOSPC: 'No space left on device',
    EACCES: 'Permission denied',
    EMFILE: 'Too many open files',
  }
  const said = `${sentences[code]} (os error ${String(constants.errno[code])})`
  return Object.assign(new Error(`lance error: LanceError(IO): Generic LocalFileSystem error: ${said}`), {
    code: 'GenericFailure',
  })
}

type Call = (...args: unknown[]) => unknown

/** node:fs or node:fs/promises, with the faults in front of it. */
export function faulty<Module extends object>(module: Module, isPromised: boolean): Module {
  const wrapped = Object.fromEntries(
    Object.entries(module).map(([name, value]) => {
      if (typeof value !== 'function' || /^[A-Z]/.test(name)) return [name, value]
      const call = value as Call
      if (!isPromised) {
        const sync: Call = (...args) => {
          strike(name, args[0])
          return call(...args)
        }
        return [name, Object.assign(sync, call)]
      }
      const promised: Call = async (...args) => {
        strike(name, args[0])
        const result = await call(...args)
        return name === 'open' ? faultyHandle(result as object, args[0]) : result
      }
      return [name, promised]
    }),
  )
  return { ...module, ...wrapped, default: wrapped }
}

function faultyHandle<Handle extends object>(handle: Handle, path: unknown): Handle {
  for (const name of ['readFile', 'read'] as const) {
    const call = Reflect.get(handle, name) as Call | undefined
    if (call) {
      Reflect.set(handle, name, async (...args: unknown[]) => {
        strike('read', path)
        return call.apply(handle, args)
      })
    }
  }
  return handle
}
