/** The folders of the library: their state, and what can be done with each. */
import { FolderPlus, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Root } from '../../../contract'
import { chooseFolders, removeRoot, rescan } from '../../app/actions'
import { useStream } from '../../app/client'
import { countOf } from '../../app/format'
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
        Add folders…
      </Button>
      <ConfirmDialog
        title={`Remove “${leaving?.name ?? ''}” from Fovea?`}
        action="Remove folder"
        open={isAsking}
        onConfirm={() => leaving && void removeRoot(leaving.id)}
        onClose={() => {
          setIsAsking(false)
        }}
      >
        Fovea forgets {leaving ? countOf(leaving.ready, 'photo') : 'its photos'} and no longer finds them. The files
        themselves are not touched: they stay where they are.
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
      <IconButton label={`Scan ${root.name} again`} icon={RefreshCw} onClick={() => void rescan(root.id)} />
      <IconButton label={`Remove ${root.name}`} icon={Trash2} onClick={onRemove} />
    </li>
  )
}
