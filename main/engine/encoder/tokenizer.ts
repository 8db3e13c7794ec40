/** Turns text into token ids with the model's own tokenizer file. */
import { readFile } from 'node:fs/promises'
import { Tokenizer } from '@huggingface/tokenizers'

export interface TextTokenizer {
  /** Ids with the special tokens, at most `maxTokens`: a longer text keeps its beginning and its closing token. */
  encode(text: string): number[]
}

export async function loadTokenizer(path: string, maxTokens: number): Promise<TextTokenizer> {
  const definition = JSON.parse(await readFile(path, 'utf8')) as object
  const tokenizer = new Tokenizer(definition, {})
  return {
    encode(text) {
      const { ids } = tokenizer.encode(text)
      const last = ids.at(-1)
      return ids.length <= maxTokens || last === undefined ? ids : [...ids.slice(0, maxTokens - 1), last]
    },
  }
}
