/** Recognises in ONNX graphs which input takes the photo, which the text, and which output is the vector. */
import { FoveaError } from '../../../contract'
import type { Placeholder } from '../encoder/manifest'
import type { GraphValue, OnnxFile } from './onnx-file'

export interface ImageRole {
  input: string
  output: string
  /** Sides of the input, where the graph fixes them. */
  height: number | null
  width: number | null
  /** Photos at once, where the graph fixes it. */
  batch: number | null
  placeholders: Placeholder[]
}

export interface TextRole {
  inputs: { ids: string; mask?: string }
  dtype: 'int64' | 'int32'
  output: string
  /** Tokens, where the graph fixes how many. */
  tokens: number | null
  placeholders: Placeholder[]
}

/** By preference; what is not among them is taken only where nothing else is there. */
const imageOutputs = ['image_embeds', 'image_embeddings', 'image_features', 'embeds', 'embedding', 'embeddings']
const textOutputs = ['text_embeds', 'text_embeddings', 'text_features', 'embeds', 'embedding', 'embeddings']
const pooled = 'pooler_output'

/** Sides used for the input that is not asked, where the graph leaves them open. */
const dummyTokens = 8

const isImage = ({ type, shape }: GraphValue): boolean => type === 'float32' && shape.length === 4
const isTokens = ({ type, shape }: GraphValue): boolean => (type === 'int64' || type === 'int32') && shape.length === 2

export function hasImageTower(file: OnnxFile): boolean {
  return file.inputs.some(({ shape }) => shape.length === 4)
}

export function hasTextTower(file: OnnxFile): boolean {
  return file.inputs.some(isTokens)
}

/** `projects`: whether the family has a projection into the common space, so that a pooled output is not yet a vector. */
export function imageRole(name: string, file: OnnxFile, projects: boolean, side: number): ImageRole {
  const photo = file.inputs.find(isImage)
  if (!photo) {
    const half = file.inputs.some(({ type, shape }) => type === 'float16' && shape.length === 4)
    throw refused(name, half ? 'takes 16-bit photos: export it with 32-bit inputs' : 'has no input for photos')
  }
  if (photo.shape[1] !== null && photo.shape[1] !== 3)
    throw refused(name, 'does not take photos as colour planes (NCHW)')
  const [batch = null, , height = null, width = null] = photo.shape
  const others = file.inputs.filter((input) => input !== photo)
  return {
    input: photo.name,
    output: vectorOutput(name, file, imageOutputs, textOutputs, projects),
    height,
    width,
    batch,
    placeholders: others.map((other) => placeholder(name, other, side)),
  }
}

export function textRole(name: string, file: OnnxFile, projects: boolean, side: number): TextRole {
  const tokens = file.inputs.filter(isTokens)
  const mask = tokens.find((input) => /mask/i.test(input.name))
  const ids = tokens.filter((input) => input !== mask && !/type|position/i.test(input.name))
  const strange = tokens.find((input) => /type|position/i.test(input.name))
  if (strange) throw refused(name, `asks for ${strange.name}, which Fovea does not give`)
  const [words] = ids
  if (!words || ids.length > 1) throw refused(name, 'has no single input for the tokens of a text')
  const others = file.inputs.filter((input) => input !== words && input !== mask)
  return {
    inputs: { ids: words.name, ...(mask ? { mask: mask.name } : {}) },
    dtype: words.type === 'int32' ? 'int32' : 'int64',
    output: vectorOutput(name, file, textOutputs, imageOutputs, projects),
    tokens: words.shape[1] ?? null,
    placeholders: others.map((other) => placeholder(name, other, side)),
  }
}

function vectorOutput(
  name: string,
  file: OnnxFile,
  wanted: readonly string[],
  othersOnes: readonly string[],
  projects: boolean,
): string {
  const flat = file.outputs.filter(({ shape }) => shape.length === 2 || shape.length === 0)
  const usable = flat.filter(({ type }) => type === 'float32')
  const isOther = ({ name: output }: GraphValue): boolean => othersOnes.includes(output) && !wanted.includes(output)
  const byName = wanted.map((candidate) => usable.find((output) => output.name === candidate)).find(Boolean)
  if (byName) return byName.name
  const rest = usable.filter((output) => !isOther(output) && !output.name.startsWith('logits'))
  const poolerOutput = rest.find((output) => output.name === pooled)
  if (poolerOutput) {
    if (projects) {
      throw refused(name, 'was exported without its projection: its pooled output is not yet in the space of the texts')
    }
    return poolerOutput.name
  }
  if (rest.length === 1 && rest[0]) return rest[0].name
  if (flat.some(({ type }) => type === 'float16')) {
    throw refused(name, 'gives 16-bit vectors: export it with 32-bit outputs')
  }
  if (file.outputs.some(({ name: output }) => output === 'last_hidden_state')) {
    throw refused(name, 'gives a vector for each part (last_hidden_state) and none for the whole')
  }
  throw refused(
    name,
    `has no output that is known as a vector (${file.outputs.map((output) => output.name).join(', ')})`,
  )
}

function placeholder(name: string, { name: input, type, shape }: GraphValue, side: number): Placeholder {
  if (type === 'float32' && shape.length === 4) {
    return { input, dtype: type, shape: [shape[0] ?? 1, shape[1] ?? 3, shape[2] ?? side, shape[3] ?? side] }
  }
  if ((type === 'int64' || type === 'int32') && shape.length === 2) {
    return { input, dtype: type, shape: [shape[0] ?? 1, shape[1] ?? dummyTokens] }
  }
  throw refused(name, `asks for ${input}, which Fovea does not know`)
}

function refused(name: string, why: string): FoveaError {
  return new FoveaError('MODEL_UNSUPPORTED', `${name} cannot be used: it ${why}.`)
}
