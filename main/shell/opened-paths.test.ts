// Paths from outside: a photo of the library is shown, another picture searched with, a folder offered; nothing else happens.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import type { QueryImage } from '../../contract'
import { openPaths, type OpenedPathsActions } from './opened-paths'

const folder = mkdtempSync(path.join(os.tmpdir(), 'fovea-opened-'))
const at = (name: string): string => path.join(folder, name)
mkdirSync(at('holiday.jpg')) // a folder, whatever its name says
for (const name of ['known.jpg', 'other.JPG', 'notes.txt']) writeFileSync(at(name), '')
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const image = { imageId: 'x', name: 'other.JPG' } as QueryImage
const place = { itemId: '0123456789abcdef'.repeat(2) }
const actions = {
  find: vi.fn<OpenedPathsActions['find']>(),
  readPicture: vi.fn<OpenedPathsActions['readPicture']>(),
  confirmFolders: vi.fn<OpenedPathsActions['confirmFolders']>(),
  addFolder: vi.fn<OpenedPathsActions['addFolder']>(),
  ask: vi.fn<OpenedPathsActions['ask']>(),
  complain: vi.fn<OpenedPathsActions['complain']>(),
}
beforeEach(() => {
  vi.resetAllMocks()
  actions.find.mockImplementation((file) => Promise.resolve(file.endsWith('known.jpg') ? place : null))
  actions.readPicture.mockResolvedValue(image)
  actions.addFolder.mockResolvedValue(undefined)
})
const open = (...names: string[]): Promise<void> =>
  openPaths(names.map(at), (extension) => extension === 'jpg', actions)

it('shows a photo of the library', async () => {
  await open('known.jpg', 'other.JPG')
  expect(actions.ask).toHaveBeenCalledExactlyOnceWith({ kind: 'show', ...place })
})

it('searches with a picture from elsewhere', async () => {
  await open('notes.txt', 'other.JPG')
  expect(actions.ask).toHaveBeenCalledExactlyOnceWith({ kind: 'picture', image })
})

it('adds a folder only after a yes', async () => {
  await open('holiday.jpg')
  expect(actions.confirmFolders).toHaveBeenCalledExactlyOnceWith(['holiday.jpg'])
  expect(actions.addFolder).not.toHaveBeenCalled()
  actions.confirmFolders.mockResolvedValue(true)
  await open('holiday.jpg')
  expect(actions.addFolder).toHaveBeenCalledExactlyOnceWith(at('holiday.jpg'))
})

it('does nothing about other files, and nothing that is not there', async () => {
  await open('notes.txt', 'gone.jpg')
  expect(actions.ask).not.toHaveBeenCalled()
  expect(actions.confirmFolders).not.toHaveBeenCalled()
  expect(actions.complain).not.toHaveBeenCalled()
})

it('says what is wrong with a picture', async () => {
  actions.readPicture.mockRejectedValue(new Error('damaged'))
  await open('other.JPG')
  expect(actions.complain).toHaveBeenCalledOnce()
  expect(actions.ask).not.toHaveBeenCalled()
})
