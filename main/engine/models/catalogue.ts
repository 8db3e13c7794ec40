/** The models that Fovea knows and can fetch: a file that comes with it, or one of a mirror. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { FoveaError, ModelSummary } from '../../../contract'
import { FileName, Preprocessing, TextPreparation } from '../encoder/manifest'
import { idPattern } from './workshop'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const Bytes = z.number().int().positive()
const Repository = z.string().regex(/^[\w.-]+\/[\w.-]+$/)
const Revision = z.string().regex(/^[\w.-]+$/)

const Source = z.object({
  name: z.string(),
  /** With {repository}, {revision} and {path}; mirrors after the first are tried where it fails. */
  urls: z.array(z.url()).min(1),
  /** Hosts that may be redirected to; "*." stands for any below. */
  redirects: z.array(z.string()),
})

const CatalogueFile = z.object({
  path: FileName,
  /** Null where nobody has published them: asked for, and remembered after the first download. */
  bytes: Bytes.nullable(),
  sha256: Sha256.nullable(),
  /** Where it is not the model's own. */
  repository: Repository.optional(),
  revision: Revision.optional(),
})

const About = z.object({
  id: z.string().regex(idPattern),
  name: z.string(),
  licence: z.string(),
  note: z.string(),
  noteIn: z.record(z.string(), z.string()).default({}),
  /** How much work a photo is for its image tower, compared with the model that comes with Fovea. */
  cost: z.number().positive().optional(),
  ...ModelSummary.pick({ languages: true, speed: true, quality: true }).shape,
  dimension: z.number().int().positive(),
})

const CatalogueModel = About.extend({
  recommended: z.boolean(),
  source: z.string(),
  repository: Repository,
  revision: Revision,
  approximateBytes: Bytes.nullable(),
  files: z.array(CatalogueFile).min(2),
  image: Preprocessing,
  text: TextPreparation,
  tokenizer: z.enum(['wordpiece', 'bpe', 'unigram']),
})
export type CatalogueModel = z.infer<typeof CatalogueModel>

const Catalogue = z
  .object({
    schema: z.literal(1),
    sources: z.record(z.string(), Source),
    models: z.array(CatalogueModel),
    /** What the licence of does not let Fovea fetch. */
    importOnly: z.array(About),
  })
  .refine(({ sources, models }) => models.every(({ source }) => source in sources), 'a model of an unknown source')
  .refine(({ models, importOnly }) => {
    const ids = [...models, ...importOnly].map(({ id }) => id)
    return new Set(ids).size === ids.length
  }, 'an id twice')
export type Catalogue = z.infer<typeof Catalogue>

/** A file to fetch, and what is known of it. */
export interface RemoteFile {
  /** Where it goes, relative to the model's folder. */
  path: string
  urls: string[]
  redirects: string[]
  bytes: number | null
  sha256: string | null
  /** Compared as well where it is given. */
  sha512?: string
  /** Names the bytes for good: repository, revision and path. */
  key: string
}

/** Throws FILE_UNREADABLE. */
export function readCatalogue(path: string): Catalogue {
  try {
    return Catalogue.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined
    const why = issue ? ` (${issue.path.join('.')}: ${issue.message})` : ''
    throw new FoveaError('FILE_UNREADABLE', `The list of models ${path} cannot be read${why}.`, { cause: error })
  }
}

export function remoteFiles({ sources }: Catalogue, model: CatalogueModel): RemoteFile[] {
  const source = sources[model.source]
  return model.files.map(({ path, bytes, sha256, ...own }) => {
    const [repository, revision] = [own.repository ?? model.repository, own.revision ?? model.revision]
    const values: Record<string, string> = { repository, revision, path }
    const urls = (source?.urls ?? []).map((url) => url.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''))
    return { path, bytes, sha256, urls, redirects: source?.redirects ?? [], key: `${repository}@${revision}/${path}` }
  })
}
