/** The whole search as text: to be read, changed and copied. */
import { Popover } from '@base-ui/react/popover'
import { Check, Code, Copy } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { call } from '../../app/client'
import { Button, IconButton } from '../../ui/Button'
import { cx } from '../../ui/cx'
import popup from '../../ui/Popup.module.css'
import { QueryProblemNote } from './QueryProblemNote'
import { viewName } from './scope'
import { useSearch } from './searchStore'
import type { Search } from './searchStore'
import { wholeQuery } from './wholeQuery'
import styles from './TextForm.module.css'

export function TextForm() {
  const [text, setText] = useState<string | null>(null)
  const open = async () => {
    try {
      setText((await call('search.print', { query: wholeQuery(useSearch.getState(), new Date()) })).text)
    } catch {
      setText(useSearch.getState().text)
    }
  }
  return (
    <Popover.Root open={text !== null} onOpenChange={(isOpen) => (isOpen ? void open() : setText(null))}>
      <Popover.Trigger render={<IconButton label={t('search.asText')} icon={Code} />} />
      <Popover.Portal>
        <Popover.Positioner className={popup['positioner']} sideOffset={8} align="end">
          <Popover.Popup className={cx(popup['popup'], styles['panel'])} aria-label={t('search.asText')}>
            {text !== null && <Editor whole={text} onDone={() => setText(null)} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Editor({ whole, onDone }: { whole: string; onDone: () => void }) {
  const id = useId()
  const [text, setText] = useState(whole)
  const [problem, setProblem] = useState<Search['problem']>(null)
  const [isCopied, setIsCopied] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const { album, scope } = useSearch()
  const view = viewName({ album, scope, folder: null })
  useEffect(() => {
    const controller = new AbortController()
    const read = async () => {
      const answer = text.trim() === '' ? null : await call('search.read', { text }, { signal: controller.signal })
      setProblem(answer && 'problem' in answer ? { ...answer.problem, text, isFailure: false } : null)
    }
    read().catch(() => undefined)
    return () => {
      controller.abort()
    }
  }, [text])
  const submit = async () => {
    try {
      const found = text === whole ? null : await useSearch.askFor(text, { album, scope })
      if (found) setProblem({ ...found, text, isFailure: false })
      else onDone()
    } catch (thrown) {
      setProblem({
        at: 0,
        length: 0,
        expected: [],
        text,
        message: errorSentence(FoveaError.from(thrown)),
        isFailure: true,
      })
    }
  }
  const copy = () => {
    // As a person would: the page has no permission for the clipboard, and needs none.
    field.current?.select()
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- what replaces it asks for that permission
    setIsCopied(document.execCommand('copy'))
  }
  return (
    <>
      <textarea
        ref={field}
        rows={4}
        aria-label={t('search.textForm')}
        className={styles['text']}
        value={text}
        maxLength={2000}
        spellCheck={false}
        {...(problem && { 'aria-invalid': true, 'aria-describedby': `${id}problem` })}
        onChange={(event) => {
          setText(event.target.value)
          setIsCopied(false)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          void submit()
        }}
      />
      {problem && <QueryProblemNote id={`${id}problem`} problem={problem} />}
      <div className={styles['line']}>
        <p className={styles['hint']}>
          {view === null ? t('search.textHint') : t('search.searchesIn', { name: view })}
        </p>
        <Button icon={isCopied ? Check : Copy} onClick={copy}>
          <span aria-live="polite">{t(isCopied ? 'search.copied' : 'search.copy')}</span>
        </Button>
        <Button look="primary" onClick={() => void submit()}>
          {t('search.searchText')}
        </Button>
      </div>
    </>
  )
}
