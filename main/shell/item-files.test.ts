// Which files may be given away: those in the library's folders, of its kinds; a link leads nowhere else.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolders } from '../../test/integration/support/folders'
import { safeFile, safeFiles } from './item-files'

const temporary = temporaryFolders()
let [root, outside] = ['', '']
const at = (name: string) => ({ path: join(root, name), root })

beforeEach(() => {
  const folder = temporary()
  ;[root, outside] = [join(folder, 'photos'), join(folder, 'photos-elsewhere')]
  for (const made of [root, outside]) mkdirSync(made)
  writeFileSync(join(root, 'photo.jpg'), 'photo')
  writeFileSync(join(root, 'run.sh'), 'program')
  writeFileSync(join(outside, 'secret.jpg'), 'secret')
})

it('a photo of the library is given away', async () => {
  expect(await safeFile(at('photo.jpg'))).toBe(join(root, 'photo.jpg'))
})

it.skipIf(process.platform === 'win32')(
  'what a link leads to is not, unless it is a photo of the same folder',
  async () => {
    symlinkSync(join(outside, 'secret.jpg'), join(root, 'out.jpg'))
    symlinkSync(join(root, 'run.sh'), join(root, 'program.jpg'))
    symlinkSync(join(root, 'photo.jpg'), join(root, 'same.jpg'))
    expect(await safeFile(at('out.jpg'))).toBeUndefined()
    expect(await safeFile(at('program.jpg'))).toBeUndefined()
    expect(await safeFile(at('same.jpg'))).toBe(join(root, 'photo.jpg'))
  },
)

it('neither is a program, nor what is not there', async () => {
  expect(await safeFile(at('run.sh'))).toBeUndefined()
  expect(await safeFile(at('absent.jpg'))).toBeUndefined()
  expect(await safeFiles([at('absent.jpg'), at('photo.jpg')])).toEqual([join(root, 'photo.jpg')])
  await expect(safeFiles([at('run.sh')])).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
})
