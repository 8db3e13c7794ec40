/** A tree: one stop for the Tab key, arrows and letters within. Lines of the first level may be headings. */
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent } from 'react'
import { formatCount } from '../../app/format'
import { t } from '../../../strings'
import { cx } from '../../ui/cx'
import { LineMenu } from './LineMenu'
import { moveInTree } from './treeLines'
import type { TreeLine } from './treeLines'
import styles from './Tree.module.css'

interface TreeProps {
  label: string
  lines: readonly TreeLine[]
  onToggle: (key: string) => void
  /** Lines of the first level are headings, which only open and close. */
  hasHeadings?: boolean
}

export function Tree({ label, lines, onToggle, hasHeadings = false }: TreeProps) {
  const [reached, setReached] = useState<string | null>(null)
  const tree = useRef<HTMLDivElement>(null)
  /** The line that the Tab key comes to. */
  const current = lines.find(({ key }) => key === reached) ?? lines.find(({ isChosen }) => isChosen) ?? lines[0]
  const hasFocus = useRef(false)
  useEffect(() => {
    if (!hasFocus.current) return
    const line = tree.current?.querySelector<HTMLElement>('[tabindex="0"]')
    if (line !== document.activeElement) line?.focus()
  }, [current?.key])

  const choose = (line: TreeLine) => {
    setReached(line.key)
    if (line.choose) line.choose()
    else if (line.isOpen !== null) onToggle(line.key)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !current) return
    const index = lines.indexOf(current)
    const action = current.actions?.find(({ key }) => key === event.key)
    if (action) action.run()
    else if (event.key === 'Enter' || event.key === ' ') choose(current)
    else {
      const move = moveInTree(event.key, index, lines)
      if (!move) return
      if ('toggle' in move) onToggle(current.key)
      else setReached(lines[move.to]?.key ?? null)
    }
    event.preventDefault()
  }

  return (
    <div
      ref={tree}
      role="tree"
      aria-label={label}
      className={styles['tree']}
      onKeyDown={onKeyDown}
      onFocus={({ target }) => {
        hasFocus.current = true
        // The menu of a line is in it, and keeps the focus while it is open.
        setReached(target.closest<HTMLElement>('[data-key]')?.dataset['key'] ?? null)
      }}
      onBlur={() => {
        hasFocus.current = false
      }}
    >
      {lines.map((line) => (
        <Line
          key={line.key}
          line={line}
          isHeading={hasHeadings && line.level === 1}
          indent={line.level - (hasHeadings ? 2 : 1)}
          isCurrent={line === current}
          onChoose={() => choose(line)}
          onToggle={() => {
            setReached(line.key)
            onToggle(line.key)
          }}
        />
      ))}
    </div>
  )
}

interface LineProps {
  line: TreeLine
  isHeading: boolean
  /** Steps from the left. */
  indent: number
  isCurrent: boolean
  onChoose: () => void
  onToggle: () => void
}

function Line({ line, isHeading, indent, isCurrent, onChoose, onToggle }: LineProps) {
  const { level, label, icon: Icon, count, note, isOpen, isChosen, actions } = line
  const [isMenuOpen, setIsMenuOpen] = useState(false)
  return (
    <div
      role="treeitem"
      data-key={line.key}
      aria-level={level}
      aria-selected={isChosen}
      {...(isOpen !== null && { 'aria-expanded': isOpen })}
      tabIndex={isCurrent ? 0 : -1}
      className={cx(styles['line'], isHeading && styles['heading'])}
      style={isHeading ? undefined : { paddingLeft: 8 + indent * 14 }}
      title={note ? t('browse.noted', { name: label, note }) : label}
      onClick={onChoose}
      {...(actions && {
        onContextMenu: (event: MouseEvent) => {
          event.preventDefault()
          setIsMenuOpen(true)
        },
      })}
    >
      {!isHeading && (
        <span
          className={styles['arrow']}
          aria-hidden
          onClick={(event) => {
            if (isOpen === null) return
            event.stopPropagation()
            onToggle()
          }}
        >
          {isOpen !== null && <ChevronRight size={13} />}
        </span>
      )}
      {Icon && <Icon size={16} strokeWidth={1.8} className={styles['icon']} aria-hidden />}
      <span className={cx(styles['label'], note !== undefined && styles['noted'])}>{label}</span>
      {note !== undefined && <span className="visually-hidden">{note}</span>}
      {isHeading && <ChevronRight size={13} className={styles['arrowIcon']} aria-hidden />}
      {count !== undefined && <span className={styles['count']}>{formatCount(count)}</span>}
      {actions && <LineMenu name={label} actions={actions} isOpen={isMenuOpen} onOpenChange={setIsMenuOpen} />}
    </div>
  )
}
