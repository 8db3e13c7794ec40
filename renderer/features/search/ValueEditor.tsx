/** Changes what a chip says: a field with what it can be below, in a panel that opens from the chip. */
import { Popover } from '@base-ui/react/popover'
import { useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { t } from '../../../strings'
import { Button } from '../../ui/Button'
import { cx } from '../../ui/cx'
import popup from '../../ui/Popup.module.css'
import { OptionList, optionId } from './OptionList'
import type { FieldOption } from './useFieldOptions'
import styles from './QueryChips.module.css'

interface ValueEditorProps {
  /** What is changed, for the field's label. */
  label: string
  value: string
  /** What it could be instead. */
  complete: (typed: string) => Promise<FieldOption[]>
  /** Answers why it cannot be that; null when it was changed. */
  onChange: (value: string) => Promise<string | null>
  /** Of the chip. */
  children: ReactNode
}

export function ValueEditor({ children, ...form }: ValueEditorProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [container, setContainer] = useState<HTMLElement | null>(null)
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger className={styles['value']} aria-label={t('query.change', { name: form.label })}>
        {children}
      </Popover.Trigger>
      <div ref={setContainer} />
      <Popover.Portal container={container}>
        <Popover.Positioner className={popup['positioner']} sideOffset={8} align="start">
          <Popover.Popup
            className={cx(popup['popup'], styles['editor'])}
            aria-label={t('query.change', { name: form.label })}
          >
            <ValueForm {...form} onDone={() => setIsOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function ValueForm({
  label,
  value,
  complete,
  onChange,
  onDone,
}: Omit<ValueEditorProps, 'children'> & { onDone: () => void }) {
  const id = useId()
  const [typed, setTyped] = useState(value)
  const [options, setOptions] = useState<FieldOption[]>([])
  const [highlighted, setHighlighted] = useState(-1)
  const [problem, setProblem] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const asked = useRef(complete)
  useEffect(() => {
    let isWanted = true
    // While it is as it was, all that it could be is shown.
    asked.current(typed === value ? '' : typed).then(
      (found) => isWanted && setOptions(found),
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [typed, value])
  useEffect(() => {
    const frame = requestAnimationFrame(() => input.current?.select())
    return () => cancelAnimationFrame(frame)
  }, [])
  const submit = async (chosen: string) => {
    const fault = await onChange(chosen.trim())
    setProblem(fault)
    if (fault === null) onDone()
  }
  const active = highlighted < options.length ? highlighted : -1
  const onKeyDown = (event: KeyboardEvent) => {
    const places = options.length + 1
    const option = options[active]
    if (event.key === 'ArrowDown') setHighlighted(((active + 2) % places) - 1)
    else if (event.key === 'ArrowUp') setHighlighted(((active + places) % places) - 1)
    else if (event.key === 'Enter') void submit(option?.text ?? typed)
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className={styles['editorLine']}>
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label={label}
          aria-autocomplete="list"
          aria-expanded={options.length > 0}
          aria-controls={`${id}list`}
          {...(active >= 0 && { 'aria-activedescendant': optionId(`${id}list`, active) })}
          {...(problem !== null && { 'aria-invalid': true, 'aria-describedby': `${id}problem` })}
          className={styles['editorInput']}
          value={typed}
          maxLength={500}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.target.value)
            setHighlighted(-1)
            setProblem(null)
          }}
          onKeyDown={onKeyDown}
        />
        <Button look="primary" onClick={() => void submit(typed)}>
          {t('query.apply')}
        </Button>
      </div>
      {problem !== null && (
        <p id={`${id}problem`} role="alert" className={styles['editorProblem']}>
          {problem}
        </p>
      )}
      {options.length > 0 && (
        <OptionList
          id={`${id}list`}
          options={options}
          active={active}
          onTake={({ text }) => void submit(text)}
          onHighlight={setHighlighted}
        />
      )}
    </>
  )
}
