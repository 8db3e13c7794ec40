// The installer: nothing without a yes, nothing unchecked, and shown where it cannot be opened.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FoveaError, type UpdateState } from '../../contract'
import { installerQuestion, openInstaller, revealInstaller, type InstallerActions } from './update-installer'

const actions = {
  confirm: vi.fn<InstallerActions['confirm']>(),
  open: vi.fn<InstallerActions['open']>(),
  reveal: vi.fn<InstallerActions['reveal']>(),
  makeRunnable: vi.fn<InstallerActions['makeRunnable']>(),
}
const installer = vi.fn<() => Promise<{ path: string; kind: 'deb' | 'AppImage'; version: string }>>()
const updater = (kind: 'deb' | 'AppImage', phase = 'ready') => {
  installer.mockResolvedValue({ path: `/updates/Fovea.${kind}`, kind, version: '0.2.0' })
  return {
    installer,
    state: { phase, offer: { version: '0.2.0', file: { kind, bytes: 1 } } } as unknown as UpdateState,
  }
}

beforeEach(() => {
  vi.resetAllMocks()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  actions.confirm.mockResolvedValue(true)
  actions.open.mockResolvedValue('')
})

describe('openInstaller', () => {
  it('opens what was agreed to', async () => {
    expect(await openInstaller(updater('deb'), actions)).toBe('opened')
    expect(actions.confirm).toHaveBeenCalledExactlyOnceWith('0.2.0')
    expect(actions.open).toHaveBeenCalledExactlyOnceWith('/updates/Fovea.deb')
    expect(actions.reveal).not.toHaveBeenCalled()
  })

  it('opens nothing without a yes', async () => {
    actions.confirm.mockResolvedValue(false)
    expect(await openInstaller(updater('deb'), actions)).toBe('cancelled')
    expect(actions.open).not.toHaveBeenCalled()
  })

  it('checks after the yes, and opens nothing that is not what was signed', async () => {
    const source = updater('deb')
    installer.mockRejectedValue(new FoveaError('UPDATE_FILE_WRONG', 'Wrong.'))
    await expect(openInstaller(source, actions)).rejects.toMatchObject({ code: 'UPDATE_FILE_WRONG' })
    expect(actions.confirm.mock.invocationCallOrder[0]).toBeLessThan(installer.mock.invocationCallOrder[0]!)
    expect(actions.open).not.toHaveBeenCalled()
    expect(actions.reveal).not.toHaveBeenCalled()
  })

  it('shows it where no program opens it', async () => {
    actions.open.mockResolvedValue('no application is registered')
    expect(await openInstaller(updater('deb'), actions)).toBe('shown')
    expect(actions.reveal).toHaveBeenCalledExactlyOnceWith('/updates/Fovea.deb')
  })

  it('never starts an AppImage: it is shown, ready to be started by hand', async () => {
    expect(await openInstaller(updater('AppImage'), actions)).toBe('shown')
    expect(actions.open).not.toHaveBeenCalled()
    expect(actions.makeRunnable).toHaveBeenCalledExactlyOnceWith('/updates/Fovea.AppImage')
    expect(actions.reveal).toHaveBeenCalledExactlyOnceWith('/updates/Fovea.AppImage')
  })
})

it('what is shown in its folder is checked as well', async () => {
  const source = updater('AppImage')
  installer.mockRejectedValue(new FoveaError('UPDATE_FILE_WRONG', 'Wrong.'))
  await expect(revealInstaller(source, actions)).rejects.toMatchObject({ code: 'UPDATE_FILE_WRONG' })
  expect(actions.makeRunnable).not.toHaveBeenCalled()
  expect(actions.reveal).not.toHaveBeenCalled()
})

it('the question names the version, and can be left', () => {
  const { message, buttons, cancelId } = installerQuestion('0.2.0', 'exe')
  expect(message).toContain('0.2.0')
  expect(buttons[cancelId]).toBe('Cancel')
})
