/** The menu of a line of a tree: behind its dots, a right click, or the Menu key. */
import { Menu } from '@base-ui/react/menu'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { t } from '../../../strings'
import popup from '../../ui/Popup.module.css'
import type { LineAction } from './treeLines'
import styles from './Tree.module.css'

interface LineMenuProps {
  name: string
  actions: readonly LineAction[]
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

export function LineMenu({ name, actions, isOpen, onOpenChange }: LineMenuProps) {
  const [container, setContainer] = useState<HTMLElement | null>(null)
  return (
    // Keys and presses in the menu are not the tree's.
    <span onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
      <Menu.Root open={isOpen} onOpenChange={onOpenChange}>
        {/* The tree is one stop for the Tab key. */}
        <Menu.Trigger className={styles['more']} aria-label={t('common.moreFor', { name })} tabIndex={-1}>
          <Ellipsis size={15} aria-hidden />
        </Menu.Trigger>
        <span ref={setContainer} />
        <Menu.Portal container={container}>
          <Menu.Positioner className={popup['positioner']} sideOffset={4} align="start">
            <Menu.Popup className={popup['popup']} aria-label={name}>
              {actions.map(({ label, icon: Icon, key, run }) => (
                <Menu.Item key={key} className={popup['item']} onClick={run}>
                  <Icon size={15} aria-hidden />
                  {label}
                  <kbd className={popup['shortcut']} aria-hidden>
                    {key}
                  </kbd>
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </span>
  )
}
