/** The app's logs as they may leave this computer: their last part, without paths, names, or anything in quotes. */
import { open, readdir } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import { errorCodes } from '../../../contract'
import { redact } from '../log/redaction'

/** Of each log: some hundred entries, and a bundle that can be read before it is sent. */
const keptBytes = 64 * 1024

export interface LogFacts {
  /** Of the file: that of a process. */
  name: string
  entries: number
  /** Codes of errors, how often each is there, and when last. */
  errors: Record<string, { count: number; last: string }>
}

const ownLogs = /^(shell|indexer|searcher)\.log(\.1)?$/
const codes = new Set([...errorCodes, ...Object.keys(constants.errno)])
const kept = new Set([
  ...codes,
  'GenericFailure',
  'open',
  'read',
  'write',
  'stat',
  'rename',
  'mkdir',
  'scandir',
  'unlink',
])

/** Ordered by process, the older part first. */
export async function readLogs(folder: string): Promise<(LogFacts & { text: string })[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => ownLogs.test(name))
  names.sort((a, b) => a.localeCompare(b) || b.length - a.length)
  const found: (LogFacts & { text: string })[] = []
  for (const name of names) {
    const text = withoutQuotes(redact(await lastPart(join(folder, name))))
    found.push({ name, ...factsOf(text), text })
  }
  return found
}

/** Whole lines. */
async function lastPart(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined)
  if (!file) return ''
  try {
    const { size } = await file.stat()
    const from = Math.max(0, size - keptBytes)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
    const text = buffer.subarray(0, bytesRead).toString('utf8')
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1)
  } catch {
    return ''
  } finally {
    await file.close()
  }
}

function factsOf(text: string): Pick<LogFacts, 'entries' | 'errors'> {
  const errors: LogFacts['errors'] = {}
  let [entries, at] = [0, '']
  for (const line of text.split('\n')) {
    const [, time] = /^(\d{4}-\d\d-\d\dT\S+Z) (?:debug|log|info|warn|error) /.exec(line) ?? []
    if (time !== undefined) [entries, at] = [entries + 1, time]
    for (const [code] of line.matchAll(/\b[A-Z][A-Z0-9_]{2,}\b/g))
      if (codes.has(code)) errors[code] = { count: (errors[code]?.count ?? 0) + 1, last: at }
  }
  return { entries, errors }
}

/** What is left of a log where nobody can say which names are in it: when, which codes, and where in Fovea's own code. */
export function bareBones(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const entry = /^\S+Z (?:debug|log|info|warn|error) /.exec(line)?.[0] ?? ''
      const found = [...line.matchAll(/\b[A-Z][A-Z0-9_]{2,}\b/g)]
        .map(([code]) => code)
        .filter((code) => codes.has(code))
      const place = /^ +at .*?(<app>\/[\w./-]+:\d+:\d+)\)?$/.exec(line)?.[1]
      const kept = [entry.trim(), ...found, ...(place === undefined ? [] : [`at ${place}`])].join(' ').trim()
      return kept === '' ? [] : [kept]
    })
    .join('\n')
}

/** Other people's errors quote what they were given: a filter with the name of a folder, a word of a query. */
export function withoutQuotes(text: string): string {
  const quoted = /"([^"\n]*)"|“([^”\n]*)”|„([^“\n]*)“|`([^`\n]*)`|(?<![\p{L}\p{N}])'([^'\n]*)'(?![\p{L}\p{N}])/gu
  return text.replaceAll(quoted, (all: string, ...inner: unknown[]) => {
    const content = inner.slice(0, 5).find((part) => typeof part === 'string') as string
    return kept.has(content) ? all : `${all[0]}…${all.at(-1)}`
  })
}
