// Small tokenizers of the kinds that dual encoders use, in the format and with the settings of the real files.

export interface TokenizerJson {
  model: object
  [key: string]: unknown
}

const special = (id: number, content: string): object => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
})

const words = [
  ...['a', 'the', 'photo', 'of', 'cat', 'cats', 'dog', 'on', 'at', 'in', 'sofa', 'beach', 'mountain', 'lake', 'with'],
  ...['rocket', 'launch', 'sunrise', 'boat', 'black', 'white', 'two', 'people', 'running', 'snow', 'from', 'shore'],
]

/** How byte-level tokenizers write bytes as letters: printable ones stand for themselves, the others follow after 255. */
function byteLetters(): string[] {
  const isPlain = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255)
  let next = 256
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPlain(byte) ? byte : next++))
}

/** Merges that build each word from its beginning, and what they build. */
function mergesFor(pieces: readonly string[][]): { merges: [string, string][]; built: string[] } {
  const merges = new Map<string, [string, string]>()
  for (const [first = '', ...rest] of pieces) {
    let left = first
    for (const right of rest) {
      merges.set(`${left} ${right}`, [left, right])
      left += right
    }
  }
  return { merges: [...merges.values()], built: [...new Set([...merges.values()].map(([a, b]) => a + b))] }
}

/** CLIP: lower case, byte-level BPE with `</w>` at the end of words, start and end tokens; those have the highest ids. */
export function clipTokenizer(): TokenizerJson {
  const letters = byteLetters()
  const { merges, built } = mergesFor(
    words.map((word) => Array.from(word).map((letter, at) => (at === word.length - 1 ? `${letter}</w>` : letter))),
  )
  const pieces = [...letters, ...letters.map((letter) => `${letter}</w>`), ...built]
  const [start, end] = [pieces.length, pieces.length + 1]
  const vocab = Object.fromEntries([...pieces, '<|startoftext|>', '<|endoftext|>'].map((piece, id) => [piece, id]))
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [special(start, '<|startoftext|>'), special(end, '<|endoftext|>')],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" },
          behavior: 'Removed',
          invert: true,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: ['<|endoftext|>', end],
      cls: ['<|startoftext|>', start],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: '<|endoftext|>',
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab,
      merges: merges.map((pair) => pair.join(' ')),
    },
  }
}

/** SigLIP 2 (Gemma): BPE over text with ▁ for spaces, bytes for what is not in the vocabulary, an end token. */
export function gemmaTokenizer(): TokenizerJson {
  const specials = ['<pad>', '<eos>', '<bos>', '<unk>']
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`)
  const letters = ['▁', ...Array.from('abcdefghijklmnopqrstuvwxyz0123456789.,!?-ABCPE'), 'é', '日']
  const { merges, built } = mergesFor(words.flatMap((word) => [Array.from(word), ['▁', ...Array.from(word)]]))
  const vocab = Object.fromEntries([...specials, ...bytes, ...letters, ...built].map((piece, id) => [piece, id]))
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: specials.map((content, id) => special(id, content)),
    normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    pre_tokenizer: { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious', invert: false },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '<eos>', type_id: 0 } }],
      pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 0 } }],
      special_tokens: { '<eos>': { id: '<eos>', ids: [1], tokens: ['<eos>'] } },
    },
    decoder: null,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: '<unk>',
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: true,
      byte_fallback: true,
      ignore_merges: false,
      vocab,
      merges,
    },
  }
}

/** XLM-RoBERTa and SigLIP: SentencePiece unigram, the likeliest pieces. */
export function unigramTokenizer(): TokenizerJson {
  const pieces: [string, number][] = [
    ['<s>', 0],
    ['<pad>', 0],
    ['</s>', 0],
    ['<unk>', 0],
    ['▁', -4],
    ...Array.from('abcdefghijklmnopqrstuvwxyz.,!?').map((letter, at): [string, number] => [letter, -8 - at / 100]),
    ...words.map((word, at): [string, number] => [`▁${word}`, -5 - at / 100]),
    ['s', -6],
    ['ing', -6.5],
    ['▁run', -6.25],
    ['ning', -7],
  ]
  const seen = new Map(pieces)
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: ['<s>', '<pad>', '</s>', '<unk>'].map((content, id) => special(id, content)),
    normalizer: {
      type: 'Sequence',
      normalizers: [{ type: 'NFKC' }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'WhitespaceSplit' },
        { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
      ],
    },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '<s>', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '</s>', type_id: 0 } },
      ],
      pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 0 } }],
      special_tokens: {
        '<s>': { id: '<s>', ids: [0], tokens: ['<s>'] },
        '</s>': { id: '</s>', ids: [2], tokens: ['</s>'] },
      },
    },
    decoder: null,
    model: { type: 'Unigram', unk_id: 3, vocab: [...seen], byte_fallback: false },
  }
}

/** How many ids a text tower must know for a tokenizer. */
export function vocabularySize({ model }: TokenizerJson): number {
  const { vocab } = model as { vocab: object }
  return Array.isArray(vocab) ? vocab.length : Object.keys(vocab).length
}
