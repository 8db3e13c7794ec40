/** Reads the files that exports describe their model with: how photos are prepared, how texts, and what it is called. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Preprocessing } from '../encoder/manifest'
import type { Layout } from './layout'
import { refused } from './layout'

type Json = Record<string, unknown>
type Rgb = [number, number, number]

/** OpenCLIP leaves these out where they are CLIP's own. https://github.com/mlfoundations/open_clip */
const clipMean: Rgb = [0.48145466, 0.4578275, 0.40821073]
const clipStd: Rgb = [0.26862954, 0.26130258, 0.27577711]

const Colours = z.tuple([z.number(), z.number(), z.number()])
const Side = z.number().int().positive()
const Size = z.union([
  Side.transform((side) => ({ shortest: side })),
  z.object({ shortest_edge: Side }).transform((size) => ({ shortest: size.shortest_edge })),
  z.object({ height: Side, width: Side }),
])
/** preprocessor_config.json of Hugging Face. Numbers of resampling are Pillow's. */
const HuggingFace = z.object({
  do_resize: z.boolean().nullish(),
  do_center_crop: z.boolean().nullish(),
  do_rescale: z.boolean().nullish(),
  do_normalize: z.boolean().nullish(),
  rescale_factor: z.number().nullish(),
  resample: z.number().nullish(),
  size: Size.nullish(),
  crop_size: z
    .union([Side.transform((side) => ({ height: side, width: side })), z.object({ height: Side, width: Side })])
    .nullish(),
  image_mean: Colours.nullish(),
  image_std: Colours.nullish(),
})
/** preprocess_cfg of OpenCLIP. */
const OpenClip = z.object({
  size: z.union([Side, z.tuple([Side, Side])]).optional(),
  mean: Colours.optional(),
  std: Colours.optional(),
  interpolation: z.string().optional(),
  resize_mode: z.string().optional(),
})

export interface Description {
  /** `model_type` of config.json, else of its text part; empty if nothing says so. */
  family: string
  preprocessing: Partial<Preprocessing> | undefined
  maxTokens: number | undefined
  lowercase: boolean
  /** The tokens, as text. */
  padToken: string | undefined
  closingToken: string | undefined
  licence: string | undefined
  languages: string[]
}

/** Throws MODEL_UNSUPPORTED where the files ask for what Fovea cannot do. */
export function readDescription(folder: string, { described }: Pick<Layout, 'described'>): Description {
  const json = (name: string): Json | undefined => {
    const file = described.get(name)
    if (file === undefined) return undefined
    try {
      return JSON.parse(readFileSync(join(folder, file), 'utf8')) as Json
    } catch {
      throw refused(`has a ${name} that cannot be read`)
    }
  }
  const config = json('config.json') ?? {}
  const text = (config['text_config'] ?? {}) as Json
  const openClip = json('open_clip_config.json')
  const tokenizer = json('tokenizer_config.json') ?? {}
  const special = json('special_tokens_map.json') ?? {}
  const readme = described.get('README.md')
  const card = readme === undefined ? '' : readFileSync(join(folder, readme), 'utf8').slice(0, 10_000)
  const appends = tokenizer['add_eos_token'] === true
  return {
    family: wordOf(config['model_type']) ?? wordOf(text['model_type']) ?? (openClip ? 'open_clip' : ''),
    preprocessing: photosOf(json('preprocessor_config.json') ?? json('processor_config.json'), json, openClip),
    maxTokens:
      lengthOf(tokenizer['model_max_length']) ?? lengthOf(text['max_position_embeddings']) ?? contextOf(openClip),
    lowercase: tokenizer['do_lower_case'] === true,
    padToken: tokenOf(tokenizer['pad_token']) ?? tokenOf(special['pad_token']),
    closingToken: appends ? (tokenOf(tokenizer['eos_token']) ?? tokenOf(special['eos_token'])) : undefined,
    ...cardOf(card),
  }
}

function photosOf(
  huggingFace: Json | undefined,
  json: (name: string) => Json | undefined,
  openClip: Json | undefined,
): Partial<Preprocessing> | undefined {
  if (huggingFace) return fromHuggingFace((huggingFace['image_processor'] ?? huggingFace) as Json)
  const own = json('preprocess_cfg.json') ?? (openClip?.['preprocess_cfg'] as Json | undefined)
  if (!own) return undefined
  const vision = ((openClip?.['model_cfg'] as Json | undefined)?.['vision_cfg'] ?? {}) as Json
  return fromOpenClip({ size: vision['image_size'], ...own })
}

function fromHuggingFace(value: Json): Partial<Preprocessing> {
  const parsed = HuggingFace.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw refused(
      `prepares photos in a way that is not known (preprocessor_config.json: ${issue?.path.join('.') ?? ''})`,
    )
  }
  const { size, crop_size: crop, resample, rescale_factor: rescale, ...rest } = parsed.data
  if (rest.do_rescale === false || (rescale != null && Math.abs(rescale * 255 - 1) > 1e-6)) {
    throw refused('takes photos on another scale than 0 to 1')
  }
  const normalises = rest.do_normalize !== false
  const shared = {
    interpolation: interpolationOf(resample ?? 3),
    colour: 'RGB' as const,
    mean: normalises ? (rest.image_mean ?? undefined) : ([0, 0, 0] as Rgb),
    std: normalises ? (rest.image_std ?? undefined) : ([1, 1, 1] as Rgb),
  }
  const known = Object.fromEntries(Object.entries(shared).filter(([, entry]) => entry !== undefined))
  if (crop && rest.do_center_crop !== false) {
    const shortest = size && 'shortest' in size ? size.shortest : size ? Math.min(size.height, size.width) : undefined
    return { ...known, resize: 'crop', height: crop.height, width: crop.width, ...(shortest ? { shortest } : {}) }
  }
  if (size && 'shortest' in size) return { ...known, resize: 'crop', height: size.shortest, width: size.shortest }
  return { ...known, resize: 'squash', ...(size ? { height: size.height, width: size.width } : {}) }
}

function fromOpenClip(value: Json): Partial<Preprocessing> {
  const parsed = OpenClip.safeParse(value)
  if (!parsed.success) throw refused('prepares photos in a way that is not known (preprocess_cfg)')
  const {
    size,
    mean = clipMean,
    std = clipStd,
    interpolation = 'bicubic',
    resize_mode: mode = 'shortest',
  } = parsed.data
  if (mode !== 'shortest' && mode !== 'squash') throw refused(`resizes photos in a way that is not known (${mode})`)
  if (interpolation !== 'bicubic' && interpolation !== 'bilinear') {
    throw refused(`resizes photos in a way that is not known (${interpolation})`)
  }
  const [height, width] = typeof size === 'number' ? [size, size] : (size ?? [])
  return {
    resize: mode === 'squash' ? 'squash' : 'crop',
    interpolation,
    colour: 'RGB',
    mean,
    std,
    ...(height && width ? { height, width } : {}),
  }
}

function interpolationOf(resample: number): Preprocessing['interpolation'] {
  if (resample === 2) return 'bilinear'
  if (resample === 3) return 'bicubic'
  throw refused(`resizes photos in a way that is not known (resample ${String(resample)})`)
}

/** The head of a model card. */
function cardOf(card: string): Pick<Description, 'licence' | 'languages'> {
  const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(card)?.[1] ?? ''
  const [, licence] = /^license(?:_name)?:\s*(\S+)\s*$/m.exec(head) ?? []
  const [, list] = /^language:\s*\r?\n((?:\s*-\s*\S+\s*\r?\n?)+)/m.exec(head) ?? []
  const [, single] = /^language:\s*([a-z]{2,3})\s*$/m.exec(head) ?? []
  const languages = list?.match(/[a-z]{2,3}(?=\s|$)/g) ?? (single === undefined ? [] : [single])
  return { licence, languages }
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Tokenizer files say 1e30 for "no limit". */
function lengthOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 4 && value <= 4096 ? value : undefined
}

function contextOf(openClip: Json | undefined): number | undefined {
  const model = (openClip?.['model_cfg'] ?? {}) as Json
  return lengthOf(((model['text_cfg'] ?? {}) as Json)['context_length']) ?? (openClip ? 77 : undefined)
}

function tokenOf(value: unknown): string | undefined {
  return wordOf(value) ?? wordOf((value as Json | null | undefined)?.['content'])
}
