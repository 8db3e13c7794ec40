/** `fovea eval`: measures how well searches find what people describe. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { FoveaError } from '../../../contract'
import { readDataSet } from '../../engine/evaluation/data-set'
import { evaluate, type Evaluation } from '../../engine/evaluation/evaluate'
import { resolveHome } from '../../engine/home'
import { Searcher } from '../../engine/search/searcher'
import { isRemote } from '../../engine/store/address'
import { inferenceThreads } from '../../engine/threads'
import { print, type Context } from '../context'
import { ProgressBar } from '../progress-bar'
import { indexAndWait } from './index-folders'

/** Captions and short texts of the sets there are, with room: 1 KB each. */
const textsKept = 20_000

/** In a library of its own, thrown away afterwards unless `home` says where it is to be kept. */
export async function evaluateFolder(context: Context, folder: string, isHomeAsked: boolean): Promise<void> {
  if (isRemote(context.home.store))
    throw new FoveaError('STORE_UNSUPPORTED', 'Quality is measured in a library on this computer: leave --store out.')
  const data = await readDataSet(resolve(folder))
  const home = isHomeAsked ? context.home : resolveHome(mkdtempSync(join(tmpdir(), 'fovea-eval-')))
  const bar = new ProgressBar()
  try {
    await indexAndWait({ ...context, home }, [data.images])
    const searcher = await Searcher.open({
      home,
      modelFolder: (await context.model()).folder,
      resources: context.resources,
      threads: inferenceThreads(),
      pictureFiles: 'anywhere',
      textsKept,
    })
    try {
      const evaluation = await evaluate(searcher, data, {
        onProgress: (what) => {
          bar.say(`Measuring ${what}`)
        },
      })
      bar.clear()
      print(context, evaluation, () => describe(evaluation))
    } finally {
      await searcher.close()
    }
  } finally {
    bar.clear()
    if (!isHomeAsked) rmSync(home.root, { recursive: true, force: true })
  }
}

/** The figures with all parts, then what changes without each. */
function describe({ photos, captions, parts, ...figures }: Evaluation): string {
  const lines = [
    `${String(photos)} photos, ${String(captions)} captions`,
    ...rows(figures).map(([name, value]) => row(name, value)),
  ]
  for (const [part, { on, off }] of Object.entries(parts)) {
    const without = new Map(rows(off))
    lines.push('', `${part.padEnd(36)}${'with'.padStart(10)}${'without'.padStart(10)}`)
    for (const [name, value] of rows(on))
      lines.push(`${row(`  ${name}`, value)}${(without.get(name) ?? '').padStart(10)}`)
  }
  return lines.join('\n')
}

function row(name: string, value: string): string {
  return `${name.padEnd(36)}${value.padStart(10)}`
}

/** Figures by name, lists as how many they have. */
function rows(figures: object): [string, string][] {
  return Object.entries(figures).flatMap(([group, values]) =>
    Object.entries(values as Record<string, number | string[]>).map(([name, value]): [string, string] => [
      `${group}.${name}`,
      String(Array.isArray(value) ? value.length : value),
    ]),
  )
}
