/** The context menu of a photo. */
import { ContextMenu } from '@base-ui/react/context-menu'
import { Expand, FolderSearch, ScanSearch } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ResultItem } from '../../../contract'
import { revealItem } from '../../app/actions'
import { openOverlay } from '../../app/uiStore'
import popup from '../../ui/Popup.module.css'
import { moreLike } from '../search/searchStore'

interface PhotoMenuProps {
  /** The element that is right-clicked. */
  children: ReactElement
  item: ResultItem | undefined
}

export function PhotoMenu({ children, item }: PhotoMenuProps) {
  // Beside the photos rather than at the end of the page, so that the menu belongs to a landmark.
  const [container, setContainer] = useState<HTMLElement | null>(null)
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={children} />
      <div ref={setContainer} />
      <ContextMenu.Portal container={container}>
        <ContextMenu.Positioner className={popup['positioner']}>
          <ContextMenu.Popup className={popup['popup']} aria-label="Photo">
            {item && (
              <>
                <MenuLine
                  icon={Expand}
                  label="Open"
                  onClick={() => {
                    openOverlay('viewer')
                  }}
                />
                <MenuLine
                  icon={ScanSearch}
                  label="More like this"
                  onClick={() => {
                    moreLike(item)
                  }}
                />
                <ContextMenu.Separator className={popup['separator']} />
                <MenuLine icon={FolderSearch} label="Show in folder" onClick={() => void revealItem(item.id)} />
              </>
            )}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

function MenuLine({ icon: Icon, label, onClick }: { icon: LucideIcon; label: string; onClick: () => void }) {
  return (
    <ContextMenu.Item className={popup['item']} onClick={onClick}>
      <Icon size={15} aria-hidden />
      {label}
    </ContextMenu.Item>
  )
}
