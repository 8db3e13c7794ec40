// The tray's menu: what it offers, and that a pause can be begun and ended from it.
import { beforeEach, expect, it, vi } from 'vitest'
import type { LibraryStatus } from '../../contract'
import { trayStateOf, trayTemplate, type TrayActions } from './tray'

vi.mock('electron', () => ({ Menu: {}, Tray: vi.fn(), nativeImage: {} }))

const actions = { open: vi.fn(), quickSearch: vi.fn(), setPaused: vi.fn(), quit: vi.fn() } satisfies TrayActions
beforeEach(() => {
  vi.clearAllMocks()
})
const status = (changes: Partial<LibraryStatus>): LibraryStatus =>
  ({ phase: 'idle', pausedBy: [], run: { done: 0, total: 0 }, ...changes }) as LibraryStatus

it('offers the window, the quick search with its keys, a pause and the end', () => {
  const items = trayTemplate({ isPaused: false, progress: null, keys: 'Alt+Space' }, actions, 'win32')
  expect(items.flatMap(({ label }) => label ?? [])).toEqual([
    'Open Fovea',
    'Quick Search',
    'Pause Indexing',
    'Quit Fovea',
  ])
  expect(items[1]).toMatchObject({ accelerator: 'Alt+Space', registerAccelerator: false })
})

it.each([false, true])('paused is %s: the other is a click away', (isPaused) => {
  const pause = trayTemplate({ isPaused, progress: null, keys: '' }, actions).find(({ type }) => type === 'checkbox')
  expect(pause?.checked).toBe(isPaused)
  ;(pause?.click as () => void)()
  expect(actions.setPaused).toHaveBeenCalledExactlyOnceWith(!isPaused)
})

it('is paused when the person said so, not when the battery did', () => {
  expect(trayStateOf(status({ phase: 'paused', pausedBy: ['user'] }), '').isPaused).toBe(true)
  expect(trayStateOf(status({ phase: 'paused', pausedBy: ['until'] }), '').isPaused).toBe(true)
  expect(trayStateOf(status({ phase: 'paused', pausedBy: ['battery-low'] }), '').isPaused).toBe(false)
  expect(trayStateOf(undefined, '').isPaused).toBe(false)
})

it('knows how far indexing is, and nothing of it while there is none', () => {
  const run = { done: 30, total: 120 } as LibraryStatus['run']
  expect(trayStateOf(status({ phase: 'indexing', run }), '').progress).toBe(0.25)
  expect(trayStateOf(status({ run }), '').progress).toBeNull()
})
