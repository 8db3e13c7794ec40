// Builds an index of vectors with usearch or hnswlib-node, searches it, and tells the parent what that took.
import { closeSync, openSync, readFileSync, readSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'

// { library, kind, vectors, queries, count, dimension, k, efforts, seconds, threads, scratch }: `vectors` and `queries` are files of
// float32 numbers; `efforts` are candidates looked at in a search, 0 for the library's own choice; `seconds` is the longest a build may take.
const task = JSON.parse(process.argv[2])
const require = createRequire(import.meta.url)
const rowsAtOnce = 2000

const makers = { usearch: openUsearch, 'hnswlib-node': openHnswlib }
const index = makers[task.library]()
const chunk = Buffer.allocUnsafe(rowsAtOnce * task.dimension * 4)
const queries = rowsOf(new Uint8Array(readFileSync(task.queries)))
const before = process.memoryUsage.rss()

const file = openSync(task.vectors, 'r')
let buildMs = 0
let built = 0
while (built < task.count && buildMs < task.seconds * 1000) {
  const rows = Math.min(rowsAtOnce, task.count - built)
  readSync(file, chunk, 0, rows * task.dimension * 4, built * task.dimension * 4)
  const started = performance.now()
  index.add(built, rowsOf(chunk.subarray(0, rows * task.dimension * 4)))
  buildMs += performance.now() - started
  built += rows
}
closeSync(file)
const bytes = process.memoryUsage.rss() - before

const runs = []
if (built === task.count) {
  for (const effort of task.efforts) {
    const search = index.searcher(effort)
    for (const query of queries) search(query)
    const ms = []
    const found = []
    for (const query of queries) {
      const started = performance.now()
      const nearest = search(query)
      ms.push(performance.now() - started)
      found.push(Array.from(nearest, Number))
    }
    runs.push({ effort, ms, found })
  }
}
process.send({ buildMs, built, bytes, runs }, () => process.disconnect())

function rowsOf(buffer) {
  const numbers = new Float32Array(buffer.buffer, buffer.byteOffset, buffer.byteLength / 4)
  return Array.from({ length: numbers.length / task.dimension }, (_, i) =>
    numbers.subarray(i * task.dimension, (i + 1) * task.dimension),
  )
}

function openUsearch() {
  const { Index, MetricKind, ScalarKind } = require('usearch')
  const open = (effort) =>
    new Index({
      dimensions: task.dimension,
      metric: MetricKind.IP,
      quantization: ScalarKind[task.kind],
      connectivity: 0,
      expansion_add: 0,
      expansion_search: effort,
      multi: false,
    })
  const made = open(0)
  return {
    add: (first, rows) =>
      made.add(
        BigUint64Array.from(rows, (_, i) => BigInt(first + i)),
        rows,
        task.threads,
      ),
    searcher: (effort) => {
      let used = made
      if (effort > 0) {
        const saved = `${task.scratch}/usearch`
        made.save(saved)
        used = open(effort)
        used.load(saved)
        rmSync(saved)
      }
      return (query) => used.search(query, task.k, 1).keys
    },
  }
}

function openHnswlib() {
  const { HierarchicalNSW } = require('hnswlib-node')
  const made = new HierarchicalNSW('ip', task.dimension)
  made.initIndex(task.count)
  return {
    add: (first, rows) => rows.forEach((row, i) => made.addPoint(Array.from(row), first + i)),
    searcher: (effort) => {
      if (effort > 0) made.setEf(effort)
      return (query) => made.searchKnn(Array.from(query), task.k).neighbors
    },
  }
}
