/** Review of duplicates over the whole window: exact copies and near-duplicates, and the way to the trash for the rest. */
import { Dialog } from '@base-ui/react/dialog'
import { Tabs } from '@base-ui/react/tabs'
import { X } from 'lucide-react'
import { useRef, useState } from 'react'
import { t } from '../../../strings'
import type { PlainKey } from '../../../strings'
import { closeOverlay, focusPhotos, useUi } from '../../app/uiStore'
import { IconButton } from '../../ui/Button'
import { DuplicateReview } from './DuplicateReview'
import type { DuplicateKind } from './useDuplicates'
import styles from './Duplicates.module.css'

const kinds: { kind: DuplicateKind; label: PlainKey }[] = [
  { kind: 'exact', label: 'duplicates.exact' },
  { kind: 'near', label: 'duplicates.near' },
]

function close(): void {
  closeOverlay()
  focusPhotos()
}

export function DuplicatesScreen() {
  const isOpen = useUi((ui) => ui.overlay === 'duplicates')
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Dialog.Root open={isOpen} onOpenChange={close}>
      <Dialog.Portal>
        <Dialog.Popup ref={popup} className={styles['screen']} initialFocus={popup} finalFocus={false}>
          <Review />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Review() {
  const [kind, setKind] = useState<DuplicateKind>('exact')
  return (
    <Tabs.Root
      className={styles['tabs']}
      value={kind}
      onValueChange={(value) => {
        setKind(value as DuplicateKind)
      }}
    >
      <div className={styles['header']}>
        <Dialog.Title className={styles['title']}>{t('app.duplicates')}</Dialog.Title>
        <Tabs.List className={styles['tabList']} aria-label={t('duplicates.kinds')}>
          {kinds.map(({ kind: each, label }) => (
            <Tabs.Tab key={each} value={each} className={styles['tab']}>
              {t(label)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <IconButton
          label={t('common.close')}
          shortcut={t('common.escapeKey')}
          icon={X}
          onClick={close}
          className={styles['close']}
        />
      </div>
      {kinds.map(({ kind: each }) => (
        <Tabs.Panel key={each} value={each} className={styles['panel']} tabIndex={-1}>
          <DuplicateReview kind={each} />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}
