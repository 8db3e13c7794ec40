/** The sidebar: a tree of what can be looked at, with one stop for the Tab key and arrows within. */
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { LibraryStatus } from '../../../contract'
import { t } from '../../../strings'
import { formatCount } from '../../app/format'
import { Logo } from '../../app/Logo'
import { cx } from '../../ui/cx'
import { moveInTree } from './sidebarLines'
import type { SidebarLine } from './sidebarLines'
import { useSidebarLines } from './useSidebarLines'
import styles from './Sidebar.module.css'

export function Sidebar({ status }: { status: LibraryStatus }) {
  const { lines, toggle } = useSidebarLines(status)
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

  const choose = (line: SidebarLine) => {
    setReached(line.key)
    if (line.choose) line.choose()
    else if (line.isOpen !== null) toggle(line.key)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !current) return
    const index = lines.indexOf(current)
    if (event.key === 'Enter' || event.key === ' ') choose(current)
    else {
      const move = moveInTree(event.key, index, lines)
      if (!move) return
      if ('toggle' in move) toggle(current.key)
      else setReached(lines[move.to]?.key ?? null)
    }
    event.preventDefault()
  }

  return (
    <nav className={styles['sidebar']} aria-label={t('browse.sidebar')}>
      <div className={styles['mark']}>
        <Logo size={22} />
        <span aria-hidden>Fovea</span>
      </div>
      <div
        ref={tree}
        role="tree"
        aria-label={t('browse.sidebar')}
        className={styles['tree']}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => {
          hasFocus.current = true
          setReached((target as HTMLElement).dataset['key'] ?? null)
        }}
        onBlur={() => {
          hasFocus.current = false
        }}
      >
        {lines.map((line) => (
          <Line
            key={line.key}
            line={line}
            isCurrent={line === current}
            onChoose={() => choose(line)}
            onToggle={() => {
              setReached(line.key)
              toggle(line.key)
            }}
          />
        ))}
      </div>
    </nav>
  )
}

interface LineProps {
  line: SidebarLine
  isCurrent: boolean
  onChoose: () => void
  onToggle: () => void
}

function Line({ line, isCurrent, onChoose, onToggle }: LineProps) {
  const { level, label, icon: Icon, count, note, isOpen, isChosen } = line
  const isHeading = level === 1
  return (
    <div
      role="treeitem"
      data-key={line.key}
      aria-level={level}
      aria-selected={isChosen}
      {...(isOpen !== null && { 'aria-expanded': isOpen })}
      tabIndex={isCurrent ? 0 : -1}
      className={cx(styles['line'], isHeading && styles['heading'])}
      style={isHeading ? undefined : { paddingLeft: 8 + (level - 2) * 14 }}
      title={note ? t('browse.noted', { name: label, note }) : label}
      onClick={onChoose}
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
    </div>
  )
}
