/** Makes the vectors of a note: one for each passage, and their mean for the whole. */
import type { Encoder } from '../encoder/encoder'
import { normalise } from '../encoder/vectors'
import { UnreadableImage } from '../media/unreadable'
import { withoutSigns } from '../notes/markdown'
import type { Note } from '../notes/note'
import { passagesOf } from '../notes/passages'
import type { Part } from '../store/schema'
import type { TextEmbedder } from './text-embedder'

export interface NoteVectors {
  parts: Part[]
  /** What "more like this" looks for; search compares the passages. */
  whole: Float32Array
}

/** Throws UnreadableImage where nothing is said. */
export async function noteVectors(note: Note, encoder: Encoder, texts: TextEmbedder): Promise<NoteVectors> {
  const count = await encoder.tokenCounter()
  const plain = (text: string): string => (note.isMarkdown ? withoutSigns(text) : text.replace(/\s+/g, ' '))
  const passages = passagesOf(note.text, encoder.manifest.text.maxTokens, (text) => count(plain(text)))
  const parts: Part[] = []
  const sum = new Float32Array(encoder.manifest.dimension)
  for (const { at, text } of passages) {
    const vector = await texts.embed(plain(text))
    for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + vector[i]!
    parts.push({ kind: 'passage', at, text, vector })
  }
  if (parts.length === 0) throw new UnreadableImage('no-text')
  return { parts, whole: normalise(sum) }
}
