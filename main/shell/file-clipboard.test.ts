// Files on the clipboard, in the words of each desktop.
import { expect, it, vi } from 'vitest'
import { clipboardEntry } from './file-clipboard'

vi.mock('electron', () => ({ clipboard: {}, ClipboardItem: undefined }))

const files = ['/photos/a b.jpg', '/photos/<&>.jpg']

it.skipIf(process.platform === 'win32')('as addresses on Linux, in the format that its file manager reads', () => {
  const addresses = ['file:///photos/a%20b.jpg', 'file:///photos/%3C&%3E.jpg']
  expect(clipboardEntry(files, 'linux', 'ubuntu:GNOME')).toEqual({
    format: 'x-special/gnome-copied-files',
    text: `copy\n${addresses.join('\n')}`,
  })
  expect(clipboardEntry(files, 'linux', 'KDE')).toEqual({
    format: 'text/uri-list',
    text: `${addresses.join('\r\n')}\r\n`,
  })
})

it('as a list of properties on macOS, with nothing of a name read as markup', () => {
  const entry = clipboardEntry(files, 'darwin')
  expect(entry?.format).toBe('NSFilenamesPboardType')
  expect(entry?.text).toContain(
    '<array><string>/photos/a b.jpg</string><string>/photos/&lt;&amp;&gt;.jpg</string></array>',
  )
})

it('not by a format on Windows', () => {
  expect(clipboardEntry(files, 'win32')).toBeUndefined()
})
