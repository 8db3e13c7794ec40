/** A folder's state in one line. */
import type { Root } from '../../../contract'
import { countOf, formatCount } from '../../app/format'

export function describeRoot(root: Root): { text: string; isProblem: boolean } {
  const counts = [
    countOf(root.ready, 'photo'),
    ...(root.pending > 0 ? [`${formatCount(root.pending)} to be indexed`] : []),
    ...(root.failed > 0 ? [`${formatCount(root.failed)} could not be read`] : []),
  ]
  const isProblem = root.state === 'offline' || root.state === 'unreadable'
  const state = stateText(root)
  return { text: [...(state ? [state] : []), counts.join(', ')].join(' · '), isProblem }
}

function stateText({ state, message }: Root): string | null {
  switch (state) {
    case 'watching':
      return null
    case 'scanning':
      return 'Looking for photos…'
    case 'rescanning':
      return message ?? 'Looked through every few minutes'
    case 'offline':
      return message ?? 'Not connected'
    case 'unreadable':
      return message ?? 'Cannot be read'
  }
}
