// Logs say what went wrong, and neither where the photos lie nor what they are called.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { temporaryFolders } from '../../../test/integration/support/folders'
import { keepLog } from './console'
import { LogFile, logLimitBytes } from './log-file'
import { redact } from './redaction'

const temporary = temporaryFolders()

describe('redact', () => {
  it.each([
    [
      "ENOENT: no such file or directory, open '/home/anna/Our wedding/kiss.jpg'",
      "ENOENT: no such file or directory, open '<path>",
    ],
    ['“C:\\Users\\Anna\\kiss.jpg” was not added: gone', '“<path>'],
    ['not exported: \\\\nas\\photos\\kiss.jpg', 'not exported: <path>'],
    ['file:///home/anna/kiss.jpg', '<path>'],
    ['~/kiss', '<path>'],
    ['“Our first kiss.JPG” cannot be read', '“<name>.JPG” cannot be read'],
    ['the video reader: kiss at sea.mp4 is damaged', 'the video reader: <name>.mp4 is damaged'],
    ["  path: '/home/anna/it's: mine, \"too\"/kiss.png',\n  errno: -2", "  path: '<path>\n  errno: -2"],
    [
      '    at read (/opt/Anna/Fovea/resources/app.asar/out/main/indexer.js:12:3)',
      '    at read (<app>/app.asar/out/main/indexer.js:12:3)',
    ],
    [
      "Table 'items' was not found: Dataset at path home/anna maria/.fovea/store/items.lance was not found",
      "Table 'items' was not found: Dataset at path <path>",
    ],
    ['search.run: refused input: filters.folder', 'search.run: refused input: filters.folder'],
    ['12 of 40 photos, 3 / 4 done, node:internal/fs:1:2', '12 of 40 photos, 3 / 4 done, node:internal/fs:1:2'],
  ])('%j', (said, kept) => {
    expect(redact(said)).toBe(kept)
  })

  it('leaves no word of a path, whatever it is called', () => {
    const part = fc
      .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
      .map((text) => `${text.replaceAll(/[\n/\\]/g, '_')}SECRET`)
    const paths = fc.tuple(
      fc.constantFrom('/', '/home/', 'C:\\', 'D:/', '\\\\nas\\', 'file:///'),
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', '.jpg', '.HEIC'),
    )
    const around = fc.constantFrom(["open '", "'"], ['“', '” is damaged'], ['failed: ', ''], ['(', ')'], ['', ': gone'])
    fc.assert(
      fc.property(paths, around, ([start, parts, end], [before, after]) => {
        expect(redact(`${before}${start}${parts.join('/')}${end}${after}`)).not.toContain('SECRET')
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the log', () => {
  it('keeps what the console says, without paths, errors with their causes included', () => {
    const folder = temporary()
    const printed = vi.fn()
    const target = { debug: printed, log: printed, info: printed, warn: printed, error: printed }
    keepLog(folder, 'indexer', target as unknown as Console)
    const cause = Object.assign(new Error("EIO: i/o error, read '/home/anna/kiss.jpg'"), {
      path: '/home/anna/kiss.jpg',
    })
    target.error('the library cannot be opened:', new Error('no /home/anna', { cause }))
    const kept = readFileSync(join(folder, 'indexer.log'), 'utf8')
    for (const text of [kept, String(printed.mock.calls[0]![0])]) {
      expect(text).toContain('the library cannot be opened: Error: no <path>')
      expect(text).toContain('EIO: i/o error')
      expect(text).not.toMatch(/anna|kiss/)
    }
    expect(kept).toMatch(/^\d{4}-\d\d-\d\dT\S+Z error the library/)
  })

  it('never grows beyond its two files', () => {
    const path = join(temporary(), 'logs', 'shell.log')
    const log = new LogFile(path)
    for (let line = 0; line < 4000; line++) log.write(`${String(line)} ${'é'.repeat(150)}`)
    log.write('x'.repeat(10_000_000))
    for (const file of [path, `${path}.1`]) expect(statSync(file).size).toBeLessThanOrEqual(logLimitBytes)
    const again = new LogFile(path) // goes on where the last start ended
    again.write('last')
    expect(readFileSync(path, 'utf8').trimEnd().endsWith('last')).toBe(true)
  })

  it('stops nobody where it cannot be written', () => {
    const folder = temporary()
    writeFileSync(join(folder, 'taken'), '')
    const log = new LogFile(join(folder, 'taken', 'shell.log'))
    expect(() => log.write('lost')).not.toThrow()
    const later = new LogFile(join(folder, 'later', 'shell.log'))
    mkdirSync(join(folder, 'later', 'shell.log'), { recursive: true })
    expect(() => later.write('lost')).not.toThrow()
    expect(existsSync(join(folder, 'taken'))).toBe(true)
  })
})
