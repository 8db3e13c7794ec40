/** Keys in Electron's notation: whether an event is one, and how they are written for a person. */
import { t } from '../../strings'

export const isMac = navigator.platform.startsWith('Mac')

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const named: Readonly<Record<string, string>> = {
  Plus: '+',
  Esc: 'Escape',
  Space: ' ',
  Right: 'ArrowRight',
  Left: 'ArrowLeft',
}

function parse(keys: string): { modifiers: ReadonlySet<string>; key: string } {
  const parts = keys.split('+')
  const last = parts.pop() ?? ''
  return { modifiers: new Set(parts), key: named[last] ?? last }
}

/** Whether the event is these keys. Which signs need Shift depends on the keyboard, so there Shift does not count. */
export function isPressed(keys: string, event: Pressed, mac = isMac): boolean {
  const { modifiers, key } = parse(keys)
  const [main, other] = mac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey]
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    main === modifiers.has('CmdOrCtrl') &&
    !other &&
    event.altKey === modifiers.has('Alt') &&
    (event.shiftKey === modifiers.has('Shift') || !/^[a-z]$/i.test(key))
  )
}

/** "Ctrl+Shift+F", or "⇧⌘F" as macOS writes it. */
export function formatKeys(keys: string, mac = isMac): string {
  const { modifiers, key } = parse(keys)
  const has = (modifier: string, sign: string): string[] => (modifiers.has(modifier) ? [sign] : [])
  const sign = formatKey(key)
  if (mac) return [...has('Alt', '⌥'), ...has('Shift', '⇧'), ...has('CmdOrCtrl', '⌘'), sign].join('')
  return [
    ...has('CmdOrCtrl', t('shortcuts.control')),
    ...has('Alt', t('shortcuts.alt')),
    ...has('Shift', t('shortcuts.shift')),
    sign,
  ].join('+')
}

function formatKey(key: string): string {
  switch (key) {
    case 'Escape':
      return t('shortcuts.escape')
    case 'Enter':
      return t('shortcuts.enter')
    case ' ':
      return t('shortcuts.space')
    case 'Home':
      return t('shortcuts.home')
    case 'End':
      return t('shortcuts.end')
    case 'ArrowRight':
      return '→'
    case 'ArrowLeft':
      return '←'
    default:
      return key
  }
}

const nameOf: Readonly<Record<string, string>> = {
  ' ': 'Space',
  '+': 'Plus',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
}

/** Keys that a person pressed, for a shortcut that works everywhere; null without a modifier, and for a modifier alone. */
export function keysOf(event: Pressed, mac = isMac): string | null {
  if (['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'Dead', 'Process'].includes(event.key)) return null
  const main = mac ? event.metaKey : event.ctrlKey
  if (!main && !event.altKey) return null
  const key = nameOf[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key)
  if (!/^([\x21-\x7e]|Space|Plus|F\d{1,2}|Up|Down|Left|Right|Home|End|PageUp|PageDown|Insert|Delete)$/.test(key))
    return null
  const modifiers = [main && 'CmdOrCtrl', event.altKey && 'Alt', event.shiftKey && 'Shift'].filter(Boolean)
  return [...modifiers, key].join('+')
}
