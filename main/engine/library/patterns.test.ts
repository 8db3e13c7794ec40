// Patterns leave out what gitignore(5) says they do: by its examples, and in agreement with git itself.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolders } from '../../../test/integration/support/folders'
import { Patterns } from './patterns'

const temporary = temporaryFolders()
const covers = (patterns: string, path: string): boolean => Patterns.parse(patterns).covers(path)

describe('a pattern', () => {
  it.each([
    ['*.png', 'a.png', true],
    ['*.png', 'x/y/a.PNG', true],
    ['*.png', 'a.png.jpg', false],
    ['Screenshots', 'Screenshots/a.jpg', true],
    ['screenshots/', 'x/Screenshots/y/a.jpg', true],
    ['screenshots/', 'screenshots', false],
    ['/private', 'private/a.jpg', true],
    ['/private', 'x/private/a.jpg', false],
    ['2019/raw', '2019/raw/a.jpg', true],
    ['2019/raw', 'x/2019/raw/a.jpg', false],
    ['**/raw', 'x/y/raw/a.jpg', true],
    ['a/**/b.jpg', 'a/b.jpg', true],
    ['a/**/b.jpg', 'a/x/y/b.jpg', true],
    ['a/**', 'a/x.jpg', true],
    ['a/**', 'b/a.jpg', false],
    ['img_?.jpg', 'IMG_1.jpg', true],
    ['img_[0-4].jpg', 'img_3.jpg', true],
    ['img_[!0-4].jpg', 'img_3.jpg', false],
    ['img_[!0-4].jpg', 'img_7.jpg', true],
    ['[]x].jpg', '].jpg', true],
    ['[x.jpg', '[x.jpg', true],
    ['\\#a.jpg', '#a.jpg', true],
    ['\\!a.jpg', '!a.jpg', true],
    ['\\*.jpg', 'a.jpg', false],
    ['# comment', '# comment', false],
    ['a.jpg  ', 'a.jpg', true],
    ['Über', 'U\u0308ber/a.jpg', true],
    ['*.jpg\n!keep.jpg', 'keep.jpg', false],
    ['*.jpg\r\n!keep.jpg\r\n', 'lose.jpg', true],
    ['x/\n!x/keep.jpg', 'x/keep.jpg', true],
    ['!a.jpg\na.jpg', 'a.jpg', true],
    ['', 'a.jpg', false],
    ['/', 'a.jpg', false],
    ['*', 'a.jpg', true],
  ])('%j says of %j: left out %j', (patterns, path, leftOut) => {
    expect(covers(patterns, path)).toBe(leftOut)
  })

  it('made to take for ever takes no time', () => {
    const started = performance.now()
    for (const pattern of [`${'*a'.repeat(100)}b`, `${'**/a/'.repeat(50)}b`, '*'.repeat(1000)]) {
      expect(covers(pattern, `${'a'.repeat(250)}/${'a/'.repeat(200)}${'a'.repeat(250)}`)).toBe(
        pattern === '*'.repeat(1000),
      )
    }
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

it('agrees with git on all of these', (context) => {
  const folder = temporary()
  try {
    execFileSync('git', ['-c', 'init.defaultBranch=main', 'init', '-q'], { cwd: folder, stdio: 'pipe' })
  } catch {
    context.skip(true, 'SKIPPED: there is no git here')
  }
  const paths: string[] = []
  for (const top of ['a', 'b', 'raw', 'x.y']) {
    for (const inner of ['', 'a/', 'raw/', 'deep/raw/']) {
      for (const name of ['a.jpg', 'b.png', 'raw', 'img_1.jpg', 'img_12.jpg']) paths.push(`${top}/${inner}${name}!`)
    }
  }
  const files = paths.map((path) => path.slice(0, -1)).filter((path) => !path.endsWith('raw'))
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), '')
  }
  for (const patterns of [
    'raw',
    'raw/',
    '/raw',
    'a/raw',
    '*/raw',
    '**/raw/a.jpg',
    'a/**/img_?.jpg',
    '**',
    'a/**',
    'a/*',
    '*.jpg\n!img_*.jpg',
    '*\n!a/\n!a/a.jpg',
    'img_[0-9].*',
    'x.?/deep',
    '/*/deep/**/b.png',
    'b/**/raw/\n!b/deep/raw/',
  ]) {
    writeFileSync(join(folder, '.gitignore'), patterns)
    let ignored: string[] = []
    try {
      const answer = execFileSync('git', ['-c', 'core.ignorecase=false', 'check-ignore', '--stdin'], {
        cwd: folder,
        input: files.join('\n'),
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      ignored = answer.trim().split('\n')
    } catch {
      // exits with 1 when nothing is ignored
    }
    expect([patterns, files.filter((file) => covers(patterns, file))]).toEqual([patterns, ignored])
  }
})
