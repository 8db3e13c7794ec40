/** The list under the search field, options of one kind together under its name. */
import { Aperture, Bookmark, Calendar, Camera, Folder, History, ListFilter, MapPin, Search } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { t } from '../../../strings'
import type { PlainKey } from '../../../strings'
import { cx } from '../../ui/cx'
import type { FieldOption } from './useFieldOptions'
import styles from './SearchField.module.css'

interface OptionListProps {
  id: string
  options: readonly FieldOption[]
  /** Index of the highlighted one; -1 for none. */
  active: number
  onTake: (option: FieldOption) => void
  onHighlight: (index: number) => void
}

const kinds: Record<FieldOption['kind'], { icon: LucideIcon; name: PlainKey }> = {
  recent: { icon: History, name: 'search.recent' },
  saved: { icon: Bookmark, name: 'searches.title' },
  concept: { icon: Search, name: 'search.concepts' },
  folder: { icon: Folder, name: 'search.folders' },
  camera: { icon: Camera, name: 'search.cameras' },
  lens: { icon: Aperture, name: 'search.lenses' },
  place: { icon: MapPin, name: 'search.places' },
  date: { icon: Calendar, name: 'search.dates' },
  filter: { icon: ListFilter, name: 'search.filters' },
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`
}

export function OptionList({ id, options, active, onTake, onHighlight }: OptionListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const groups = grouped(options)
  const isRecent = options.every(({ kind }) => kind === 'recent')
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={t(isRecent ? 'search.recent' : 'search.suggestions')}
      className={styles['options']}
    >
      {groups.map(({ kind, from, of }) => (
        <div key={from} role="group" aria-label={t(kinds[kind].name)} className={styles['group']}>
          <div className={styles['groupName']} role="presentation">
            {t(kinds[kind].name)}
          </div>
          {of.map((option, place) => {
            const index = from + place
            const Icon = kinds[kind].icon
            return (
              <div
                key={option.label}
                id={optionId(id, index)}
                role="option"
                aria-selected={index === active}
                className={cx(styles['option'], index === active && styles['optionOn'])}
                onPointerMove={() => {
                  onHighlight(index)
                }}
                onClick={() => {
                  onTake(option)
                }}
              >
                <Icon size={15} className={styles['optionIcon']} aria-hidden />
                <span className={styles['optionText']}>{option.label}</span>
              </div>
            )
          })}
        </div>
      ))}
    </div>
  )
}

/** Neighbours of one kind; the order stays. */
function grouped(options: readonly FieldOption[]): { kind: FieldOption['kind']; from: number; of: FieldOption[] }[] {
  const groups: { kind: FieldOption['kind']; from: number; of: FieldOption[] }[] = []
  for (const [index, option] of options.entries()) {
    const last = groups.at(-1)
    if (last?.kind === option.kind) last.of.push(option)
    else groups.push({ kind: option.kind, from: index, of: [option] })
  }
  return groups
}
