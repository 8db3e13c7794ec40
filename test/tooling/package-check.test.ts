// A package that holds more than the app is refused. See scripts/package/check.mjs.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'

const { strangers } = (await import(
  pathToFileURL(path.resolve(import.meta.dirname, '../../scripts/package/check.mjs')).href
)) as { strangers: (files: string[]) => string[] }

it('takes the built app and its packages for granted', () => {
  const files = [
    'package.json',
    'out',
    'out/main',
    'out/main/index.js',
    'out/preload/index.js',
    'out/renderer/assets/base.css',
    'node_modules',
    'node_modules/@lancedb/lancedb/dist/index.js',
  ]
  expect(strangers(files)).toEqual([])
})

it.each([
  'test/integration/fuzz.test.ts',
  'main/index.ts',
  '.npmrc',
  'out/cli/fovea.js',
  'out/main/index.js.map',
  'node_modules/zod/index.d.ts',
])('asks what %s does in it', (file) => {
  expect(strangers([file])).toEqual([expect.stringContaining(file)])
})
