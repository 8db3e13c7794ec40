/** The lines of a tree that can be opened, closed and chosen, and where keys lead in it. */
import type { LucideIcon } from 'lucide-react'

export interface TreeLine {
  key: string
  /** 1 for a heading. */
  level: number
  label: string
  icon?: LucideIcon
  count?: number | undefined
  /** Shown after the name: why it is marked. */
  note?: string | undefined
  /** null for what holds nothing. */
  isOpen: boolean | null
  isChosen: boolean
  /** Shows what the line stands for; without it the line opens and closes. */
  choose?: () => void
  /** What else can be done with it, by its menu or by a key. */
  actions?: readonly LineAction[]
}

export interface LineAction {
  label: string
  icon: LucideIcon
  /** As `KeyboardEvent.key` has it. */
  key: string
  run: () => void
}

/** Where a key leads from the line at `index`: to another line, or to opening or closing this one. */
export function moveInTree(
  key: string,
  index: number,
  lines: readonly Pick<TreeLine, 'level' | 'isOpen' | 'label'>[],
): { to: number } | { toggle: number } | null {
  const line = lines[index]
  const last = lines.length - 1
  if (!line) return null
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(last, index + 1) }
    case 'ArrowUp':
      return { to: Math.max(0, index - 1) }
    case 'Home':
      return { to: 0 }
    case 'End':
      return { to: last }
    case 'ArrowRight':
      if (line.isOpen === false) return { toggle: index }
      return line.isOpen ? { to: Math.min(last, index + 1) } : null
    case 'ArrowLeft':
      return line.isOpen ? { toggle: index } : { to: parentOf(index, lines) }
    default:
      return key.length === 1 && /[\p{L}\p{N}]/u.test(key) ? startingWith(key, index, lines) : null
  }
}

function parentOf(index: number, lines: readonly { level: number }[]): number {
  const level = lines[index]?.level ?? 1
  for (let above = index - 1; above >= 0; above--) if ((lines[above]?.level ?? 1) < level) return above
  return index
}

/** The next line whose name begins with the letter, from the top again after the last. */
function startingWith(letter: string, index: number, lines: readonly { label: string }[]): { to: number } | null {
  for (let step = 1; step <= lines.length; step++) {
    const at = (index + step) % lines.length
    if (lines[at]?.label.toLocaleLowerCase().startsWith(letter.toLocaleLowerCase())) return { to: at }
  }
  return null
}
