/** A folder's state in one line. */
import type { Root } from '../../../contract'
import { currentLanguage, t } from '../../../strings'

export function describeRoot(root: Root): { text: string; isProblem: boolean } {
  const counts = [
    t('count.photos', { count: root.ready + root.offline }),
    ...(root.pending > 0 ? [t('settings.toBeIndexed', { number: root.pending })] : []),
    ...(root.failed > 0 ? [t('settings.notRead', { number: root.failed })] : []),
  ]
  const isProblem = root.state === 'offline' || root.state === 'unreadable'
  const state = stateText(root)
  const choice = root.include.length + root.exclude.length > 0 ? [t('settings.choiceMade')] : []
  return { text: [...(state ? [state] : []), counts.join(', '), ...choice].join(' · '), isProblem }
}

/** The engine's own sentence says more, in English. */
function stateText({ state, isNetwork, message: engineMessage }: Root): string | null {
  const message = currentLanguage() === 'en' ? engineMessage : undefined
  switch (state) {
    case 'watching':
      return message ?? null
    case 'scanning':
      return t('settings.scanning')
    case 'rescanning':
      return message ?? t(isNetwork ? 'settings.network' : 'settings.rescanning')
    case 'paused':
      return t('settings.folderPaused')
    case 'offline':
      return message ?? t('settings.offline')
    case 'unreadable':
      return message ?? t('settings.unreadable')
  }
}
