// What `npm run bench` without a name runs: Fovea side by side with others, judged by targets, with the figures of docs/benchmarks.md.
import { readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { root } from './repository.mjs'

const document = path.join(root, 'docs', 'benchmarks.md')
const [begin, end] = ['<!-- figures: begin -->', '<!-- figures: end -->']
/** Share of the machine that other processes may use. */
const quiet = 0.1
/** Works in processes of its own, which it cannot tell from others. */
const worksElsewhere = 'vectors'

/** Each with what its figures say: `{ figure, measured, beside, ratio, bound, target, isMet }`, where `isMet` is undefined without a target. */
const RUNS = [
  {
    name: 'index-throughput',
    args: ['--rounds', '3', '--count', '300'],
    figures: (run) => [
      {
        figure: 'indexing, the whole pipeline',
        measured: `${run.pipeline.imagesPerSecond} photos/s`,
        beside: 'decoding and tower, spread over all cores',
        ratio: `${run.ratio} of the time`,
        bound: `${one((1000 * run.cores) / (run.decode.cpuMs + run.tower.cpuMs))} photos/s`,
        target: `≤ ${run.target}`,
        isMet: run.ratio <= run.target,
      },
    ],
  },
  {
    name: 'indexing',
    args: ['--count', '300', '--camera', '20', '--rounds', '3'],
    figures: (run) =>
      ['small', 'camera'].flatMap((set) => {
        const { ways, batch, agreement, ratio, ratioToBest, ratioOfWasm } = run[set]
        const version = run.rivals['@huggingface/transformers']
        const size = set === 'small' ? 'photos of 224 x 224' : 'photos of 12 megapixels'
        const shared = { figure: `indexing, ${size}`, bound: '', target: '', isMet: undefined }
        const ours = `${ways.fovea.photosPerSecond} photos/s`
        return [
          {
            ...shared,
            measured: ours,
            beside: `transformers.js ${version}, one at a time: ${ways.rival.photosPerSecond} (cosine of the vectors ${agreement.meanCosine})`,
            ratio: `${ratio} times as many`,
            bound: '',
            target: `≥ ${run.target}`,
            isMet: ratio >= run.target,
          },
          {
            ...shared,
            measured: ours,
            beside: `… ${batch} at a time, its best: ${ways.rivalBest.photosPerSecond}`,
            ratio: `${ratioToBest} times as many`,
          },
          {
            ...shared,
            figure: `… with the window's decoder on Linux`,
            measured: `${ways.foveaWasm.photosPerSecond} photos/s`,
            beside: `one at a time: ${ways.rival.photosPerSecond}`,
            ratio: `${ratioOfWasm} times as many`,
          },
        ]
      }),
  },
  { name: 'vectors', args: ['--vectors', '100000', '--queries', '100'], figures: ofVectors },
  { name: 'vectors', args: ['--vectors', '1000000', '--queries', '40', '--seconds', '60'], figures: ofVectors },
  {
    name: 'idle-memory',
    args: [],
    figures: (run) => [
      {
        figure: `memory at rest, ${thousands(run.items)} photos, all processes`,
        measured: `${run.totalMB} MB`,
        beside: `Electron ${run.electron} with an empty window: ${run.emptyMB} MB`,
        ratio: `${run.ratio} times as much`,
        bound: '',
        target: `≤ ${run.targetMB} MB`,
        isMet: run.isMet,
      },
    ],
  },
]

function ofVectors(run) {
  const [ours, ...others] = run.rows
  const count = thousands(run.vectors)
  return [
    {
      figure: `a text search, first page, ${count} photos`,
      measured: `p50 ${run.whole.total.p50} ms, p95 ${run.whole.total.p95} ms`,
      beside: `plain loop over all vectors: ${run.whole.bruteForce.p50} ms`,
      ratio: `${two(run.whole.total.p50 / run.whole.bruteForce.p50)} of the time`,
      bound: `${run.boundMs} ms, its vectors read once`,
      target: run.target === undefined ? '' : `≤ ${run.target} ms`,
      isMet: run.target === undefined ? undefined : run.whole.total.p50 <= run.target,
    },
    {
      figure: `… recall@10`,
      measured: String(run.whole.recall),
      beside: '',
      ratio: '',
      bound: '1',
      target: '≥ 0.99',
      isMet: run.whole.recall >= 0.99,
    },
    ...others.map((other) => ({
      figure: `its search of ${count} vectors`,
      measured: `${ours.p50} ms, recall ${ours.recall}, ${ours.memoryMB} MB, ${ours.buildSeconds} s to build`,
      beside: `${other.name}: ${other.p50} ms, ${other.recall}, ${other.memoryMB} MB, ${other.buildSeconds} s`,
      ratio: `${two(ours.p50 / other.p50)} of the time, ${two(ours.memoryMB / other.memoryMB)} of the memory`,
      bound: `${run.boundMs} ms`,
      target: '',
      isMet: undefined,
    })),
    ...run.notes.map((note) => ({
      ...{ figure: `its search of ${count} vectors`, measured: '', beside: note },
      ...{ ratio: '', bound: '', target: '', isMet: undefined },
    })),
  ]
}

const one = (value) => value.toFixed(1)
const two = (value) => value.toFixed(2)
const thousands = (value) => value.toLocaleString('en')

/** `runBench` runs one benchmark and answers the object that it printed, or undefined where it printed none. */
export async function runSuite(runBench) {
  const began = performance.now()
  const rows = []
  let noisiest = 0
  for (const { name, args, figures } of RUNS) {
    const command = `npm run bench -- ${[name, ...args].join(' ')}`
    process.stdout.write(`\n${command}\n\n`)
    const answer = await runBench(name, [...args, '--json'])
    if (answer) {
      if (name !== worksElsewhere) noisiest = Math.max(noisiest, othersOf(answer))
      rows.push(...figures(answer).map((row) => ({ ...row, command })))
    } else rows.push({ ...nothing, figure: name, measured: 'NOT MEASURED', isMet: false, command })
  }
  const minutes = (performance.now() - began) / 60_000
  process.stdout.write(`\n${asText(rows).join('\n')}\n`)
  const text = readFileSync(document, 'utf8')
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (after === undefined) throw new Error(`docs/benchmarks.md has no section between "${begin}" and "${end}".`)
  writeFileSync(document, `${before}${begin}\n${asMarkdown(rows, { noisiest, minutes }).join('\n')}\n${end}${after}`)
  const missed = rows.filter(({ isMet }) => isMet === false).length
  process.stdout.write(
    `\n${missed === 0 ? 'All targets are met' : `${missed} targets are MISSED`}; ${one(minutes)} minutes; written to docs/benchmarks.md\n`,
  )
  return missed === 0 ? 0 : 1
}

const nothing = { figure: '', measured: '', beside: '', ratio: '', bound: '', target: '' }

function othersOf({ others, small, camera }) {
  return Math.max(0, ...[others, small?.others, camera?.others].filter((value) => value !== undefined))
}

const verdict = ({ isMet }) => (isMet === undefined ? '' : isMet ? 'met' : 'MISSED')

function asText(rows) {
  const cells = rows
    .filter(({ isMet }) => isMet !== undefined)
    .map((row) => [row.figure, row.measured, row.ratio, row.target, verdict(row)])
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)))
  return cells.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join('  '))
}

function asMarkdown(rows, { noisiest, minutes }) {
  const cores = os.availableParallelism()
  const memory = Math.round(os.totalmem() / 2 ** 30)
  const date = new Date().toISOString().slice(0, 10)
  const model = os.cpus()[0]?.model.trim() ?? 'unknown processor'
  const load =
    noisiest > quiet * cores
      ? `**Other processes used up to ${one(noisiest)} of its cores meanwhile: times are too high, and ratios are what to look at.**`
      : `Other processes used at most ${two(noisiest)} of its cores.`
  const commands = [...new Set(rows.map(({ command }) => command))]
  return [
    `Measured on ${date} in ${Math.ceil(minutes)} minutes: ${cores} cores (${model}), ${memory} GB, ${process.platform}-${process.arch}, Node ${process.versions.node}. ${load}`,
    '',
    '| figure | Fovea | beside it | ratio | bound by the hardware | target | | |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => {
      const cells = [row.figure, row.measured, row.beside, row.ratio, row.bound, row.target, verdict(row)]
      return `| ${[...cells, String(1 + commands.indexOf(row.command))].join(' | ')} |`
    }),
    '',
    ...commands.map((command, i) => `${i + 1}. \`${command}\``),
  ]
}
