/** How much a term counts, chosen from a few. */
import { Menu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { useState } from 'react'
import { t } from '../../../strings'
import { cx } from '../../ui/cx'
import popup from '../../ui/Popup.module.css'
import styles from './QueryChips.module.css'

/** What a weight of each means is left to the eye: the results change at once. */
const choices = [0.5, 1, 1.5, 2]

interface WeightMenuProps {
  /** Of the term. */
  name: string
  weight: number
  onChange: (weight: number) => void
}

export function WeightMenu({ name, weight, onChange }: WeightMenuProps) {
  // Beside its button rather than at the end of the page, so that the menu belongs to a landmark.
  const [container, setContainer] = useState<HTMLElement | null>(null)
  // One that was written may be any.
  const weights = choices.includes(weight) ? choices : [...choices, weight].sort((a, b) => a - b)
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger
        className={cx(styles['weight'], weight !== 1 && styles['weightOn'])}
        aria-label={t('query.weightIs', { name, weight })}
        title={t('query.weightHint')}
      >
        ×{weight}
      </Menu.Trigger>
      <div ref={setContainer} />
      <Menu.Portal container={container}>
        <Menu.Positioner className={popup['positioner']} sideOffset={6} align="end">
          <Menu.Popup className={cx(popup['popup'], styles['weights'])} aria-label={t('query.weightOf', { name })}>
            <Menu.RadioGroup value={weight} onValueChange={(next) => onChange(next as number)}>
              {weights.map((choice) => (
                <Menu.RadioItem key={choice} value={choice} closeOnClick className={popup['item']}>
                  <Check size={14} aria-hidden style={{ visibility: choice === weight ? 'visible' : 'hidden' }} />×
                  {choice}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
