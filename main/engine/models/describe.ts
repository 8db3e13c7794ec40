/** Writes the manifest of a model from its files: what the graphs take, what the configuration says, what the catalogue knows. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FoveaError } from '../../../contract'
import { Manifest, sha256Of, type ModelFile, type Preprocessing, type TextPreparation } from '../encoder/manifest'
import { readDescription } from './descriptions'
import { imageRole, textRole } from './graph-roles'
import { findLayout, refused, weightsOf, type Layout } from './layout'

/** What is known of a model besides its files; it comes before what the files say. */
export interface Knowledge {
  id: string
  name: string
  licence?: string | undefined
  languages?: string[] | undefined
  image?: Partial<Preprocessing> | undefined
  text?: Partial<TextPreparation> | undefined
  source?: { repository: string; revision: string } | undefined
}

/** A manifest but for the files' sizes and hashes, and for what only running the model can tell. */
export interface Draft {
  layout: Layout
  /** Every file that belongs to the model, relative to the folder. */
  files: string[]
  weights: { image: string[]; text: string[] }
  manifest: Omit<Manifest, 'image' | 'text' | 'tokenizer' | 'dimension' | 'revision'> & {
    image: Omit<Manifest['image'], keyof ModelFile | 'data'>
    text: Omit<Manifest['text'], keyof ModelFile | 'data'>
    tokenizer: Omit<Manifest['tokenizer'], keyof ModelFile>
  }
}

const defaultTokens = 77

/** Reads the folder only. Throws MODEL_UNSUPPORTED with the reason. */
export function draftManifest(folder: string, knowledge: Knowledge): Draft {
  const layout = findLayout(folder)
  const about = readDescription(folder, layout)
  const siglip = /siglip/.test(about.family)
  const projects = /clip/.test(about.family) && !siglip
  const said: Partial<Preprocessing> = { ...about.preprocessing, ...knowledge.image }
  const image = imageRole(layout.image.file, layout.image, projects, said.height ?? 224)
  const text = textRole(layout.text.file, layout.text, projects, said.height ?? 224)
  const tokenizer = readTokenizer(join(folder, layout.tokenizer))
  const maxTokens = knowledge.text?.maxTokens ?? text.tokens ?? about.maxTokens ?? (siglip ? 64 : defaultTokens)
  const padId = tokenizer.idOf(about.padToken) ?? tokenizer.padId
  const closingId = tokenizer.idOf(about.closingToken)
  // SigLIP was trained on texts of full length; other graphs need them where they have no room for less.
  const padding = siglip || text.tokens !== null ? 'max' : 'none'
  return {
    layout,
    files: [
      ...new Set([layout.image.file, layout.text.file, layout.tokenizer]),
      ...new Set([...weightsOf(folder, layout.image), ...weightsOf(folder, layout.text)]),
    ],
    weights: { image: weightsOf(folder, layout.image), text: weightsOf(folder, layout.text) },
    manifest: {
      schema: 1,
      id: knowledge.id,
      name: knowledge.name,
      licence: knowledge.licence ?? about.licence ?? 'not stated',
      similarity: 'cosine',
      normalised: false,
      languages: knowledge.languages ?? about.languages,
      image: {
        input: image.input,
        output: image.output,
        layout: 'NCHW',
        dtype: 'float32',
        ...(image.batch === null ? {} : { batch: onePhoto(layout.image.file, image.batch) }),
        ...(image.placeholders.length > 0 ? { placeholders: image.placeholders } : {}),
        ...preprocessingOf(said, image),
      },
      text: {
        inputs: text.inputs,
        dtype: text.dtype,
        output: text.output,
        ...(text.placeholders.length > 0 ? { placeholders: text.placeholders } : {}),
        maxTokens,
        padding,
        padId: padId ?? 0,
        ...(about.lowercase || about.family === 'siglip2' ? { lowercase: true } : {}),
        ...(closingId === undefined ? {} : { closingId }),
        ...knowledge.text,
      },
      tokenizer: { kind: tokenizer.kind, format: 'huggingface' },
      ...(knowledge.source ? { source: knowledge.source } : {}),
    },
  }
}

/** Hashes the files and puts the manifest together. `dimension` was found by running the model. */
export async function completeManifest(
  folder: string,
  { layout, weights, manifest }: Draft,
  dimension: number,
  signal?: AbortSignal,
): Promise<Manifest> {
  const known = new Map<string, ModelFile>()
  const fileOf = async (file: string): Promise<ModelFile> => {
    const before = known.get(file)
    if (before) return before
    const path = join(folder, file)
    const found = { file, bytes: statSync(path).size, sha256: await sha256Of(path, signal) }
    known.set(file, found)
    return found
  }
  const towerOf = async (file: string, data: readonly string[]): Promise<ModelFile & { data?: ModelFile[] }> => {
    const found = []
    for (const weight of data) found.push(await fileOf(weight))
    return { ...(await fileOf(file)), ...(found.length > 0 ? { data: found } : {}) }
  }
  const complete = {
    ...manifest,
    dimension,
    image: { ...(await towerOf(layout.image.file, weights.image)), ...manifest.image },
    text: { ...(await towerOf(layout.text.file, weights.text)), ...manifest.text },
    tokenizer: { ...(await fileOf(layout.tokenizer)), ...manifest.tokenizer },
  }
  return Manifest.parse({ ...complete, revision: revisionOf(complete) })
}

/** Of what decides about the vectors: other bytes or another preparation are another revision, and another table. */
export function revisionOf({ image, text, tokenizer }: Pick<Manifest, 'image' | 'text' | 'tokenizer'>): string {
  return createHash('sha256').update(JSON.stringify({ image, text, tokenizer })).digest('hex').slice(0, 12)
}

function onePhoto(file: string, batch: number): 1 {
  if (batch === 1) return 1
  throw refused(`has an image tower (${file}) that takes exactly ${String(batch)} photos at once`)
}

function preprocessingOf(
  said: Partial<Preprocessing>,
  graph: { height: number | null; width: number | null },
): Preprocessing {
  const { mean, std, interpolation, resize, shortest } = said
  if (!mean || !std || !interpolation || !resize) {
    throw refused('does not say how photos are prepared for it (no preprocessor_config.json, nor preprocess_cfg.json)')
  }
  const height = graph.height ?? said.height
  const width = graph.width ?? said.width
  if (!height || !width) throw refused('does not say how large photos are prepared for it')
  // What was said for another size than the graph takes cannot be meant.
  const fits = shortest !== undefined && shortest >= Math.max(height, width) && said.height === height
  return { width, height, resize, interpolation, colour: 'RGB', mean, std, ...(fits ? { shortest } : {}) }
}

interface TokenizerFile {
  kind: Manifest['tokenizer']['kind']
  padId: number | undefined
  idOf(token: string | undefined): number | undefined
}

function readTokenizer(path: string): TokenizerFile {
  interface Definition {
    model?: { type?: string; vocab?: Record<string, number> | [string, number][]; merges?: unknown }
    added_tokens?: { id: number; content: string }[]
    padding?: { pad_id?: number } | null
  }
  let definition: Definition
  try {
    definition = JSON.parse(readFileSync(path, 'utf8')) as Definition
  } catch (error) {
    throw new FoveaError('MODEL_UNSUPPORTED', 'The tokenizer.json cannot be read.', { cause: error })
  }
  const { model, added_tokens: added = [], padding } = definition
  const vocab = model?.vocab
  const type = model?.type ?? (model?.merges ? 'BPE' : Array.isArray(vocab) ? 'Unigram' : 'WordPiece')
  const kind = ({ BPE: 'bpe', Unigram: 'unigram', WordPiece: 'wordpiece' } as const)[type]
  if (!kind) throw refused(`has a tokenizer of a kind that is not known (${type})`)
  return {
    kind,
    padId: padding?.pad_id,
    idOf(token) {
      if (token === undefined) return undefined
      const special = added.find(({ content }) => content === token)
      if (special) return special.id
      if (!vocab) return undefined
      if (!Array.isArray(vocab)) return vocab[token]
      const at = vocab.findIndex(([piece]) => piece === token)
      return at < 0 ? undefined : at
    },
  }
}
