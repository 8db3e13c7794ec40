/** Reads a folder of photos with what people say of them, to measure searches against (docs/quality.md). */
import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { z } from 'zod'
import { FoveaError } from '../../../contract'

const Names = z.array(z.string())

/** A photo and its captions. */
const Pair = z.object({ image: z.string(), captions: z.array(z.string().trim().min(1)).min(1) })
/** The photo beside the text should find the relevant ones; what is to be ignored is neither right nor wrong. */
const Composed = z.object({
  image: z.string(),
  text: z.string(),
  object: z.string(),
  scene: z.string(),
  relevant: Names,
  ignore: Names,
})
type Composed = z.infer<typeof Composed>
/** The query should find photos `without` the object rather than those `with` it. */
const Negation = z.object({ query: z.string(), scene: z.string(), with: Names, without: Names })
export type Negation = z.infer<typeof Negation>
/** A text that nothing in the set matches. */
const Absent = z.object({ query: z.string() })

export interface DataSet {
  /** The photos, below the folder. */
  images: string
  /** Photos by file name, as everywhere here. */
  pairs: { name: string; captions: string[] }[]
  /** Empty where the folder has no such file. */
  composed: Composed[]
  negation: Negation[]
  absent: string[]
}

/** Throws FILE_UNREADABLE (pairs.jsonl is missing) and INVALID_INPUT (a line is not what it should be). */
export async function readDataSet(folder: string): Promise<DataSet> {
  const pairs = await readLines(join(folder, 'pairs.jsonl'), Pair)
  if (!pairs) {
    throw new FoveaError('FILE_UNREADABLE', `There is no pairs.jsonl in "${folder}", so this is no evaluation set.`)
  }
  return {
    images: join(folder, 'images'),
    pairs: pairs.map(({ image, captions }) => ({ name: posix.basename(image), captions })),
    composed: (await readLines(join(folder, 'composed.jsonl'), Composed)) ?? [],
    negation: (await readLines(join(folder, 'negation.jsonl'), Negation)) ?? [],
    absent: ((await readLines(join(folder, 'absent.jsonl'), Absent)) ?? []).map(({ query }) => query),
  }
}

async function readLines<T>(file: string, shape: z.ZodType<T>): Promise<T[] | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text
    ?.trim()
    .split('\n')
    .map((line, i) => {
      const read = shape.safeParse(parse(line))
      if (read.success) return read.data
      throw new FoveaError('INVALID_INPUT', `Line ${String(i + 1)} of "${file}" is not what docs/quality.md describes.`)
    })
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
