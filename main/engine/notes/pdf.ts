/** The text of PDFs: pdf.js, as `unpdf` packs it for runtimes without a window, in workers. */
import { dirname, join } from 'node:path'
import { DecoderPool, outsideArchive } from '../media/decoder-pool'
import workerSource from './pdf-worker.cjs?raw'

/** No file takes longer. */
const seconds = 10

export interface PdfText {
  title: string | null
  text: string
}

const readers = new DecoderPool<{ bytes: Buffer; mostCharacters: number }, PdfText>('pdf.js', workerSource, () => ({
  // An ES module that its package names to other ES modules only.
  script: join(dirname(outsideArchive(require.resolve('unpdf'))), 'pdfjs.mjs'),
}))

export function isPdf(bytes: Buffer): boolean {
  return bytes.subarray(0, 1024).includes('%PDF-')
}

/** Page by page, at most so many characters. Throws UnreadableImage. */
export function readPdf(bytes: Buffer, mostCharacters: number): Promise<PdfText> {
  return readers.run({ bytes, mostCharacters }, seconds)
}
