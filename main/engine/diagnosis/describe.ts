/** A report in words, for a terminal and for the top of the file that is sent. */
import type { Report } from './report'

export function describeReport(report: Report): string[] {
  const { versions, machine, model, runsOn, store, roots, data, library, settings, checks = {} } = report
  const bad = Object.entries(checks).filter(([, code]) => code !== 'good')
  return [
    line(
      'Fovea',
      `${text(versions['fovea'])} on ${text(versions['platform'])} (${text(versions['system'])}), Node ${text(versions['node'])}`,
    ),
    line(
      'Machine',
      `${text(machine['processor'])}, ${text(machine['cores'])} cores, ${size(machine['memoryBytes'])} of memory (${size(machine['freeMemoryBytes'])} free)`,
    ),
    line(
      'Model',
      'error' in model ? model.error : `${model.id} ${model.revision}, ${String(model.dimension)} dimensions`,
    ),
    line('Provider', 'error' in runsOn ? runsOn.error : `${runsOn.provider}, ${String(runsOn.threads)} threads`),
    ...(bad.length > 0 ? [line('Checks', bad.map(([name, code]) => `${name} ${code}`).join(', '))] : []),
    ...describeStore(store),
    ...('error' in roots
      ? [line('Folders', roots.error)]
      : roots.map(({ number, fileSystem, isNetwork, state, files, isPaused }) =>
          line(
            `Folder ${String(number)}`,
            [
              `${String(files)} files`,
              fileSystem,
              ...(isNetwork ? ['network'] : []),
              state,
              ...(isPaused ? ['paused'] : []),
            ].join(', '),
          ),
        )),
    ...('error' in library
      ? [line('Library', library.error)]
      : library.paused
        ? [line('Library', 'paused by the person')]
        : []),
    ...describeData(data),
    ...('error' in settings ? [line('Settings', settings.error)] : []),
  ]
}

function describeStore(store: Report['store']): string[] {
  if ('error' in store) return [line('Store', store.error)]
  const tables = store.tables.map(({ table, rows, schema, error }) =>
    error === undefined ? `${table} ${String(rows)} rows, schema ${String(schema)}` : `${table} ${error}`,
  )
  return [
    line('Store', `schema ${String(store.schema)}; ${tables.join('; ') || 'empty'}`),
    line('Files', counts(store.states) || 'none'),
    ...(Object.keys(store.failures).length > 0 ? [line('Failed', counts(store.failures))] : []),
  ]
}

function describeData(data: Report['data']): string[] {
  if ('error' in data) return [line('Disk', data.error)]
  const { freeBytes, contents, crashes, logs } = data
  const bytes = Object.values(contents).reduce((sum, entry) => sum + entry.bytes, 0)
  const errors = new Map<string, number>()
  for (const log of logs) {
    for (const [code, { count }] of Object.entries(log.errors)) errors.set(code, (errors.get(code) ?? 0) + count)
  }
  return [
    line('Disk', `the library has ${size(bytes)}, ${size(freeBytes)} are free`),
    line(
      'Crashes',
      `${String(crashes.suspects)} suspects, ${String(crashes.setAside)} set aside, ${String(crashes.dumps)} dumps`,
    ),
    line('Errors', counts(Object.fromEntries(errors)) || 'none in the logs'),
  ]
}

function line(name: string, said: string): string {
  return name.padEnd(11) + said
}

function counts(of: Readonly<Record<string, number>>): string {
  return Object.entries(of)
    .map(([name, count]) => `${String(count)} ${name}`)
    .join(', ')
}

function text(value: string | number | undefined): string {
  return String(value ?? 'unknown')
}

function size(bytes: string | number | undefined): string {
  const count = Number(bytes)
  return count < 1e9 ? `${(count / 1e6).toFixed(1)} MB` : `${(count / 1e9).toFixed(1)} GB`
}
