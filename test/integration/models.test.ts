// Models: taken in from folders and zip files of the usual exports, chosen, verified, removed.
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { resolveHome, type Home } from '../../main/engine/home'
import { modelInUse, readChoice } from '../../main/engine/models/choice'
import { listFiles } from '../../main/engine/models/layout'
import { Models } from '../../main/engine/models/models'
import { resources } from './support/engine'
import { temporaryFolders } from './support/folders'
import {
  clipMean,
  tinyClip,
  writeClipExport,
  writeJointExport,
  writeJson,
  writeOpenClipExport,
  writeSiglip2Export,
} from './support/models/exports'
import { Graph } from './support/models/onnx-writer'
import { writeZip, type ZipEntry } from './support/models/zip'
import { clipVision, photoGraph } from './support/models/towers'

const temporary = temporaryFolders()
let home: Home
let models: Models

beforeEach(() => {
  home = resolveHome(temporary())
  models = new Models({ home, resources, threads: 2 })
})

function made(write: (folder: string) => void, name = 'export'): string {
  const folder = join(temporary(), name)
  mkdirSync(folder)
  write(folder)
  return folder
}

const manifestOf = (id: string): Record<string, never> =>
  JSON.parse(readFileSync(join(home.models, id, 'manifest.json'), 'utf8')) as Record<string, never>

describe('import', () => {
  it('takes a CLIP export of two graphs, with or without a mask', async () => {
    for (const mask of [false, true]) {
      const { id } = await models.import(made((folder) => writeClipExport(folder, tinyClip, { mask })))
      expect(manifestOf(id)).toMatchObject({
        licence: 'mit',
        languages: ['en'],
        dimension: 24,
        image: {
          input: 'pixel_values',
          output: 'image_embeds',
          resize: 'crop',
          interpolation: 'bicubic',
          width: 32,
          mean: clipMean,
        },
        text: {
          inputs: mask ? { ids: 'input_ids', mask: 'attention_mask' } : { ids: 'input_ids' },
          padding: 'none',
          maxTokens: 77,
        },
        tokenizer: { kind: 'bpe' },
      })
    }
  })

  it('takes a SigLIP 2 export with weights in files of their own, and pads texts to 64', async () => {
    const folder = made((to) => writeSiglip2Export(to, undefined, true))
    rmSync(join(folder, 'README.md'))
    const { id } = await models.import(folder, { name: 'My SigLIP' })
    expect(id).toBe('my-siglip')
    expect(manifestOf(id)).toMatchObject({
      name: 'My SigLIP',
      licence: 'not stated',
      dimension: 32,
      image: {
        output: 'pooler_output',
        resize: 'squash',
        interpolation: 'bilinear',
        data: [{ file: 'onnx/vision_model.onnx_data' }],
      },
      text: { padding: 'max', maxTokens: 64, padId: 0, lowercase: true, closingId: 1 },
    })
    expect(readdirSync(join(home.models, id, 'onnx'))).toHaveLength(4)
  })

  it('takes a graph of both towers', async () => {
    const { id } = await models.import(made((folder) => writeJointExport(folder)))
    expect(manifestOf(id)).toMatchObject({
      image: { file: 'onnx/model_quantized.onnx', output: 'image_embeds' },
      text: { file: 'onnx/model_quantized.onnx', output: 'text_embeds', inputs: { mask: 'attention_mask' } },
    })
  })

  it('takes an OpenCLIP export that wants one photo at once and texts of full length', async () => {
    const { id } = await models.import(made((folder) => writeOpenClipExport(folder)))
    expect(manifestOf(id)).toMatchObject({
      image: { input: 'image', batch: 1, resize: 'crop' },
      text: { inputs: { ids: 'text' }, dtype: 'int32', padding: 'max', maxTokens: 77, padId: 1 },
      tokenizer: { kind: 'unigram', file: 'textual/tokenizer.json' },
    })
  })

  it('takes full precision where an export has several, and only the files it needs', async () => {
    const folder = made((to) => writeClipExport(to))
    for (const mark of ['fp16', 'quantized', 'q4'])
      cpSync(join(folder, 'onnx', 'vision_model.onnx'), join(folder, 'onnx', `vision_model_${mark}.onnx`))
    const { id } = await models.import(folder)
    expect(readdirSync(join(home.models, id, 'onnx')).sort()).toEqual(['text_model.onnx', 'vision_model.onnx'])
  })

  it('takes a model of Fovea under an identity of its own', async () => {
    const { id, revision } = await models.import(resources.starterModel)
    expect(id).toBe('starter')
    expect(revision).not.toBe('1')
    expect(await models.verify(id)).toBeUndefined()
  })

  it('knows a model that is there already', async () => {
    const folder = made((to) => writeClipExport(to))
    const first = await models.import(folder)
    expect((await models.import(folder, { name: 'again' })).id).toBe(first.id)
    expect(readdirSync(home.models).filter((name) => !name.startsWith('.'))).toEqual([first.id])
  })

  const refusals: [string, (folder: string) => void, RegExp][] = [
    ['an empty folder', () => undefined, /no \.onnx files/],
    [
      'a folder without a text tower',
      changed(writeClipExport, (to) => rmSync(join(to, 'onnx/text_model.onnx'))),
      /takes texts/,
    ],
    [
      'a folder without an image tower',
      changed(writeClipExport, (to) => rmSync(join(to, 'onnx/vision_model.onnx'))),
      /takes photos/,
    ],
    [
      'a folder without a tokenizer',
      changed(writeClipExport, (to) => rmSync(join(to, 'tokenizer.json'))),
      /tokenizer\.json/,
    ],
    [
      'a tokenizer that is none',
      changed(writeClipExport, (to) => writeFileSync(join(to, 'tokenizer.json'), '{')),
      /tokenizer/,
    ],
    [
      'an export without preprocessing',
      changed(writeClipExport, (to) => rmSync(join(to, 'preprocessor_config.json'))),
      /how photos are prepared/,
    ],
    [
      'pixels on another scale',
      (to) => {
        writeClipExport(to)
        writeJson(join(to, 'preprocessor_config.json'), { do_rescale: false, size: 32 })
      },
      /scale/,
    ],
    [
      'half a graph',
      changed(writeClipExport, (to) => truncate(join(to, 'onnx/vision_model.onnx'))),
      /takes texts|takes photos|only a part/,
    ],
    [
      'weights that are missing',
      changed(
        (to) => writeSiglip2Export(to, undefined, true),
        (to) => rmSync(join(to, 'onnx/text_model.onnx_data')),
      ),
      /lacks onnx\/text_model\.onnx_data/,
    ],
    [
      'weights outside of the folder',
      (to) => {
        writeClipExport(to)
        photoGraph(
          (graph, photos) => clipVision(graph, photos, tinyClip.vision, 'image_embeds'),
          tinyClip.vision,
        ).write(join(to, 'onnx', 'vision_model.onnx'), '../../../outside')
      },
      /outside/,
    ],
    [
      'hidden states only',
      (to) => {
        writeClipExport(to)
        const graph = new Graph()
        const photos = graph.input('pixel_values', 'float32', ['batch', 3, 32, 32])
        graph.node('Identity', [photos], {}, 'last_hidden_state')
        graph.output('last_hidden_state', 'float32', ['batch', 16, 32])
        graph.write(join(to, 'onnx', 'vision_model.onnx'))
      },
      /last_hidden_state/,
    ],
    [
      'a pooled output before the projection',
      (to) => {
        writeClipExport(to)
        photoGraph((graph, photos) => clipVision(graph, photos, tinyClip.vision, 'pooler_output'), tinyClip.vision, {
          output: 'pooler_output',
        }).write(join(to, 'onnx', 'vision_model.onnx'))
      },
      /projection/,
    ],
    [
      'towers of two spaces',
      (to) => {
        writeClipExport(to)
        const vision = { ...tinyClip.vision, dimension: 16 }
        photoGraph((graph, photos) => clipVision(graph, photos, vision, 'image_embeds'), vision).write(
          join(to, 'onnx', 'vision_model.onnx'),
        )
      },
      /16 numbers and texts 24/,
    ],
    [
      'a tower that answers everything alike',
      (to) => {
        writeClipExport(to)
        const graph = new Graph()
        const photos = graph.input('pixel_values', 'float32', ['batch', 3, 32, 32])
        const sums = graph.node('ReduceMean', [graph.node('Mul', [photos, graph.scalar(0)]), graph.integers(2, 3)], {
          keepdims: 0,
        })
        graph.node('Tile', [sums, graph.integers(1, 8)], {}, 'image_embeds')
        graph.output('image_embeds', 'float32', ['batch', 24])
        graph.write(join(to, 'onnx', 'vision_model.onnx'))
      },
      /same vector/,
    ],
    [
      'a damaged model of Fovea',
      changed(
        (to) => cpSync(resources.starterModel, to, { recursive: true }),
        (to) => truncate(join(to, 'text.onnx')),
      ),
      /text\.onnx/,
    ],
  ]
  it.each(refusals)('refuses %s with the reason, and leaves nothing', async (_what, write, reason) => {
    await expect(models.import(made(write))).rejects.toThrow(reason)
    await expect(models.import(made(write))).rejects.toMatchObject({ code: expect.stringMatching(/^MODEL_/) })
    expect(readdirSync(home.models)).toEqual([])
  })

  it('says when there is nothing at all, or no room', async () => {
    await expect(models.import('/nowhere')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    const full = new Models({ home, resources, threads: 2, freeBytes: () => Promise.resolve(70_000_000) })
    await expect(full.import(resources.starterModel)).rejects.toMatchObject({ code: 'DISK_FULL', retry: 'free-space' })
    expect(readdirSync(home.models)).toEqual([])
  })

  it('stops when asked to, and leaves nothing', async () => {
    const controller = new AbortController()
    const importing = models.import(resources.starterModel, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    await expect(importing).rejects.toMatchObject({ name: 'AbortError' })
    expect(readdirSync(home.models)).toEqual([])
  })

  it('clears away what a killed import left', async () => {
    mkdirSync(join(home.models, '.staging-dead'), { recursive: true })
    writeFileSync(join(home.models, '.staging-dead', 'half.onnx'), 'half')
    await models.import(made((to) => writeClipExport(to)))
    expect(readdirSync(home.models)).toEqual(['export'])
  })
})

describe('a zip file', () => {
  const contents = (folder: string, prefix = ''): ZipEntry[] =>
    listFiles(folder).map((file) => ({ name: `${prefix}${file}`, bytes: readFileSync(join(folder, file)) }))
  const zipOf = (entries: readonly ZipEntry[]): string => {
    const path = join(temporary(), 'model.zip')
    writeZip(path, entries)
    return path
  }

  it.each(['', 'clip-model/', '__MACOSX/ignored/'])(
    'is taken in as its folder would be, below "%s"',
    async (prefix) => {
      const folder = made((to) => writeClipExport(to))
      const extra = prefix.startsWith('__MACOSX') ? contents(folder, prefix) : []
      const zip = zipOf([...contents(folder, extra.length > 0 ? '' : prefix), ...extra])
      const { id, revision } = await models.import(zip)
      expect(id).toBe('model')
      expect(await models.verify(id)).toBeUndefined()
      expect(revision).toBe((await models.import(folder)).revision)
      expect(readdirSync(home.models).filter((name) => name.startsWith('.staging'))).toEqual([])
    },
  )

  const hostile: [string, (good: ZipEntry[]) => ZipEntry[]][] = [
    ['above its folder', (good) => [...good, { name: '../outside.json', bytes: Buffer.from('{}') }]],
    ['at an absolute place', (good) => [...good, { name: '/tmp/fovea-outside.json', bytes: Buffer.from('{}') }]],
    ['on another drive', (good) => [...good, { name: 'C:\\outside.json', bytes: Buffer.from('{}') }]],
    ['under one name twice', (good) => [...good, good[0]!]],
    ['of another size than it says', (good) => [{ ...good[0]!, claims: 10 }, ...good.slice(1)]],
    ['of absurd sizes', (good) => good.map((entry) => ({ ...entry, claims: 0xf0000000 }))],
  ]
  it.each(hostile)('with files %s is refused, and writes nothing anywhere', async (_what, change) => {
    const zip = zipOf(change(contents(made((to) => writeClipExport(to)))))
    await expect(models.import(zip)).rejects.toMatchObject({
      code: expect.stringMatching(/^(MODEL_UNSUPPORTED|DISK_FULL)$/) as string,
    })
    expect(readdirSync(home.root)).toEqual(['models'])
    expect(readdirSync(home.models)).toEqual([])
    expect(existsSync('/tmp/fovea-outside.json')).toBe(false)
  })

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 30)],
    ['something else', () => Buffer.from('hello')],
    ['with a changed byte', (bytes: Buffer) => (bytes.writeUInt8(bytes.readUInt8(2000) ^ 1, 2000), bytes)],
  ])('that is %s is refused', async (_what, change) => {
    const zip = zipOf(contents(made((to) => writeClipExport(to))))
    writeFileSync(zip, change(readFileSync(zip)))
    await expect(models.import(zip)).rejects.toMatchObject({ code: 'MODEL_UNSUPPORTED' })
    expect(readdirSync(home.models)).toEqual([])
  })

  it('is not unpacked where there is no room for it', async () => {
    const zip = zipOf(contents(made((to) => writeClipExport(to))))
    const full = new Models({ home, resources, threads: 2, freeBytes: () => Promise.resolve(67_200_000) })
    await expect(full.import(zip)).rejects.toMatchObject({ code: 'DISK_FULL' })
  })
})

describe('the choice', () => {
  const inUse = () => modelInUse(home, resources)

  it('is the model that comes with Fovea until another is chosen', async () => {
    expect(await inUse()).toEqual({ id: 'fovea-starter', folder: resources.starterModel, notice: undefined })
    const { id } = await models.import(made((to) => writeClipExport(to)))
    expect((await inUse()).id).toBe('fovea-starter')
    await models.use(id)
    expect(await inUse()).toEqual({ id, folder: join(home.models, id), notice: undefined })
    const here = (await models.list()).models.filter(({ state }) => state === 'installed')
    expect(here).toMatchObject([
      { id: 'fovea-starter', isInUse: false },
      { id, isInUse: true, state: 'installed', dimension: 24 },
    ])
    await models.use('fovea-starter')
    expect((await inUse()).id).toBe('fovea-starter')
  })

  it('cannot fall on a model that is unknown or damaged', async () => {
    await expect(models.use('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(models.use('../starter')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const { id } = await models.import(made((to) => writeClipExport(to)))
    flip(join(home.models, id, 'onnx', 'text_model.onnx'))
    await expect(models.use(id)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' })
    expect(readChoice(home)).toBe('fovea-starter')
  })

  const damages: [string, (folder: string) => void][] = [
    ['a changed byte', (folder) => flip(join(folder, 'onnx', 'vision_model.onnx'))],
    ['a longer file', (folder) => appendFileSync(join(folder, 'tokenizer.json'), ' ')],
    ['a missing file', (folder) => rmSync(join(folder, 'onnx', 'text_model.onnx'))],
    ['no manifest', (folder) => rmSync(join(folder, 'manifest.json'))],
    ['no folder', (folder) => rmSync(folder, { recursive: true })],
  ]
  it.each(damages)('falls back to what works with %s, and says so', async (_what, damage) => {
    const { id } = await models.import(made((to) => writeClipExport(to)))
    await models.use(id)
    damage(join(home.models, id))
    const { notice, ...used } = await inUse()
    expect(used).toEqual({ id: 'fovea-starter', folder: resources.starterModel })
    expect(notice).toContain(id)
    expect((await models.list()).notice).toBe(notice)
  })

  it.each(['', '{', '{"version": 1, "model": "../../elsewhere"}', '{"version": 2}'])(
    'is the starter where its file says %j',
    async (text) => {
      mkdirSync(dirname(home.modelFile), { recursive: true })
      writeFileSync(home.modelFile, text)
      expect((await inUse()).id).toBe('fovea-starter')
    },
  )
})

describe('verify and remove', () => {
  it('reads every byte, also of a file that looks unchanged', async () => {
    const { id } = await models.import(made((to) => writeClipExport(to)))
    expect(await models.verify(id)).toBeUndefined()
    const path = join(home.models, id, 'onnx', 'vision_model.onnx')
    flip(path)
    expect(await models.verify(id)).toContain('vision_model.onnx')
    expect(await models.verify('fovea-starter')).toBeUndefined()
  })

  it('removes what is not in use', async () => {
    const { id } = await models.import(made((to) => writeClipExport(to)))
    await models.use(id)
    await expect(models.remove(id)).rejects.toMatchObject({ code: 'MODEL_IN_USE' })
    await models.use('fovea-starter')
    await models.remove(id)
    expect(existsSync(join(home.models, id))).toBe(false)
    expect(readdirSync(home.models)).toEqual([])
    await expect(models.remove(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(models.remove('fovea-starter')).rejects.toThrow('comes with Fovea')
  })
})

function changed(write: (folder: string) => void, change: (folder: string) => void): (folder: string) => void {
  return (folder) => {
    write(folder)
    change(folder)
  }
}

function truncate(path: string): void {
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.subarray(0, bytes.length >> 1))
}

function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(path, bytes)
}
