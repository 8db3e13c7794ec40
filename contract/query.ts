/**
 * The syntax tree of a search. The query language and the chips of the search bar are two views of it, and both
 * round-trip (docs/query-language.md). What to match is scored; conditions are facts and decide what is looked at.
 */
import { z } from 'zod'
import { ImageId, ItemId } from './ids'

const Fraction = z.number().min(0).max(1)

/** A rectangle of a picture, in fractions of its width and height from the top left. */
export const PicturePart = z.object({ x: Fraction, y: Fraction, w: Fraction, h: Fraction })
export type PicturePart = z.infer<typeof PicturePart>

/** Something to look for. */
export const Term = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().trim().min(1).max(2000) }),
  /** A picture file: `image:"path"`. */
  z.object({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
  /** A picture handed over before (search.addImage, search.chooseImage): `picture:<id>`, a part of it: `picture:<id>@x,y,w,h`. */
  z.object({ kind: z.literal('picture'), imageId: ImageId, part: PicturePart.optional() }),
  /** A photo of the library: `like:<id>`. */
  z.object({ kind: z.literal('like'), itemId: ItemId }),
  /** A part of a photo of the library: `region:<id>@x,y,w,h`. */
  PicturePart.extend({ kind: z.literal('region'), itemId: ItemId }),
])
export type Term = z.infer<typeof Term>

export type Expression =
  | { op: 'term'; term: Term; /** Exponent of the term's relevance; 1 when absent. */ weight?: number | undefined }
  | { op: 'and'; of: Expression[] }
  | { op: 'or'; of: Expression[] }
  | { op: 'not'; of: Expression }

export const Expression: z.ZodType<Expression> = z.lazy(() =>
  z.discriminatedUnion('op', [
    z.object({ op: z.literal('term'), term: Term, weight: z.number().min(0.1).max(10).optional() }),
    z.object({ op: z.literal('and'), of: z.array(Expression).min(2).max(64) }),
    z.object({ op: z.literal('or'), of: z.array(Expression).min(2).max(64) }),
    z.object({ op: z.literal('not'), of: Expression }),
  ]),
)

/** A calendar date as people write it: a year, a month or a day, in the user's time zone. */
const CalendarDate = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)

export const comparisons = ['<', '<=', '=', '>=', '>'] as const
const Comparison = z.enum(comparisons)

export const flags = ['favorite', 'landscape', 'portrait', 'screenshot', 'offline', 'video'] as const

/** One fact about a photo. */
export const Filter = z.discriminatedUnion('field', [
  /** Taken (or modified, where the file does not say) from the first to the last moment of these dates. */
  z.object({ field: z.literal('date'), from: CalendarDate.optional(), to: CalendarDate.optional() }),
  /** `before:` and `after:` leave the date itself out. */
  z.object({ field: z.literal('before'), date: CalendarDate }),
  z.object({ field: z.literal('after'), date: CalendarDate }),
  /** In a folder of this name or path (or one that ends so), or under it. */
  z.object({ field: z.literal('in'), folder: z.string().min(1).max(4096) }),
  /** File type: an extension without its dot, or one of photo, raw, video, note. */
  z.object({ field: z.literal('type'), type: z.string().regex(/^[a-z0-9]{1,10}$/) }),
  z.object({ field: z.literal('camera'), text: z.string().min(1).max(200) }),
  z.object({ field: z.literal('lens'), text: z.string().min(1).max(200) }),
  z.object({ field: z.literal('place'), text: z.string().min(1).max(200) }),
  /** A word in the picture, or words side by side. */
  z.object({ field: z.literal('text'), text: z.string().min(1).max(200) }),
  z.object({
    field: z.literal('near'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    km: z.number().positive().max(20_100),
  }),
  z.object({ field: z.literal('rating'), is: Comparison, stars: z.number().int().min(0).max(5) }),
  z.object({ field: z.literal('is'), flag: z.enum(flags) }),
  z.object({ field: z.literal('size'), is: Comparison, bytes: z.number().int().min(0) }),
])
export type Filter = z.infer<typeof Filter>

export type Condition =
  | { op: 'filter'; filter: Filter }
  | { op: 'all'; of: Condition[] }
  | { op: 'any'; of: Condition[] }
  | { op: 'not'; of: Condition }

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('op', [
    z.object({ op: z.literal('filter'), filter: Filter }),
    z.object({ op: z.literal('all'), of: z.array(Condition).min(2).max(64) }),
    z.object({ op: z.literal('any'), of: z.array(Condition).min(2).max(64) }),
    z.object({ op: z.literal('not'), of: Condition }),
  ]),
)

/** Both parts absent: everything, newest first. Only `where`: what fulfils it, newest first. */
export const ParsedQuery = z.object({ match: Expression.optional(), where: Condition.optional() })
export type ParsedQuery = z.infer<typeof ParsedQuery>

/** Why a text is not a query: where in the text (UTF-16 units) and what could stand there. */
export const QueryProblem = z.object({
  at: z.number().int().min(0),
  length: z.number().int().min(0),
  message: z.string(),
  expected: z.array(z.string()),
})
export type QueryProblem = z.infer<typeof QueryProblem>
