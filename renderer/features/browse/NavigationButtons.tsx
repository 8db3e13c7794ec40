/** The beginning of the top bar: the sidebar's switch, and back and forward. */
import { ChevronLeft, ChevronRight, PanelLeft } from 'lucide-react'
import { useEffect } from 'react'
import { t } from '../../../strings'
import { useUi } from '../../app/uiStore'
import { IconButton } from '../../ui/Button'
import { toggleSidebar, useBrowse } from './browseStore'
import { backKeys, canGoBack, canGoForward, forwardKeys, goBack, goForward, useHistory } from './history'
import styles from './NavigationButtons.module.css'

const isMac = navigator.platform.startsWith('Mac')

export function NavigationButtons() {
  const isOpen = useBrowse((browse) => browse.isSidebarOpen)
  const isBackPossible = useHistory(canGoBack)
  const isForwardPossible = useHistory(canGoForward)
  useSidebarKey()
  return (
    <div className={styles['buttons']}>
      <IconButton
        label={t(isOpen ? 'browse.hideSidebar' : 'browse.showSidebar')}
        shortcut={isMac ? '⌘ B' : `${t('common.controlKey')} B`}
        icon={PanelLeft}
        aria-expanded={isOpen}
        onClick={toggleSidebar}
      />
      <IconButton
        label={t('browse.back')}
        shortcut={backKeys}
        icon={ChevronLeft}
        disabled={!isBackPossible}
        onClick={goBack}
      />
      <IconButton
        label={t('browse.forward')}
        shortcut={forwardKeys}
        icon={ChevronRight}
        disabled={!isForwardPossible}
        onClick={goForward}
      />
    </div>
  )
}

function useSidebarKey(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'b' || !(event.ctrlKey || event.metaKey) || useUi.getState().overlay !== null)
        return
      event.preventDefault()
      toggleSidebar()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
}
