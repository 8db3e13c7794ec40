/** What a process of the app says on its console goes through here: redacted, and kept in a file of its own. */
import { join } from 'node:path'
import { format } from 'node:util'
import { LogFile } from './log-file'
import { redact } from './redaction'

const levels = ['debug', 'log', 'info', 'warn', 'error'] as const

/** For the first lines of an entry. `name`: of the process. */
export function keepLog(folder: string, name: string, target: Console = console): void {
  const file = new LogFile(join(folder, `${name}.log`))
  for (const level of levels) {
    const print = target[level].bind(target)
    target[level] = (...message: unknown[]) => {
      const text = redact(format(...message))
      print(text)
      file.write(`${new Date().toISOString()} ${level} ${text}`)
    }
  }
}
