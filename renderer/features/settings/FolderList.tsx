/** The folders of the library: their state, and what can be done with each. */
import { FolderPlus, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Root } from '../../../contract'
import { t } from '../../../strings'
import { chooseFolders, removeRoot, rescan } from '../../app/actions'
import { useStream } from '../../app/client'
import { Button, IconButton } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/Dialog'
import { cx } from '../../ui/cx'
import { describeRoot } from './describeRoot'
import styles from './SettingsDialog.module.css'

export function FolderList() {
  const roots = useStream('library.status')?.roots ?? []
  const [leaving, setLeaving] = useState<Root | null>(null)
  const [isAsking, setIsAsking] = useState(false)
  return (
    <>
      <ul className={styles['folders']}>
        {roots.map((root) => (
          <FolderLine
            key={root.id}
            root={root}
            onRemove={() => {
              setLeaving(root)
              setIsAsking(true)
            }}
          />
        ))}
      </ul>
      <Button icon={FolderPlus} onClick={() => void chooseFolders()}>
        {t('common.addFolders')}
      </Button>
      <ConfirmDialog
        title={t('settings.removeFolderTitle', { name: leaving?.name ?? '' })}
        action={t('settings.removeFolder')}
        open={isAsking}
        onConfirm={() => leaving && void removeRoot(leaving.id)}
        onClose={() => {
          setIsAsking(false)
        }}
      >
        {t('settings.removeFolderText', { count: leaving ? leaving.ready + leaving.offline : 0 })}
      </ConfirmDialog>
    </>
  )
}

function FolderLine({ root, onRemove }: { root: Root; onRemove: () => void }) {
  const { text, isProblem } = describeRoot(root)
  return (
    <li className={styles['folder']}>
      <div className={styles['folderText']}>
        <p className={styles['folderName']}>{root.name}</p>
        {!root.isSample && <p className={styles['folderPath']}>{root.path}</p>}
        <p className={cx(styles['folderState'], isProblem && styles['problem'])}>{text}</p>
      </div>
      <IconButton
        label={t('settings.scanAgain', { name: root.name })}
        icon={RefreshCw}
        onClick={() => void rescan(root.id)}
      />
      <IconButton label={t('settings.removeNamed', { name: root.name })} icon={Trash2} onClick={onRemove} />
    </li>
  )
}
