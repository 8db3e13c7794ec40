// The keys of the quick search: registered once, given back when they change, and honest when another program has them.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { QuickSearchKeys } from './quick-keys'

const register = vi.fn<(keys: string, callback: () => void) => boolean>()
const unregister = vi.fn<(keys: string) => void>()
const onPressed = vi.fn()
const make = (): QuickSearchKeys => new QuickSearchKeys({ register, unregister }, onPressed)

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  register.mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.resetAllMocks()
})

it('registers keys once and gives them back when they change', () => {
  const keys = make()
  keys.set('Alt+Space')
  keys.set('Alt+Space')
  expect(register).toHaveBeenCalledTimes(1)
  keys.set('CmdOrCtrl+K')
  expect(unregister).toHaveBeenCalledExactlyOnceWith('Alt+Space')
  keys.set('')
  expect(unregister).toHaveBeenLastCalledWith('CmdOrCtrl+K')
  expect(keys.state).toEqual({ keys: '', isTaken: false })
  expect(register).toHaveBeenCalledTimes(2)
})

it('says that another program has them, and takes nothing from it', () => {
  const keys = make()
  register.mockReturnValue(false)
  keys.set('Alt+Space')
  expect(keys.state).toEqual({ keys: 'Alt+Space', isTaken: true })
  keys.set('')
  expect(unregister).not.toHaveBeenCalled()
})

it('tries again with keys that were taken before', () => {
  const keys = make()
  register.mockReturnValueOnce(false)
  keys.set('Alt+Space')
  keys.set('Alt+Space')
  expect(keys.state.isTaken).toBe(false)
})

it('does not fall over what is no keys', () => {
  register.mockImplementation(() => {
    throw new Error('conversion failure')
  })
  const keys = make()
  keys.set('nonsense')
  expect(keys.state.isTaken).toBe(true)
})
