// A thousand files, most of them damaged or hostile: the process lives, each file ends in a state, the good ones are found.
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { failureSentences } from '../../contract'
import { resolveHome } from '../../main/engine/home'
import { bundleProcess } from './support/bundle'
import { repository, resources, sampleNames, samplePath, withSearcher } from './support/engine'
import { temporaryFolders } from './support/folders'
import { writeCorpus } from './support/fuzz/corpus'
import { indexThroughCrashes, judge } from './support/fuzz/run'

const temporary = temporaryFolders()
let script: string

beforeAll(async () => {
  script = await bundleProcess('fuzz/process.ts')
})

it('reads 1,000 files of all kinds of damage within the time and memory a file may take', async () => {
  const [folder, photos] = [temporary(), temporary()]
  const [home, log] = [resolveHome(join(folder, 'home')), join(folder, 'log')]
  const { good, total } = await writeCorpus(photos, 1000, 20190721, {
    samples: sampleNames.map(samplePath),
    fixtures: join(repository, 'test', 'fixtures'),
  })
  const { starterModel: modelFolder, gazetteer } = resources
  const options = JSON.stringify({ home: home.root, photos, modelFolder, gazetteer, log })
  const run = await indexThroughCrashes(() => fork(script, [options]), log)
  expect(run.crashes).toEqual([])
  expect(run.files[0]!.seconds, run.files[0]!.file).toBeLessThan(10)
  expect(run.peakMb).toBeLessThan(1536)

  const { counts, failed, goodNotFound } = await withSearcher(home, (searcher) => judge(searcher, good))
  expect(goodNotFound).toEqual([])
  expect(good).toHaveLength(100)
  expect(counts.pending).toBe(0)
  expect(counts.ready + counts.failed).toBe(total)
  expect(counts.ready).toBeGreaterThan(good.length)
  expect(failed).toHaveLength(counts.failed)
  for (const { code, reason } of failed) expect(reason).toBe(failureSentences[code])
  const codes = new Set(failed.map(({ code }) => code))
  for (const code of ['corrupt', 'not-an-image', 'too-large', 'no-preview'] as const) expect(codes).toContain(code)
})
