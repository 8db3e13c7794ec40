// Tokenizers of the kinds that dual encoders use. The ids are those of the reference implementation (Hugging Face
// tokenizers, in Rust) for the same files; real vocabularies are too large to keep here.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolders } from '../../../test/integration/support/folders'
import { clipTokenizer, gemmaTokenizer, unigramTokenizer } from '../../../test/integration/support/models/tokenizers'
import { loadTokenizer, type TextTokenizer } from './tokenizer'

const temporary = temporaryFolders()

function tokenizerOf(
  definition: object,
  preparation: Partial<Parameters<typeof loadTokenizer>[1]> = {},
): Promise<TextTokenizer> {
  const path = join(temporary(), 'tokenizer.json')
  writeFileSync(path, JSON.stringify(definition))
  return loadTokenizer(path, { maxTokens: 77, ...preparation })
}

const kinds: [string, () => object, [string, number[]][]][] = [
  [
    'CLIP (byte-level BPE)',
    clipTokenizer,
    [
      ['', [597, 598]],
      ['a photo of a cat', [597, 353, 517, 518, 353, 520, 598]],
      ['A Photo of two CATS!', [597, 353, 517, 518, 575, 522, 289, 598]],
      ['  the   dog\trunning  on the beach ', [597, 513, 524, 586, 525, 513, 534, 598]],
      ["it's snow, 2024", [597, 105, 372, 39, 371, 589, 300, 306, 304, 306, 308, 598]],
      ['Café at sunrise', [597, 519, 102, 195, 425, 526, 562, 598]],
      ['naïve cat — 🐈', [597, 110, 97, 195, 175, 118, 357, 520, 226, 128, 404, 240, 159, 144, 392, 598]],
    ],
  ],
  [
    'SigLIP 2 (Gemma)',
    gemmaTokenizer,
    [
      ['', [1]],
      ['a photo of a cat', [261, 260, 318, 260, 324, 309, 260, 328, 1]],
      [
        '  the   dog\trunning  on the beach ',
        [260, 260, 311, 260, 260, 260, 335, 13, 460, 343, 267, 260, 340, 260, 311, 260, 356, 260, 1],
      ],
      ['日本 beach', [308, 234, 160, 176, 260, 356, 1]],
      ['naïve cat — 🐈', [274, 261, 199, 179, 282, 265, 260, 328, 260, 230, 132, 152, 260, 244, 163, 148, 140, 1]],
      ['rocket launch from the shore', [395, 260, 405, 479, 391, 273, 260, 311, 490, 1]],
    ],
  ],
  [
    'XLM-RoBERTa and SigLIP (unigram)',
    unigramTokenizer,
    [
      ['', [0, 2]],
      ['a photo of a cat', [0, 35, 37, 38, 35, 39, 2]],
      ['A Photo of two CATS!', [0, 4, 3, 4, 3, 12, 19, 24, 19, 38, 56, 4, 3, 33, 2]],
      ['  the   dog\trunning  on the beach ', [0, 36, 41, 58, 42, 36, 46, 2]],
      ['naïve cat — 🐈', [0, 4, 18, 5, 3, 26, 9, 39, 4, 3, 4, 3, 2]],
      ['xyzzy', [0, 4, 28, 29, 30, 30, 29, 2]],
    ],
  ],
]

describe.each(kinds)('%s', (_kind, definition, golden) => {
  it.each(golden)('reads %j as the reference does', async (text, ids) => {
    expect((await tokenizerOf(definition())).encode(text)).toEqual(ids)
  })

  it('keeps the beginning and the closing token of a long text', async () => {
    const tokenizer = await tokenizerOf(definition(), { maxTokens: 6 })
    const whole = (await tokenizerOf(definition())).encode('a photo of a cat on a sofa')
    expect(tokenizer.encode('a photo of a cat on a sofa')).toEqual([...whole.slice(0, 5), whole.at(-1)])
  })
})

describe('loadTokenizer', () => {
  it('writes lower case for models that were trained on it', async () => {
    const tokenizer = await tokenizerOf(gemmaTokenizer(), { lowercase: true })
    expect(tokenizer.encode('A PHOTO of a Cat')).toEqual(tokenizer.encode('a photo of a cat'))
    const plain = await tokenizerOf(gemmaTokenizer())
    expect(plain.encode('A PHOTO')).not.toEqual(plain.encode('a photo'))
  })

  it('closes texts where the file does not, and only once', async () => {
    const open = { ...gemmaTokenizer(), post_processor: null }
    expect((await tokenizerOf(open)).encode('a cat')).toEqual([261, 260, 328])
    expect((await tokenizerOf(open, { closingId: 1 })).encode('a cat')).toEqual([261, 260, 328, 1])
    expect((await tokenizerOf(gemmaTokenizer(), { closingId: 1 })).encode('a cat')).toEqual([261, 260, 328, 1])
  })

  it('cuts a long text where nothing closes it', async () => {
    const open = await tokenizerOf({ ...gemmaTokenizer(), post_processor: null }, { maxTokens: 4 })
    expect(open.encode('a photo of a cat')).toEqual([261, 260, 318, 260])
  })
})
