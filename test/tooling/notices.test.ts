// What Fovea ships may be shipped, and is named with its licence. See scripts/notices.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { temporaryFolders } from '../integration/support/folders'

const root = path.resolve(import.meta.dirname, '../..')
const script = async <T>(name: string): Promise<T> =>
  (await import(pathToFileURL(path.join(root, 'scripts/notices', name)).href)) as T

interface Target {
  platform: string
  arch: string
}
interface Component {
  name: string
  version?: string
  licence?: string
}
interface Entry {
  'bom-ref'?: string
  type: string
  name: string
  version?: string
  licenses?: ({ expression: string } | { license: { id?: string; name?: string } })[]
  components?: Entry[]
}
interface Bill {
  components: Entry[]
  dependencies: { ref: string; dependsOn: string[] }[]
}

const { TARGETS, componentsFor } = await script<{
  TARGETS: Target[]
  componentsFor: (target: Target, options: { electronVersion?: string }) => Component[]
}>('components.mjs')
const { objectionTo } = await script<{ objectionTo: (component: Component) => string | undefined }>('licences.mjs')
const { RESOURCES } = await script<{ RESOURCES: { path: string }[] }>('resources.mjs')
const { writeNotices } = await script<{
  writeNotices: (target: Target, options: { electronVersion: string; folder: string }) => Promise<Component[]>
}>('notices.mjs')
const temporary = temporaryFolders()
const electronVersion = '45.4.1'

describe.each(TARGETS)('what a package for $platform $arch is made of', (target) => {
  const components = componentsFor(target, { electronVersion })
  const names = components.map(({ name }) => name)

  it('is under licences that allow it', () => {
    expect(components.map(objectionTo).filter((objection) => objection !== undefined)).toEqual([])
  })

  it('has the binaries of this target, and of no other', () => {
    const natives = names.filter((name) => /^(@lancedb\/lancedb|@img\/sharp)-/.test(name))
    const own = natives.filter((name) => name.includes(`-${target.platform}-${target.arch}`))
    expect(natives.filter((name) => !own.includes(name))).toEqual(
      target.platform === 'linux' ? ['@img/sharp-wasm32'] : [],
    )
    expect(own.filter((name) => name.startsWith('@lancedb/'))).toHaveLength(1)
    expect(own.some((name) => name.startsWith('@img/sharp-'))).toBe(target.platform !== 'linux')
  })

  it('has what is bundled, data and models, and Electron', () => {
    expect(names).toEqual(
      expect.arrayContaining(['react', 'zod', 'exifreader', '@floating-ui/core', 'GeoNames', 'Electron']),
    )
    expect(names).not.toEqual(expect.arrayContaining(['vitest']))
    expect(names).not.toEqual(expect.arrayContaining(['openai']))
  })
})

describe('a licence', () => {
  it.each([
    { name: 'a', licence: 'MIT' },
    { name: 'a', licence: '(MIT OR GPL-2.0)' },
    { name: 'libheif-js', licence: 'LGPL-3.0' },
    { name: '@img/sharp-win32-x64', licence: 'Apache-2.0 AND LGPL-3.0-or-later' },
  ])('may be shipped: $name under $licence', (component) => {
    expect(objectionTo(component)).toBeUndefined()
  })

  it.each([
    { name: 'a', licence: 'GPL-3.0-only' },
    { name: 'a', licence: 'LGPL-3.0' },
    { name: 'a', licence: 'MIT AND GPL-2.0' },
    { name: 'a', licence: 'UNLICENSED' },
    { name: 'a' },
  ])('may not: $name under $licence', (component) => {
    expect(objectionTo(component)).toBeDefined()
  })
})

it('says of everything in resources/ whose it is', () => {
  const folder = path.join(root, 'resources')
  const places = readdirSync(folder).flatMap((name) =>
    name === 'models' ? readdirSync(path.join(folder, name)).map((model) => `models/${model}`) : [name],
  )
  expect(places.sort()).toEqual(RESOURCES.map(({ path: place }) => place).sort())
})

describe('the notices', () => {
  it('name each component with its version and licence, and carry every text', async () => {
    const folder = temporary()
    const components = await writeNotices({ platform: 'linux', arch: 'x64' }, { electronVersion, folder })
    const text = readFileSync(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8')
    const unnamed = components.filter(
      ({ name, version, licence }) =>
        !text.includes(`\n${[name, version].filter((part) => part !== undefined).join(' ')}  (${licence ?? ''})\n`),
    )
    expect(unnamed).toEqual([])
    expect(text).toContain('Copyright (c) Microsoft Corporation')
    expect(text).toContain('GNU LESSER GENERAL PUBLIC LICENSE')
    expect(text).toContain('Mozilla Public License')
    expect(text).toContain('GeoNames')
  })

  it('are a bill of materials as well, whose references all lead somewhere', async () => {
    const folder = temporary()
    await writeNotices({ platform: 'linux', arch: 'x64' }, { electronVersion, folder })
    const bill = JSON.parse(readFileSync(path.join(folder, 'fovea.cdx.json'), 'utf8')) as Bill
    const refs = bill.components.map((entry) => entry['bom-ref'])
    expect(new Set(refs).size).toBe(refs.length)
    expect(bill.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.includes(ref))).toEqual([])
    expect(bill.components.filter(({ licenses }) => licenses?.length !== 1)).toEqual([])
    const binary = bill.components.find(({ name }) => name === '@lancedb/lancedb-linux-x64-gnu')
    expect(binary?.components?.find(({ name }) => name === 'tokio')).toMatchObject({
      licenses: [{ license: { id: 'MIT' } }],
    })
    const model = bill.components.find(({ name }) => name.startsWith('Fovea Starter'))
    expect(model?.type).toBe('machine-learning-model')
    expect(model?.components?.map(({ name }) => name)).toContain('image.onnx')
  })
})
