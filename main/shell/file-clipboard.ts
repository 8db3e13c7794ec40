/** Puts files onto the clipboard as file managers do: Electron itself knows texts and pictures only. */
import { execFile } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { clipboard, ClipboardItem } from 'electron'

export interface ClipboardEntry {
  format: string
  text: string
}

/** `desktop`: what Linux calls the desktop that runs. Undefined on Windows, whose clipboard has no format that can be written from here. */
export function clipboardEntry(
  files: readonly string[],
  platform: NodeJS.Platform,
  desktop = '',
): ClipboardEntry | undefined {
  if (platform === 'win32') return undefined
  if (platform === 'darwin') return { format: 'NSFilenamesPboardType', text: propertyList(files) }
  const addresses = files.map((file) => pathToFileURL(file).href)
  // One format fits on the clipboard at a time. KDE's programs read the standard one, the file managers of GNOME their own.
  if (/kde/i.test(desktop))
    return { format: 'text/uri-list', text: addresses.map((address) => `${address}\r\n`).join('') }
  return { format: 'x-special/gnome-copied-files', text: ['copy', ...addresses].join('\n') }
}

export async function copyFiles(files: readonly string[]): Promise<void> {
  const entry = clipboardEntry(files, process.platform, process.env['XDG_CURRENT_DESKTOP'])
  if (entry) await write(entry)
  else await copyOnWindows(files)
}

async function write({ format, text }: ClipboardEntry): Promise<void> {
  // The oldest Electron that Fovea runs in has another clipboard than the one it is released with.
  const { writeBuffer } = clipboard as { writeBuffer?: (name: string, bytes: Buffer) => void }
  if (writeBuffer) writeBuffer.call(clipboard, format, Buffer.from(text, 'utf8'))
  else
    await clipboard.write([
      new ClipboardItem({ [`electron application/osclipboard;format="${format}"`]: new Blob([text]) }),
    ])
}

/** Paths go by the environment: nothing of a file's name is read as a command. */
function copyOnWindows(files: readonly string[]): Promise<void> {
  const command = 'Set-Clipboard -LiteralPath ($env:FOVEA_FILES | ConvertFrom-Json)'
  return new Promise((resolve, reject) => {
    execFile(
      'powershell.exe',
      ['-NoProfile', '-NonInteractive', '-Command', command],
      { env: { ...process.env, FOVEA_FILES: JSON.stringify(files) }, windowsHide: true },
      (error) => {
        if (error) reject(new Error('the files did not get onto the clipboard', { cause: error }))
        else resolve()
      },
    )
  })
}

function propertyList(files: readonly string[]): string {
  const strings = files.map((file) => `<string>${escaped(file)}</string>`).join('')
  return `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist version="1.0"><array>${strings}</array></plist>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
