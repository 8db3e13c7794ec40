/** How well and how fast are words in pictures read: pages of known text, drawn in many ways. */
import { join } from 'node:path'
import { decodeWithin } from '../main/engine/media/crops'
import { fold } from '../main/engine/recognition/fold'
import { detectorSide, pictureSide, Recogniser } from '../main/engine/recognition/recogniser'
import { inferenceThreads } from '../main/engine/threads'
import { readOptions } from './support/options'
import { drawCases } from './support/pages'
import { resources } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import { percentile } from './support/statistics'

const { json, numbers } = readOptions({ rounds: 1 })
/** Another recogniser to measure, in the form of resources/recogniser. */
const folder = process.env['FOVEA_RECOGNISER'] ?? join(resources.folder, 'recogniser')

async function main(): Promise<void> {
  const recogniser = await Recogniser.open(folder, inferenceThreads())
  const cases = []
  for (const { name, text, bytes } of await drawCases()) {
    const times: number[] = []
    let read = ''
    for (let round = 0; round <= numbers.rounds; round++) {
      const started = performance.now()
      const photo = await decodeWithin(bytes, pictureSide)
      const decoded = performance.now()
      const parts = await recogniser.detect(photo, detectorSide)
      const detected = performance.now()
      const lines = await recogniser.read(photo, parts)
      if (process.env['FOVEA_SHOW'] !== undefined)
        console.log(decoded - started, detected - decoded, performance.now() - detected, parts.length)
      read = lines.map((line) => line.text).join('\n')
      if (round > 0) times.push(performance.now() - started) // the first loads and warms up
    }
    const wanted = fold(text).split(' ')
    const found = new Set(fold(read).split(' '))
    cases.push({
      name,
      characters: accuracy(fold(text), fold(read)),
      words: wanted.filter((word) => found.has(word)).length / wanted.length,
      ms: percentile(times, 0.5),
      read,
    })
    if (process.env['FOVEA_SHOW'] !== undefined) process.stdout.write(`--- ${name}\n${read}\n`)
  }
  await recogniser.close()
  const rows = cases.map(({ name, characters, words, ms }) => [
    name,
    `${(characters * 100).toFixed(1)} %`,
    `${(words * 100).toFixed(1)} %`,
    ms.toFixed(0),
  ])
  printReport(
    {
      benchmark: 'ocr',
      machine: machine(),
      cases: cases.map(({ name, characters, words, ms }) => ({
        name,
        characters: rounded(characters, 3),
        words: rounded(words, 3),
        ms: rounded(ms, 0),
      })),
    },
    table([['page', 'characters', 'words', 'ms'], ...rows]),
    json,
  )
}

/** 1 less the edits from one text to the other by letter of the first, at least 0. */
function accuracy(text: string, read: string): number {
  let row = Array.from({ length: read.length + 1 }, (_, i) => i)
  for (let i = 1; i <= text.length; i++) {
    const next = [i]
    for (let j = 1; j <= read.length; j++) {
      const swap = row[j - 1]! + Number(text[i - 1] !== read[j - 1])
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return Math.max(0, 1 - row[read.length]! / text.length)
}

void main()
