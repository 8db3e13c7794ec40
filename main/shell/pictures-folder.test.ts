// The folder that is suggested first: the system's own for pictures, if there is any in it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { picturesFolder } from './pictures-folder'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'Pictures '))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})
const put = (name: string): void => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
  writeFileSync(path.join(folder, name), '')
}

it('is suggested for a picture in it, or deeper down', async () => {
  put('2020/summer/beach.HEIC')
  expect(await picturesFolder(folder)).toEqual({ path: folder, name: path.basename(folder) })
})

it('is not suggested where there is none', async () => {
  put('readme.txt')
  put('.hidden/a.jpg')
  put('._resource.jpg')
  expect(await picturesFolder(folder)).toBeNull()
  expect(await picturesFolder(path.join(folder, 'nowhere'))).toBeNull()
})

it('is not searched for long', async () => {
  for (let index = 0; index < 60; index++) mkdirSync(path.join(folder, `a${String(index)}`))
  put('z/beach.jpg')
  expect(await picturesFolder(folder)).toBeNull()
})
