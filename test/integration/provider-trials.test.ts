// Execution providers on probation: what crashes, hangs, computes something else or saves no time is not used; verdicts are remembered.
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { forkTrial, judgeProviders } from '../../main/engine/encoder/probation'
import {
  beginOn,
  changeSetting,
  endWell,
  executionFor,
  readProviders,
  rememberEntry,
  verdictKey,
  type Entry,
} from '../../main/engine/encoder/providers'
import { resolveHome } from '../../main/engine/home'
import { executionOf, isUntried } from '../../main/engine/models/execution'
import { buildCommand, fovea } from './support/command'
import { repository, resources } from './support/engine'
import { temporaryFolders } from './support/folders'

const temporary = temporaryFolders()
const entry = join(repository, 'test/integration/support/providers/fake-trial.mjs')

function judge(behaviour: string, limitMs = 30_000): Promise<Entry> {
  return judgeProviders({
    folder: '',
    madeTowers: '',
    photos: [],
    threads: 4,
    start: forkTrial(entry, [behaviour]),
    limitMs,
  })
}

describe('a provider on probation', () => {
  it('is used when it gives the same vectors and is clearly faster', async () => {
    const { provider, verdicts } = await judge('good')
    expect(provider).toBe('webgpu')
    expect(verdicts.slice(0, 2)).toEqual([
      { provider: 'webgpu', code: 'passed', cosine: expect.closeTo(1, 6), speedup: 5, detail: '' },
      { provider: 'cuda', code: 'not-bundled', cosine: null, speedup: null, detail: '' },
    ])
  })

  it.each([
    ['crash', { code: 'crashed', detail: 'SIGSEGV' }],
    ['exit', { code: 'crashed', detail: '3' }],
    ['fail', { code: 'unavailable', detail: 'no adapter found' }],
    ['wrong', { code: 'wrong', cosine: expect.closeTo(0.998, 3) as number }],
    ['nan', { code: 'wrong', cosine: 0 }],
    ['fewer', { code: 'wrong', cosine: 0 }],
    ['slow', { code: 'slow', speedup: expect.closeTo(1.11, 2) as number }],
  ])('is not used when it does this: %s', async (behaviour, verdict) => {
    const { provider, verdicts } = await judge(behaviour)
    expect(provider).toBe('cpu')
    expect(verdicts[0]).toMatchObject({ provider: 'webgpu', ...verdict })
  })

  it('is given up when it does not end in time', async () => {
    const { provider, verdicts } = await judge('hang', 4000)
    expect(provider).toBe('cpu')
    expect(verdicts[0]).toMatchObject({ provider: 'webgpu', code: 'hung' })
  })

  it('is not judged where the processor itself fails: nothing is there to compare with', async () => {
    expect(await judge('no-processor')).toMatchObject({ provider: 'cpu', threads: 4, batch: 4, verdicts: [] })
  })

  it('threads and batch stay as usual unless others are clearly faster', async () => {
    expect(await judge('a-little-faster')).toMatchObject({ threads: 4, batch: 4 })
    expect(await judge('clearly-faster')).toMatchObject({ threads: 4, batch: 8 })
  })
})

describe('a verdict', () => {
  const model = { id: 'm', revision: '1' }
  const passed = async (): Promise<{ path: string; key: string }> => {
    const path = resolveHome(temporary()).providersFile
    const key = verdictKey(model, 'this machine, driver 1')
    rememberEntry(path, key, await judge('good'))
    return { path, key }
  }

  it('is remembered for this machine, driver and model, and for no other', async () => {
    const { path, key } = await passed()
    expect(executionFor(path, key, 4).provider).toBe('webgpu')
    for (const other of [
      verdictKey(model, 'this machine, driver 2'),
      verdictKey({ ...model, revision: '2' }, 'this machine, driver 1'),
    ]) {
      expect(executionFor(path, other, 4)).toEqual({ provider: 'cpu', threads: 4, batch: 4 })
    }
  })

  it('gives way to the wish for the processor, and comes back', async () => {
    const { path, key } = await passed()
    changeSetting(path, 'cpu')
    expect(executionFor(path, key, 4).provider).toBe('cpu')
    changeSetting(path, 'auto')
    expect(executionFor(path, key, 4).provider).toBe('webgpu')
  })

  it('is not trusted any more when the process died twice on it, and is after a good end', async () => {
    const { path, key } = await passed()
    beginOn(path, key)
    endWell(path, key)
    beginOn(path, key)
    expect(executionFor(path, key, 4).provider).toBe('webgpu')
    beginOn(path, key)
    expect(executionFor(path, key, 4).provider).toBe('cpu')
  })

  it('is found again by what opens the library; a model without one is untried', async () => {
    const home = resolveHome(temporary())
    expect(await isUntried(home, resources.starterModel)).toBe(true)
    rememberEntry(
      home.providersFile,
      verdictKey({ id: 'fovea-starter', revision: '1' }),
      await judge('clearly-faster', 4000),
    )
    expect(await isUntried(home, resources.starterModel)).toBe(false)
    expect(Object.keys(readProviders(home.providersFile).entries)[0]).toMatch(
      /^node; onnxruntime \d.*; fovea-starter@1$/,
    )
    expect((await executionOf(home, resources.starterModel, 4)).provider).toBe('webgpu')
  })
})

describe('fovea models providers', () => {
  beforeAll(buildCommand)

  it('tries out this machine once, says why nothing else is used, and remembers', async () => {
    const home = temporary()
    const first = await fovea(['--home', home, '--json', 'models', 'providers'])
    expect(first, first.stderr).toMatchObject({ code: 0 })
    const report = JSON.parse(first.stdout) as { provider: string; verdicts: { provider: string; code: string }[] }
    expect(first.stderr).toContain('Trying out')
    expect(report).toMatchObject({ setting: 'auto', testedAt: expect.any(Number) })
    const usable = report.verdicts.filter(({ code }) => code === 'passed').map(({ provider }) => provider)
    expect(usable.length > 0 ? usable : ['cpu']).toContain(report.provider)
    expect(report.verdicts.length).toBeGreaterThan(0)

    const second = await fovea(['--home', home, 'models', 'providers', '--use', 'cpu'])
    expect(second.stderr).toBe('')
    expect(second.stdout).toMatch(/^Photos are looked at on: CPU \(.*\), as you wish\n/)
    expect((await fovea(['--home', home, 'doctor'])).stdout).toMatch(/Runs on +Photos are looked at on: CPU/)
  })
})
