/** The folder filter's button and the tree of folders it opens. */
import { Popover } from '@base-ui/react/popover'
import { ChevronDown, ChevronRight, Folder as FolderIcon } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { Folder } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { call, isCancelled } from '../../app/client'
import { formatCount } from '../../app/format'
import { cx } from '../../ui/cx'
import popup from '../../ui/Popup.module.css'
import { folderKey, visibleLines } from './folderTree'
import type { FolderLine } from './folderTree'
import { useSearch } from './searchStore'
import styles from './FilterBar.module.css'

export function FolderMenu() {
  const [isOpen, setIsOpen] = useState(false)
  const folder = useSearch((search) => search.folder)
  const label = folder?.name ?? t('search.allFolders')
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger
        className={cx(styles['trigger'], folder !== null && styles['triggerOn'])}
        aria-label={t('search.folderIs', { name: label })}
      >
        <FolderIcon size={15} aria-hidden />
        <span className={styles['triggerText']}>{label}</span>
        <ChevronDown size={13} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={popup['positioner']} sideOffset={6} align="end">
          <Popover.Popup className={cx(popup['popup'], styles['folders'])} aria-label={t('search.folder')}>
            <FolderTree
              chosen={folder}
              onChoose={(chosen) => {
                useSearch.setState({ folder: chosen })
                setIsOpen(false)
              }}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

interface FolderTreeProps {
  chosen: Folder | null
  onChoose: (folder: Folder | null) => void
}

/** The line above all roots, which stands for no filter. */
const everything = 'everything'

function FolderTree({ chosen, onChoose }: FolderTreeProps) {
  const folders = useFolders()
  const [toggled, setToggled] = useState<ReadonlySet<string>>(() => new Set(chosen ? foldersAbove(chosen) : []))
  const [reached, setCurrent] = useState(chosen ? folderKey(chosen) : everything)
  const tree = useRef<HTMLDivElement>(null)
  useEffect(() => {
    tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }, [reached, folders])

  if (folders instanceof FoveaError) return <p className={styles['note']}>{errorSentence(folders)}</p>
  if (!folders) return <p className={styles['note']}>{t('search.readingFolders')}</p>

  const lines = visibleLines(folders, openFolders(folders, toggled))
  const keys = [everything, ...lines.map(({ key }) => key)]
  // A folder chosen before may be gone.
  const current = keys.includes(reached) ? reached : everything
  const toggle = (key: string) => {
    setCurrent(key)
    setToggled((before) => {
      const next = new Set(before)
      if (!next.delete(key)) next.add(key)
      return next
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const position = keys.indexOf(current)
    const line = lines[position - 1]
    const to = (index: number) => {
      setCurrent(keys[Math.min(keys.length - 1, Math.max(0, index))] ?? everything)
    }
    if (event.key === 'ArrowDown') to(position + 1)
    else if (event.key === 'ArrowUp') to(position - 1)
    else if (event.key === 'Home') to(0)
    else if (event.key === 'End') to(keys.length - 1)
    else if (event.key === 'ArrowRight' && line?.isOpen === false) toggle(line.key)
    else if (event.key === 'ArrowRight' && line?.isOpen) to(position + 1)
    else if (event.key === 'ArrowLeft' && line?.isOpen) toggle(line.key)
    else if (event.key === 'ArrowLeft' && line) to(parentPosition(lines, position - 1) + 1)
    else if (event.key === 'Enter' || event.key === ' ') onChoose(line?.folder ?? null)
    else return
    event.preventDefault()
  }

  return (
    <div ref={tree} className={styles['tree']} role="tree" aria-label={t('search.folders')} onKeyDown={onKeyDown}>
      <div
        role="treeitem"
        aria-level={1}
        aria-selected={chosen === null}
        tabIndex={current === everything ? 0 : -1}
        className={styles['line']}
        onClick={() => {
          onChoose(null)
        }}
      >
        <span className={styles['arrow']} />
        <span className={styles['lineName']}>{t('search.allFolders')}</span>
      </div>
      {lines.map((line) => (
        <TreeLine
          key={line.key}
          line={line}
          isChosen={chosen !== null && folderKey(chosen) === line.key}
          isCurrent={current === line.key}
          onChoose={onChoose}
          onToggle={toggle}
        />
      ))}
    </div>
  )
}

interface TreeLineProps {
  line: FolderLine
  isChosen: boolean
  isCurrent: boolean
  onChoose: (folder: Folder) => void
  onToggle: (key: string) => void
}

function TreeLine({ line, isChosen, isCurrent, onChoose, onToggle }: TreeLineProps) {
  const { folder, key, level, isOpen } = line
  return (
    <div
      role="treeitem"
      aria-level={level}
      aria-selected={isChosen}
      {...(isOpen !== null && { 'aria-expanded': isOpen })}
      tabIndex={isCurrent ? 0 : -1}
      className={styles['line']}
      style={{ paddingLeft: (level - 1) * 16 }}
      onClick={() => {
        onChoose(folder)
      }}
    >
      <span
        className={styles['arrow']}
        aria-hidden
        onClick={(event) => {
          if (isOpen === null) return
          event.stopPropagation()
          onToggle(key)
        }}
      >
        {isOpen !== null && <ChevronRight size={14} />}
      </span>
      <span className={styles['lineName']} title={folder.name}>
        {folder.name}
      </span>
      <span className={styles['lineCount']}>{formatCount(folder.count)}</span>
    </div>
  )
}

/** Roots are open unless the user closed them, folders closed unless opened. */
function openFolders(folders: readonly Folder[], toggled: ReadonlySet<string>): Set<string> {
  const open = new Set<string>()
  for (const folder of folders) {
    const key = folderKey(folder)
    if ((folder.path === '') !== toggled.has(key)) open.add(key)
  }
  return open
}

/** Keys of the folders that must be open to see this one, without its root. */
function foldersAbove({ rootId, path }: Folder): string[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_, index) => folderKey({ rootId, path: names.slice(0, index + 1).join('/') }))
}

function parentPosition(lines: readonly FolderLine[], index: number): number {
  const level = lines[index]?.level ?? 1
  for (let above = index - 1; above >= 0; above--) if ((lines[above]?.level ?? 1) < level) return above
  return -1
}

/** Read anew each time the menu opens; null until they are here. */
function useFolders(): Folder[] | FoveaError | null {
  const [folders, setFolders] = useState<Folder[] | FoveaError | null>(null)
  useEffect(() => {
    const controller = new AbortController()
    call('library.folders', undefined, { signal: controller.signal }).then(setFolders, (thrown: unknown) => {
      if (!isCancelled(thrown)) setFolders(FoveaError.from(thrown))
    })
    return () => {
      controller.abort()
    }
  }, [])
  return folders
}
