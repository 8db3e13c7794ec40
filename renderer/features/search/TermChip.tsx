/** Something to look for as a chip: a text or a picture, wanted or avoided, with its weight. */
import { Minus, Plus } from 'lucide-react'
import { useState } from 'react'
import type { Term } from '../../../contract'
import { call } from '../../app/client'
import { t } from '../../../strings'
import { cx } from '../../ui/cx'
import { Chip } from './Chip'
import { describeTerm } from './describeQuery'
import { PicturePartDialog } from './PicturePartDialog'
import type { SingleTerm } from './queryParts'
import { TermPicture } from './TermPicture'
import type { FieldOption } from './useFieldOptions'
import { ValueEditor } from './ValueEditor'
import { WeightMenu } from './WeightMenu'
import styles from './QueryChips.module.css'

interface TermChipProps {
  single: SingleTerm
  onChange: (single: SingleTerm) => void
  onRemove: () => void
}

export function TermChip({ single, onChange, onRemove }: TermChipProps) {
  const { term, isAvoided, weight } = single
  const text = describeTerm(term)
  const Sign = isAvoided ? Minus : Plus
  return (
    <Chip name={text} onRemove={onRemove} className={cx(isAvoided && styles['avoided'])}>
      <button
        type="button"
        className={styles['sign']}
        aria-label={t('query.avoid', { text })}
        aria-pressed={isAvoided}
        title={t(isAvoided ? 'query.isAvoided' : 'query.isWanted')}
        onClick={() => onChange({ ...single, isAvoided: !isAvoided })}
      >
        <Sign size={13} strokeWidth={2.4} aria-hidden />
      </button>
      <TermValue term={term} text={text} onChange={(next) => onChange({ ...single, term: next })} />
      <WeightMenu name={text} weight={weight} onChange={(next) => onChange({ ...single, weight: next })} />
    </Chip>
  )
}

/** Pressed, it is changed: words in a field, a picture by drawing a part of it. */
function TermValue({ term, text, onChange }: { term: Term; text: string; onChange: (term: Term) => void }) {
  const [isOpen, setIsOpen] = useState(false)
  const label = (
    <>
      <TermPicture term={term} />
      <span className={styles['text']} title={text}>
        {text}
      </span>
    </>
  )
  if (term.kind === 'text') {
    return (
      <ValueEditor
        key={text}
        label={text}
        value={text}
        complete={concepts}
        onChange={(next) => {
          if (next !== '') onChange({ kind: 'text', text: next })
          return Promise.resolve(null)
        }}
      >
        {label}
      </ValueEditor>
    )
  }
  if (term.kind === 'file') return label
  return (
    <>
      <button
        type="button"
        className={styles['value']}
        aria-label={t('query.choosePart', { name: text })}
        title={t('query.choosePartHint')}
        onClick={() => setIsOpen(true)}
      >
        {label}
      </button>
      {isOpen && (
        <PicturePartDialog
          term={term}
          onChange={(next) => {
            onChange(next)
            setIsOpen(false)
          }}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  )
}

async function concepts(typed: string): Promise<FieldOption[]> {
  if (typed === '') return []
  const found = await call('search.suggest', { text: typed })
  return found.filter(({ kind }) => kind === 'concept')
}
