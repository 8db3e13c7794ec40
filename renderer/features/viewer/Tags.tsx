/** What is in the photo: each tag searches for itself, and can be hidden for good. */
import { Menu } from '@base-ui/react/menu'
import { EyeOff, MoreHorizontal, Search } from 'lucide-react'
import { useRef, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { Tag } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import popup from '../../ui/Popup.module.css'
import styles from './Tags.module.css'

interface TagsProps {
  tags: Tag[] | FoveaError | null
  onSearch: (concept: string) => void
  onHide: (concept: string) => void
}

export function Tags({ tags, onSearch, onHide }: TagsProps) {
  const list = useRef<HTMLUListElement | null>(null)
  const [container, setContainer] = useState<HTMLElement | null>(null)
  if (tags === null) return <p className={styles['note']}>{t('viewer.oneMoment')}</p>
  if (tags instanceof FoveaError) return <p role="alert">{errorSentence(tags)}</p>
  if (tags.length === 0) return <p className={styles['note']}>{t('viewer.noTags')}</p>
  return (
    <ul
      ref={(element) => {
        list.current = element
        // Menus belong to the viewer, look like it, and are not cut off by the panel.
        setContainer(element?.closest<HTMLElement>('[role="dialog"]') ?? null)
      }}
      className={styles['tags']}
      aria-label={t('viewer.tags')}
    >
      {tags.map(({ concept }) => (
        <li key={concept} className={styles['tag']}>
          <button
            type="button"
            className={styles['search']}
            aria-label={t('viewer.searchFor', { concept })}
            onClick={() => {
              onSearch(concept)
            }}
          >
            {concept}
          </button>
          <Menu.Root>
            <Menu.Trigger className={styles['more']} aria-label={t('common.moreFor', { name: concept })}>
              <MoreHorizontal size={14} aria-hidden />
            </Menu.Trigger>
            <Menu.Portal container={container}>
              <Menu.Positioner className={popup['positioner']} sideOffset={4} align="end">
                <Menu.Popup className={popup['popup']} finalFocus={() => list.current?.querySelector('button')}>
                  <Menu.Item
                    className={popup['item']}
                    onClick={() => {
                      onSearch(concept)
                    }}
                  >
                    <Search size={15} aria-hidden />
                    {t('viewer.searchForThis')}
                  </Menu.Item>
                  <Menu.Item
                    className={popup['item']}
                    onClick={() => {
                      onHide(concept)
                    }}
                  >
                    <EyeOff size={15} aria-hidden />
                    {t('viewer.neverShow')}
                  </Menu.Item>
                </Menu.Popup>
              </Menu.Positioner>
            </Menu.Portal>
          </Menu.Root>
        </li>
      ))}
    </ul>
  )
}
