/** The folders of the library: their state, and what can be done with each. */
import { FolderPlus, ListFilter, Pause, Play, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Root } from '../../../contract'
import { t } from '../../../strings'
import { changeRoot, chooseFolders, removeRoot, rescan } from '../../app/actions'
import { useStream } from '../../app/client'
import { Button, IconButton } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/Dialog'
import { cx } from '../../ui/cx'
import { ChoiceDialog } from './ChoiceDialog'
import { describeRoot } from './describeRoot'
import styles from './SettingsDialog.module.css'

export function FolderList() {
  const roots = useStream('library.status')?.roots ?? []
  const [leaving, setLeaving] = useState<Root | null>(null)
  const [isAsking, setIsAsking] = useState(false)
  const [choosing, setChoosing] = useState<Root | null>(null)
  return (
    <>
      <ul className={styles['folders']}>
        {roots.map((root) => (
          <FolderLine
            key={root.id}
            root={root}
            onChoose={() => {
              setChoosing(root)
            }}
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
      <ChoiceDialog
        root={choosing}
        onClose={() => {
          setChoosing(null)
        }}
      />
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

interface FolderLineProps {
  root: Root
  onChoose: () => void
  onRemove: () => void
}

function FolderLine({ root, onChoose, onRemove }: FolderLineProps) {
  const { text, isProblem } = describeRoot(root)
  const { name, paused } = root
  return (
    <li className={styles['folder']}>
      <div className={styles['folderText']}>
        <p className={styles['folderName']}>{root.name}</p>
        {!root.isSample && <p className={styles['folderPath']}>{root.path}</p>}
        <p className={cx(styles['folderState'], isProblem && styles['problem'])}>{text}</p>
      </div>
      <IconButton
        label={t(paused ? 'settings.resumeNamed' : 'settings.pauseNamed', { name })}
        icon={paused ? Play : Pause}
        onClick={() => void changeRoot(root.id, { paused: !paused })}
      />
      <IconButton label={t('settings.choiceNamed', { name })} icon={ListFilter} onClick={onChoose} />
      <IconButton
        label={t('settings.scanAgain', { name })}
        icon={RefreshCw}
        disabled={paused}
        onClick={() => void rescan(root.id)}
      />
      <IconButton label={t('settings.removeNamed', { name })} icon={Trash2} onClick={onRemove} />
    </li>
  )
}
