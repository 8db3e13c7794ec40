/** The options of a benchmark, from the command line. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface Options<Name extends string> {
  json: boolean
  /** Folder of photos to measure with instead of the usual ones. */
  photos: string | undefined
  numbers: Record<Name, number>
}

/** `--json`, `--photos DIR`, and the whole numbers named in `defaults`, e.g. `--rounds 5`. */
export function readOptions<Name extends string>(defaults: Record<Name, number>): Options<Name> {
  const names = Object.keys(defaults) as Name[]
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      photos: { type: 'string' },
      ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    },
  })
  const given = values as Record<string, string | boolean | undefined>
  const numbers = { ...defaults }
  for (const name of names) {
    if (given[name] === undefined) continue
    const value = Number(given[name])
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number from 1.`)
    numbers[name] = value
  }
  // npm runs us in the repository; a relative folder is meant from where the person stands.
  const from = process.env['INIT_CWD'] ?? process.cwd()
  return { json: values.json, photos: values.photos === undefined ? undefined : resolve(from, values.photos), numbers }
}
