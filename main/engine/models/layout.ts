/** Finds in a folder the files that make a model: the towers, their weights, the tokenizer and what describes them. */
import { readdirSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { FoveaError } from '../../../contract'
import { FileName } from '../encoder/manifest'
import { hasImageTower, hasTextTower } from './graph-roles'
import { readOnnxFile, type OnnxFile } from './onnx-file'

export interface Graph extends OnnxFile {
  /** Relative to the folder, with forward slashes. */
  file: string
}

export interface Layout {
  image: Graph
  /** The same as `image` where both towers are one graph. */
  text: Graph
  tokenizer: string
  /** Relative paths by the name of the file: the nearest to the top, and beside a tower before elsewhere. */
  described: Map<string, string>
}

/** What describes a model, in exports of Hugging Face and of OpenCLIP. */
export const descriptions = [
  'config.json',
  'preprocessor_config.json',
  'processor_config.json',
  'preprocess_cfg.json',
  'open_clip_config.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'README.md',
]
const depth = 3
/** More files than any export has. */
const most = 2000
/** How exports mark precision, best first; what is marked otherwise comes last. */
const precisions = ['', '_fp16', '_quantized', '_int8', '_uint8', '_q8', '_q4f16', '_q4', '_bnb4']

/** All files of a folder that a manifest may name, relative, with forward slashes. Links to files are followed. */
export function listFiles(folder: string): string[] {
  const found: string[] = []
  const walk = (relative: string, level: number): void => {
    for (const name of readdirSync(join(folder, relative)).sort()) {
      const path = posix.join(relative, name)
      if (!FileName.safeParse(path).success) continue
      const entry = statSync(join(folder, path), { throwIfNoEntry: false })
      if (entry?.isDirectory() && level < depth) walk(path, level + 1)
      else if (entry?.isFile()) found.push(path)
      if (found.length > most) throw refused('has far more files than a model')
    }
  }
  walk('', 0)
  return found
}

/** Throws MODEL_UNSUPPORTED with the reason. */
export function findLayout(folder: string): Layout {
  const files = listFiles(folder)
  const candidates = files.filter((file) => file.endsWith('.onnx')).sort((a, b) => rank(a) - rank(b))
  if (candidates.length === 0) throw refused('has no .onnx files')
  const { image, text } = towersAmong(folder, candidates)
  const near = new Set([posix.dirname(text.file), posix.dirname(image.file)])
  const described = new Map<string, string>()
  for (const file of files.sort((a, b) => level(a) - level(b))) {
    const name = posix.basename(file)
    const known = described.get(name)
    if (known === undefined || (near.has(posix.dirname(file)) && !near.has(posix.dirname(known))))
      described.set(name, file)
  }
  const tokenizer = described.get('tokenizer.json')
  if (tokenizer === undefined) {
    throw refused('has no tokenizer.json (vocab.json with merges.txt, or a SentencePiece model, are not enough)')
  }
  return { image, text, tokenizer, described }
}

/** Two graphs of the same precision, or one graph of both towers. */
function towersAmong(folder: string, candidates: readonly string[]): { image: Graph; text: Graph } {
  let image: Graph | undefined
  let text: Graph | undefined
  let both: Graph | undefined
  let problem: unknown
  for (const file of candidates) {
    let graph: Graph
    try {
      graph = { file, ...readOnnxFile(join(folder, file)) }
    } catch (error) {
      problem ??= error
      continue
    }
    const [takesPhotos, takesTexts] = [hasImageTower(graph), hasTextTower(graph)]
    if (takesPhotos && takesTexts) both ??= graph
    else if (takesPhotos) image ??= graph
    else if (takesTexts) text ??= graph
    if (image && text) return { image, text }
  }
  if (both) return { image: both, text: both }
  if (problem instanceof FoveaError && !image && !text) throw problem
  if (image) throw refused('has an image tower, but nothing that takes texts')
  if (text) throw refused('has a text tower, but nothing that takes photos')
  throw refused('has no graph that takes photos')
}

/** Files of full precision first, then as listed above. */
function rank(file: string): number {
  const name = posix.basename(file, '.onnx')
  const at = precisions.findIndex((mark) => mark !== '' && name.endsWith(mark))
  return at < 0 ? (/_[a-z]*\d/.test(name) ? precisions.length : 0) : at
}

function level(file: string): number {
  return file.split('/').length
}

/** The weights beside a graph. Throws MODEL_UNSUPPORTED when one is missing, or is named outside of the folder. */
export function weightsOf(folder: string, graph: Graph): string[] {
  return graph.dataFiles.map((location) => {
    const file = posix.join(posix.dirname(graph.file), location)
    const isInside = !location.includes('\\') && !posix.isAbsolute(location) && FileName.safeParse(file).success
    if (!isInside) throw refused(`has a graph (${graph.file}) whose weights lie outside of it`)
    if (!statSync(join(folder, file), { throwIfNoEntry: false })?.isFile()) {
      throw refused(`lacks ${file}, which holds the weights of ${graph.file}`)
    }
    return file
  })
}

export function refused(why: string): FoveaError {
  return new FoveaError('MODEL_UNSUPPORTED', `This is not a model that Fovea can use: it ${why}.`)
}
