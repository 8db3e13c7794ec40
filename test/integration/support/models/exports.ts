// Model folders as exporters write them, with random weights: Hugging Face, OpenCLIP, one graph or two, any size.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Graph } from './onnx-writer'
import { clipTokenizer, gemmaTokenizer, unigramTokenizer, vocabularySize, type TokenizerJson } from './tokenizers'
import {
  clipText,
  clipVision,
  photoGraph,
  siglipText,
  siglipVision,
  textGraph,
  type TextShape,
  type VisionShape,
} from './towers'

export const clipMean = [0.48145466, 0.4578275, 0.40821073]
export const clipStd = [0.26862954, 0.26130258, 0.27577711]

export interface Shape {
  vision: VisionShape
  text: Omit<TextShape, 'vocabulary'>
}

const small = { width: 32, layers: 2, heads: 2 }
export const tinyClip: Shape = {
  vision: { ...small, patch: 8, side: 32, dimension: 24 },
  text: { ...small, tokens: 77, dimension: 24 },
}
const tinySiglip: Shape = {
  vision: { ...small, patch: 8, side: 32, dimension: 32 },
  text: { ...small, tokens: 64, dimension: 32 },
}
/** https://huggingface.co/openai/clip-vit-base-patch32: config.json */
export const clipB32: Shape = {
  vision: { width: 768, layers: 12, heads: 12, patch: 32, side: 224, dimension: 512 },
  text: { width: 512, layers: 12, heads: 8, tokens: 77, dimension: 512 },
}
/** https://huggingface.co/google/siglip2-base-patch16-256: config.json; its vocabulary apart, which has 256,000 pieces. */
export const siglip2B16: Shape = {
  vision: { width: 768, layers: 12, heads: 12, patch: 16, side: 256, dimension: 768 },
  text: { width: 768, layers: 12, heads: 12, tokens: 64, dimension: 768 },
}

export function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(value))
}

const card = (licence: string, languages: readonly string[]): string =>
  `---\nlicense: ${licence}\nlanguage:\n${languages.map((code) => `- ${code}\n`).join('')}---\n# A model\n`

/** As Xenova/clip-vit-base-patch32: two graphs under onnx/, with their projections. */
export function writeClipExport(
  folder: string,
  { vision, text }: Shape = tinyClip,
  options: { mask?: boolean } = {},
): void {
  const tokenizer = clipTokenizer()
  const textShape = { ...text, vocabulary: vocabularySize(tokenizer) }
  describeClip(folder, vision.side, tokenizer)
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  photoGraph((graph, photos) => clipVision(graph, photos, vision, 'image_embeds'), vision).write(
    join(folder, 'onnx', 'vision_model.onnx'),
  )
  const mask = options.mask ? { mask: 'attention_mask' } : {}
  textGraph((graph, ids, named) => clipText(graph, ids, named, textShape, 'text_embeds'), text, {
    ...mask,
    output: 'text_embeds',
  }).write(join(folder, 'onnx', 'text_model.onnx'))
}

/** As onnx-community's TinyCLIP: one graph with all inputs and outputs. */
export function writeJointExport(folder: string, { vision, text }: Shape = tinyClip): void {
  const tokenizer = clipTokenizer()
  describeClip(folder, vision.side, tokenizer)
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  const graph = new Graph()
  const ids = graph.input('input_ids', 'int64', ['text_batch', 'sequence_length'])
  const photos = graph.input('pixel_values', 'float32', ['image_batch', 3, 'height', 'width'])
  const mask = graph.input('attention_mask', 'int64', ['text_batch', 'sequence_length'])
  clipVision(graph, photos, vision, 'image_embeds')
  clipText(graph, ids, mask, { ...text, vocabulary: vocabularySize(tokenizer) }, 'text_embeds')
  graph.node(
    'MatMul',
    ['image_embeds', graph.node('Transpose', ['text_embeds'], { perm: [1, 0] })],
    {},
    'logits_per_image',
  )
  graph.output('logits_per_image', 'float32', ['image_batch', 'text_batch'])
  graph.output('text_embeds', 'float32', ['text_batch', vision.dimension])
  graph.output('image_embeds', 'float32', ['image_batch', vision.dimension])
  graph.write(join(folder, 'onnx', 'model_quantized.onnx'))
}

function describeClip(folder: string, side: number, tokenizer: TokenizerJson): void {
  writeJson(join(folder, 'config.json'), { model_type: 'clip', text_config: { max_position_embeddings: 77 } })
  writeJson(join(folder, 'preprocessor_config.json'), {
    do_resize: true,
    size: { shortest_edge: side },
    do_center_crop: true,
    crop_size: { height: side, width: side },
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: clipMean,
    image_std: clipStd,
    resample: 3,
  })
  writeJson(join(folder, 'tokenizer.json'), tokenizer)
  writeJson(join(folder, 'tokenizer_config.json'), {
    model_max_length: 77,
    pad_token: '<|endoftext|>',
    add_prefix_space: false,
  })
  writeFileSync(join(folder, 'README.md'), card('mit', ['en']))
}

/** As onnx-community/siglip2-base-patch16-256-ONNX: pooled outputs beside hidden states; weights in files of their own. */
export function writeSiglip2Export(folder: string, { vision, text }: Shape = tinySiglip, withData = false): void {
  const tokenizer = gemmaTokenizer()
  writeJson(join(folder, 'config.json'), { model_type: 'siglip', text_config: { model_type: 'siglip_text_model' } })
  writeJson(join(folder, 'preprocessor_config.json'), {
    do_resize: true,
    size: { height: vision.side, width: vision.side },
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
    resample: 2,
  })
  writeJson(join(folder, 'tokenizer.json'), tokenizer)
  writeJson(join(folder, 'tokenizer_config.json'), {
    add_bos_token: false,
    add_eos_token: true,
    eos_token: '<eos>',
    pad_token: '<pad>',
    do_lower_case: true,
    model_max_length: 64,
  })
  writeFileSync(join(folder, 'README.md'), card('apache-2.0', ['en', 'de']))
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  const photos = photoGraph((graph, input) => siglipVision(graph, input, vision, 'pooler_output'), vision, {
    output: 'pooler_output',
  })
  photos.write(join(folder, 'onnx', 'vision_model.onnx'), withData ? 'vision_model.onnx_data' : undefined)
  const texts = textGraph(
    (graph, ids) => siglipText(graph, ids, { ...text, vocabulary: vocabularySize(tokenizer) }, 'pooler_output'),
    text,
    { output: 'pooler_output' },
  )
  texts.write(join(folder, 'onnx', 'text_model.onnx'), withData ? 'text_model.onnx_data' : undefined)
}

/** As OpenCLIP exports of Immich: one photo at once, texts of full length in 32 bits, names of their own. */
export function writeOpenClipExport(folder: string, { vision, text }: Shape = tinyClip): void {
  const tokenizer = unigramTokenizer()
  mkdirSync(join(folder, 'visual'), { recursive: true })
  mkdirSync(join(folder, 'textual'), { recursive: true })
  writeJson(join(folder, 'visual', 'preprocess_cfg.json'), {
    size: [vision.side, vision.side],
    mode: 'RGB',
    mean: clipMean,
    std: clipStd,
    interpolation: 'bicubic',
    resize_mode: 'shortest',
    fill_color: 0,
  })
  writeJson(join(folder, 'textual', 'tokenizer.json'), tokenizer)
  writeJson(join(folder, 'textual', 'tokenizer_config.json'), { pad_token: '<pad>', model_max_length: 512 })
  photoGraph((graph, photos) => clipVision(graph, photos, vision, 'output'), vision, {
    input: 'image',
    output: 'output',
    batch: 1,
  }).write(join(folder, 'visual', 'model.onnx'))
  textGraph(
    (graph, ids) => siglipText(graph, ids, { ...text, vocabulary: vocabularySize(tokenizer) }, 'output'),
    text,
    {
      ids: 'text',
      type: 'int32',
      tokens: text.tokens,
      output: 'output',
    },
  ).write(join(folder, 'textual', 'model.onnx'))
}
