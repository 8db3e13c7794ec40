/** The quick search: a field, and what it finds as thumbnails below. Enter opens, Ctrl+Enter shows in the folder, Esc hides. */
import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { ResultItem } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { call } from '../../app/client'
import { formatKeys } from '../../app/keys'
import { thumbUrl } from '../../app/urls'
import { useQuickResults } from './useQuickResults'
import type { QuickResults } from './useQuickResults'
import styles from './QuickSearch.module.css'

const columns = 4
const listId = 'quick-results'

export function QuickSearch() {
  const [typed, setTyped] = useState('')
  const results = useQuickResults(typed)
  const { items } = results
  const [chosen, setChosen] = useState<{ index: number; of: string } | null>(null)
  // What was chosen among other results is chosen no more.
  const active = chosen?.of === results.text && chosen.index < items.length ? chosen.index : -1
  const choose = (index: number) => {
    setChosen({ index, of: results.text })
  }
  const input = useRef<HTMLInputElement>(null)
  const page = useRef<HTMLElement>(null)
  useFocusWhenShown(input)
  useWindowHeight(page)

  const open = (item: ResultItem) => {
    void call('quick.open', { itemId: item.id, text: results.text })
  }
  const reveal = (item: ResultItem) => {
    void call('quick.hide')
    void call('items.reveal', { id: item.id })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const item = items[Math.max(0, active)]
    const next = nextIndex(event.key, active, items.length)
    if (next !== null) choose(next)
    else if (event.key === 'Enter' && item && results.text === typed.trim()) {
      if (event.ctrlKey || event.metaKey) reveal(item)
      else open(item)
    } else if (event.key === 'Escape') void call('quick.hide')
    else return
    event.preventDefault()
  }

  return (
    <main ref={page} className={styles['page']}>
      <h1 className="visually-hidden">{t('quick.field')}</h1>
      <div className={styles['field']} role="search">
        <Search size={22} className={styles['icon']} aria-hidden />
        <input
          ref={input}
          type="text"
          role="combobox"
          className={styles['input']}
          aria-label={t('quick.field')}
          aria-autocomplete="list"
          aria-expanded={items.length > 0}
          aria-controls={listId}
          {...(active >= 0 && { 'aria-activedescendant': optionId(active) })}
          placeholder={t('quick.placeholder')}
          value={typed}
          maxLength={2000}
          spellCheck={false}
          autoComplete="off"
          autoFocus
          onChange={(event) => {
            setTyped(event.target.value)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {items.length > 0 && (
        <ul id={listId} role="listbox" aria-label={t('quick.results')} className={styles['results']}>
          {items.map((item, index) => (
            <li
              key={item.id}
              id={optionId(index)}
              role="option"
              aria-selected={index === active}
              aria-label={item.name}
              title={item.name}
              className={styles['result']}
              onMouseMove={() => {
                if (index !== active) choose(index)
              }}
              onClick={() => {
                open(item)
              }}
            >
              <img src={thumbUrl(item)} alt="" draggable={false} className={styles['photo']} />
            </li>
          ))}
        </ul>
      )}
      <Footer results={results} />
    </main>
  )
}

function Footer({ results: { text, items, matches, error } }: { results: QuickResults }) {
  if (text === '') return <p role="status" className="visually-hidden" />
  const said = error
    ? errorSentence(error)
    : items.length === 0
      ? t('quick.noMatch', { text })
      : t('count.matches', { count: matches })
  const keys = { open: formatKeys('Enter'), reveal: formatKeys('CmdOrCtrl+Enter'), close: formatKeys('Esc') }
  return (
    <div className={styles['footer']}>
      <p role="status">{said}</p>
      {items.length > 0 && <p>{t('quick.hint', keys)}</p>}
    </div>
  )
}

/** −1 is the field itself: there Left and Right move among the letters. Null when the key does not choose. */
export function nextIndex(key: string, active: number, count: number): number | null {
  if (count === 0) return null
  if (key === 'ArrowDown') return active < 0 ? 0 : active + columns < count ? active + columns : active
  if (active < 0) return null
  if (key === 'ArrowUp') return active - columns >= 0 ? active - columns : -1
  if (key === 'ArrowRight') return Math.min(count - 1, active + 1)
  if (key === 'ArrowLeft') return Math.max(0, active - 1)
  return null
}

function optionId(index: number): string {
  return `${listId}-${String(index)}`
}

/** Shown again, it is ready for other words; what was typed before is a key away. */
function useFocusWhenShown(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onFocus = () => {
      input.current?.focus()
      input.current?.select()
    }
    window.addEventListener('focus', onFocus)
    return () => {
      window.removeEventListener('focus', onFocus)
    }
  }, [input])
}

/** The window is as high as what it shows. */
function useWindowHeight(page: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = page.current
    if (!element) return
    let told = 0
    const observer = new ResizeObserver(() => {
      const height = Math.max(60, Math.min(700, Math.ceil(element.getBoundingClientRect().height)))
      if (height === told) return
      told = height
      void call('quick.setHeight', { height })
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
    }
  }, [page])
}
