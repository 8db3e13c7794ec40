/** Endings of the pictures that can be chosen, opened and searched with. */
export const pictureExtensions: readonly string[] = [
  ...['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif', 'bmp', 'heic', 'heif', 'hif', 'jxl'],
  ...['cr2', 'cr3', 'nef', 'arw', 'dng', 'raf', 'orf', 'rw2', 'pef'],
]
