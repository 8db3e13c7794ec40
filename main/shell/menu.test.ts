// The application menu: every command once, by the platform's conventions, in the language of the person.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { commandIds, commands, isEnabled, nothingToDo, type CommandContext } from '../../contract'
import { setLanguage } from '../../strings'
import { menuTemplate } from './menu'

vi.mock('electron', () => ({ Menu: {} }))
afterEach(() => {
  setLanguage('en', 'en')
})

type Item = Electron.MenuItemConstructorOptions
const run = vi.fn()
const itemsOf = (platform: NodeJS.Platform): Item[] => {
  const flatten = (items: readonly Item[]): Item[] =>
    items.flatMap((item) => [item, ...flatten((item.submenu ?? []) as Item[])])
  return flatten(menuTemplate({ platform, run }))
}

describe.each(['darwin', 'win32', 'linux'] as const)('the menu on %s', (platform) => {
  it('has every command that is not of the viewer or the grid alone, once', () => {
    const ids = itemsOf(platform).flatMap(({ id }) => id ?? [])
    const expected = commandIds.filter((id) => !['viewer', 'selection'].includes(commands[id].group))
    expect([...ids].sort()).toEqual([...expected].sort())
  })

  it('says all of it in German', () => {
    setLanguage('de', 'de')
    const labels = itemsOf(platform).flatMap(({ type, label }) => (type === 'separator' ? [] : label))
    expect(labels).toContain('Bearbeiten')
    expect(labels).toContain('Ordner hinzufügen …')
    expect(labels).not.toContain(undefined) // Electron would name a role itself, in English
  })

  it('leaves letters to those who type', () => {
    const registered = itemsOf(platform).filter(
      ({ accelerator, registerAccelerator }) => accelerator && registerAccelerator !== false,
    )
    for (const { accelerator } of registered) expect(accelerator).toMatch(/^CmdOrCtrl\+/)
    expect(registered.length > 0).toBe(platform === 'darwin')
  })

  it('has settings and quit where they are looked for', () => {
    const [first] = menuTemplate({ platform, run })
    const labels = (first?.submenu as Item[]).map(({ label }) => label)
    expect(labels).toEqual(expect.arrayContaining(['Settings…', 'Quit Fovea']))
    expect(first?.label).toBe(platform === 'darwin' ? 'Fovea' : 'File')
  })
})

it('runs the command that was chosen', () => {
  const item = itemsOf('linux').find(({ id }) => id === 'albums')
  ;(item?.click as () => void)()
  expect(run).toHaveBeenCalledExactlyOnceWith('albums')
})

describe('isEnabled', () => {
  const library: CommandContext = { ...nothingToDo, hasLibrary: true, isFree: true }

  it('offers nothing about photos while none is selected', () => {
    expect(isEnabled('favourite', library)).toBe(false)
    expect(isEnabled('favourite', { ...library, hasPhoto: true })).toBe(true)
    expect(isEnabled('favourite', { ...library, hasPhoto: true, isFree: false, isViewing: true })).toBe(true)
  })

  it('offers nothing that a dialog would hide', () => {
    const covered = { ...library, hasPhoto: true, isFree: false }
    for (const id of ['search', 'settings', 'albums', 'reveal', 'shortcuts', 'rate3'] as const)
      expect(isEnabled(id, covered), id).toBe(false)
  })

  it('refines only what was searched', () => {
    expect(isEnabled('moreLikeThis', { ...library, hasPhoto: true })).toBe(false)
    expect(isEnabled('moreLikeThis', { ...library, hasPhoto: true, canJudge: true })).toBe(true)
  })

  it('needs no library to add the first folder', () => {
    expect(isEnabled('addFolders', { ...nothingToDo, isFree: true })).toBe(true)
    expect(isEnabled('search', { ...nothingToDo, isFree: true })).toBe(false)
  })
})
