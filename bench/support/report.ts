/** Prints what a benchmark found: a table for people, and with --json one JSON object as the last line. */
import { availableParallelism, loadavg } from 'node:os'

export interface Report {
  benchmark: string
  [key: string]: unknown
}

export function machine(): { cores: number; platform: string; node: string; loadAverage: number } {
  return {
    cores: availableParallelism(),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    loadAverage: rounded(loadavg()[0] ?? 0, 2),
  }
}

export function printReport(report: Report, lines: readonly string[], json: boolean): void {
  process.stdout.write(`${lines.join('\n')}\n`)
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`)
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

/** Columns as wide as their widest cell; the first is text, the others are figures. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  )
}
