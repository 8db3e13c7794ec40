/** Turns text into token ids with the model's own tokenizer file. */
import { readFile } from 'node:fs/promises'
import { Tokenizer } from '@huggingface/tokenizers'
import type { TextPreparation } from './manifest'

export interface TextTokenizer {
  /** Ids with the special tokens, at most `maxTokens`: a longer text keeps its beginning and its closing token. */
  encode(text: string): number[]
  /** How many ids a text has, those that `encode` leaves out too. */
  count(text: string): number
}

/** `path` is a tokenizer.json as Hugging Face writes it: byte-level or SentencePiece BPE, unigram, or WordPiece. */
export async function loadTokenizer(
  path: string,
  { maxTokens, lowercase, closingId }: Pick<TextPreparation, 'maxTokens' | 'lowercase' | 'closingId'>,
): Promise<TextTokenizer> {
  const tokenizer = new Tokenizer(JSON.parse(await readFile(path, 'utf8')) as object, {})
  const encode = (text: string): number[] => {
    const { ids } = tokenizer.encode(lowercase ? text.toLowerCase() : text)
    return closingId === undefined || ids.at(-1) === closingId ? ids : [...ids, closingId]
  }
  const closesTexts = encode('').length > 0
  return {
    count: (text) => encode(text).length,
    encode(text) {
      const ids = encode(text)
      const last = ids.at(-1)
      if (ids.length <= maxTokens || last === undefined) return ids
      return closesTexts ? [...ids.slice(0, maxTokens - 1), last] : ids.slice(0, maxTokens)
    },
  }
}
