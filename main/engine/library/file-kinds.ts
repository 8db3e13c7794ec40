/** Which files are photos, and which folders and files are none of our business. Decided by name alone. */

const imageExtensions = new Set(['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif', 'bmp'])

/** Folders of operating systems, NAS boxes and tools that hold copies, thumbnails or deleted files. */
const systemFolders = new Set([
  '$recycle.bin',
  'system volume information',
  'lost+found',
  'node_modules',
  '__macosx',
  '@eadir', // Synology thumbnails
  '#recycle',
])

export function isImageName(name: string): boolean {
  const dot = name.lastIndexOf('.')
  return dot > 0 && imageExtensions.has(name.slice(dot + 1).toLowerCase())
}

/** Hidden (a leading dot, which covers `._*` files of external drives) or a system folder. */
export function isSkippedName(name: string): boolean {
  return name.startsWith('.') || systemFolders.has(name.toLowerCase())
}
