// Settings: kept, and never a reason not to start.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { defaultSettings as defaults } from '../../contract'
import { Settings } from '../../contract'
import { temporaryFolders } from '../../test/integration/support/folders'
import { SettingsFile } from './settings'

const temporary = temporaryFolders()
let folder: string
let path: string
beforeEach(() => {
  folder = temporary()
  path = join(folder, 'settings.json')
})

describe('SettingsFile', () => {
  it('has defaults where there is no file, and makes none', () => {
    expect(new SettingsFile(path).current).toEqual(defaults)
    expect(Settings.parse(defaults)).toEqual(defaults)
    expect(existsSync(path)).toBe(false)
  })

  it('keeps what was changed, also in a folder that is not there yet', () => {
    const file = new SettingsFile(join(folder, 'new', 'settings.json'))
    expect(file.change({ theme: 'dark' })).toEqual({ ...defaults, theme: 'dark' })
    expect(file.change({ rowHeight: 120 })).toEqual({ ...defaults, theme: 'dark', rowHeight: 120 })
    expect(file.current).toEqual({ ...defaults, theme: 'dark', rowHeight: 120 })
    expect(new SettingsFile(join(folder, 'new', 'settings.json')).current).toEqual({
      ...defaults,
      theme: 'dark',
      rowHeight: 120,
    })
    expect(readdirSync(join(folder, 'new'))).toEqual(['settings.json'])
  })

  it.each(['', '{"theme":', '{"theme":"purple"}', '{"rowHeight":"tall"}', '{"rowHeight":-5}', '"text"\0'])(
    'damaged to %j: it is kept aside and the defaults are used',
    (damage) => {
      writeFileSync(path, damage)
      const file = new SettingsFile(path)
      expect(file.current).toEqual(defaults)
      const [aside] = readdirSync(folder)
      expect(aside).toMatch(/^settings\.json\.damaged-\d+$/)
      expect(readFileSync(join(folder, aside!), 'utf8')).toBe(damage)
      file.change({ theme: 'light' })
      expect(new SettingsFile(path).current.theme).toBe('light')
    },
  )

  it('that cannot be read is not written over, and is read again', () => {
    mkdirSync(path)
    const file = new SettingsFile(path)
    expect(file.current).toEqual(defaults)
    expect(() => file.change({ theme: 'dark' })).toThrow(expect.objectContaining({ code: 'FILE_UNREADABLE' }))
    expect(file.current).toEqual(defaults)
    rmdirSync(path)
    writeFileSync(path, '{"density":"compact"}')
    expect(file.change({ theme: 'dark' })).toEqual({ ...defaults, density: 'compact', theme: 'dark' })
  })

  it('of an older or newer version keeps what is known', () => {
    writeFileSync(path, '{"theme":"dark","colour":"red"}')
    expect(new SettingsFile(path).current).toEqual({ ...defaults, theme: 'dark' })
  })
})
