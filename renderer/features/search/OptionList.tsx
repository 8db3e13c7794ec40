/** The list under the search field. */
import { Aperture, Calendar, Camera, Folder, History, ListFilter, MapPin, Search } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { t } from '../../../strings'
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

const icons: Record<FieldOption['kind'], LucideIcon> = {
  recent: History,
  concept: Search,
  folder: Folder,
  camera: Camera,
  lens: Aperture,
  date: Calendar,
  place: MapPin,
  filter: ListFilter,
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`
}

export function OptionList({ id, options, active, onTake, onHighlight }: OptionListProps) {
  const isRecent = options[0]?.kind === 'recent'
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={t(isRecent ? 'search.recent' : 'search.suggestions')}
      className={styles['options']}
    >
      {options.map((option, index) => {
        const Icon = icons[option.kind]
        return (
          <li
            key={`${option.kind} ${option.text}`}
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
          </li>
        )
      })}
    </ul>
  )
}
