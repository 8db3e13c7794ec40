// Keys: recognised whatever the keyboard's layout, written as the system does.
import { afterEach, describe, expect, it, vi } from 'vitest'

vi.stubGlobal('navigator', { platform: 'Linux x86_64', language: 'en' })
const { formatKeys, isPressed, keysOf } = await import('./keys')
const { setLanguage } = await import('../../strings')
afterEach(() => {
  setLanguage('en', 'en')
})

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

describe('isPressed', () => {
  it.each([
    ['CmdOrCtrl+F', { key: 'f', ctrlKey: true }, true],
    ['CmdOrCtrl+F', { key: 'f' }, false],
    ['CmdOrCtrl+F', { key: 'F', ctrlKey: true, shiftKey: true }, false],
    ['CmdOrCtrl+Shift+F', { key: 'F', ctrlKey: true, shiftKey: true }, true],
    ['CmdOrCtrl+F', { key: 'f', ctrlKey: true, altKey: true }, false],
    ['CmdOrCtrl+F', { key: 'f', metaKey: true }, false],
    ['F', { key: 'f' }, true],
    ['F', { key: 'F' }, true], // Caps Lock
    ['F', { key: 'f', ctrlKey: true }, false],
    ['?', { key: '?', shiftKey: true }, true],
    ['5', { key: '5', shiftKey: true }, true], // a French keyboard
    ['Plus', { key: '+' }, true],
    ['CmdOrCtrl+,', { key: ',', ctrlKey: true }, true],
    ['Right', { key: 'ArrowRight' }, true],
  ])('%s by %j: %s', (keys, event, expected) => {
    expect(isPressed(keys, { ...none, ...event }, false)).toBe(expected)
  })

  it('goes by Cmd on macOS', () => {
    expect(isPressed('CmdOrCtrl+F', { ...none, key: 'f', metaKey: true }, true)).toBe(true)
    expect(isPressed('CmdOrCtrl+F', { ...none, key: 'f', ctrlKey: true }, true)).toBe(false)
  })
})

describe('formatKeys', () => {
  it('writes keys as the system does', () => {
    expect(formatKeys('CmdOrCtrl+Shift+F', false)).toBe('Ctrl+Shift+F')
    expect(formatKeys('CmdOrCtrl+Shift+F', true)).toBe('⇧⌘F')
    expect(formatKeys('Plus', false)).toBe('+')
  })

  it('speaks German', () => {
    setLanguage('de', 'de')
    expect(formatKeys('CmdOrCtrl+Shift+F', false)).toBe('Strg+Umschalt+F')
  })
})

describe('keysOf', () => {
  it.each([
    [{ key: ' ', ctrlKey: true, shiftKey: true }, 'CmdOrCtrl+Shift+Space'],
    [{ key: 'k', altKey: true }, 'Alt+K'],
    [{ key: '+', ctrlKey: true }, 'CmdOrCtrl+Plus'],
    [{ key: 'F5', ctrlKey: true }, 'CmdOrCtrl+F5'],
    [{ key: 'k' }, null], // would be taken from every text field
    [{ key: 'Shift', ctrlKey: true, shiftKey: true }, null],
    [{ key: 'ü', ctrlKey: true }, null], // Electron knows no such key
  ])('%j is %s', (event, expected) => {
    expect(keysOf({ ...none, ...event }, false)).toBe(expected)
  })
})
