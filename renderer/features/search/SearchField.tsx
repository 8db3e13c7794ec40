/** The search field: words in the query language, with completions and recent searches in a list below. */
import { ImageUp, LoaderCircle, Search, X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { FocusEvent, KeyboardEvent, RefObject } from 'react'
import { t } from '../../../strings'
import { focusPhotos, useUi } from '../../app/uiStore'
import { Button, IconButton } from '../../ui/Button'
import { cx } from '../../ui/cx'
import { useResults } from '../library/results'
import { openSearch } from '../searches/actions'
import { OptionList, optionId } from './OptionList'
import { QueryProblemNote } from './QueryProblemNote'
import { viewName } from './scope'
import { forgetSearches, rememberSearch } from './recentSearches'
import { hasQuery, useSearch } from './searchStore'
import { useFieldOptions } from './useFieldOptions'
import type { FieldOption } from './useFieldOptions'
import { usePhotoDrop } from './usePhotoDrop'
import { ViewChip } from './ViewChip'
import styles from './SearchField.module.css'

export function SearchField() {
  const search = useSearch()
  const { draft, examples, problem, isReadingImage } = search
  const view = viewName(search)
  const isSearching = useResults(({ status }) => status === 'loading')
  const [isListWanted, setIsListWanted] = useState(false)
  const [highlighted, setHighlighted] = useState(-1)
  const options = useFieldOptions(draft, isListWanted)
  const isListOpen = options.length > 0
  const active = highlighted < options.length ? highlighted : -1
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const [listId, problemId] = [`${id}list`, `${id}problem`]
  useFocusRequests(input)
  const { isDropping, dropHandlers } = usePhotoDrop((ids) => void useSearch.addItems(ids))

  const showList = (isWanted: boolean) => {
    setIsListWanted(isWanted)
    setHighlighted(-1)
  }
  const submit = async () => {
    showList(false)
    await useSearch.submit()
    rememberSearch(useSearch.getState().text)
  }
  const take = ({ text, saved }: FieldOption) => {
    if (saved) {
      showList(false)
      void openSearch(saved)
      return
    }
    useSearch.type(text)
    // A filter without its value is still to be completed.
    if (/[:=<>]$/.test(text)) showList(true)
    else void submit()
  }
  const highlightNext = (by: number) => {
    // One step beyond either end is the field itself.
    const places = options.length + 1
    setHighlighted(((active + 1 + by + places) % places) - 1)
  }
  const onEscape = () => {
    if (isListOpen) showList(false)
    else if (draft !== '' || examples.length > 0) useSearch.clearQuery()
    else focusPhotos()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const option = options[active]
    if (event.key === 'ArrowDown' && isListOpen) highlightNext(1)
    else if (event.key === 'ArrowUp' && isListOpen) highlightNext(-1)
    else if (event.key === 'ArrowDown') focusPhotos()
    else if (event.key === 'Enter' && option) take(option)
    else if (event.key === 'Enter') void submit()
    else if (event.key === 'Escape') onEscape()
    else if (event.key === 'Backspace' && draft === '' && examples.length > 0) {
      useSearch.editExample(examples.length - 1, null)
    } else return
    event.preventDefault()
  }
  const onBlur = (event: FocusEvent) => {
    if (event.currentTarget.contains(event.relatedTarget)) return
    showList(false)
    // Whoever goes on to the photos found what they typed worth a search.
    if (!problem) rememberSearch(search.text)
  }

  const isBusy = isReadingImage || (isSearching && hasQuery(search))
  return (
    <div
      role="search"
      className={cx(styles['search'], isDropping && styles['dropping'])}
      aria-busy={isBusy}
      onBlur={onBlur}
      {...dropHandlers}
    >
      <div className={styles['field']}>
        {isBusy ? (
          <LoaderCircle size={17} className={cx(styles['icon'], styles['busy'])} aria-hidden />
        ) : (
          <Search size={17} className={styles['icon']} aria-hidden />
        )}
        <ViewChip onRemoved={() => input.current?.focus()} />
        <input
          ref={input}
          type="text"
          role="combobox"
          className={styles['input']}
          aria-label={t('search.field')}
          aria-autocomplete="list"
          aria-expanded={isListOpen}
          aria-controls={listId}
          {...(active >= 0 && { 'aria-activedescendant': optionId(listId, active) })}
          {...(problem && { 'aria-invalid': true, 'aria-describedby': problemId })}
          placeholder={t(examples.length > 0 ? 'search.addWords' : 'search.placeholder')}
          aria-description={view === null ? undefined : t('search.searchesIn', { name: view })}
          value={draft}
          maxLength={2000}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            useSearch.type(event.target.value)
            showList(true)
          }}
          onFocus={() => {
            if (draft === '') showList(true)
          }}
          onClick={() => {
            if (draft === '') showList(true)
          }}
          onKeyDown={onKeyDown}
        />
        {(draft !== '' || examples.length > 0) && (
          <IconButton
            label={t('search.clear')}
            shortcut={t('common.escapeKey')}
            icon={X}
            size="small"
            onClick={() => {
              useSearch.clearQuery()
              input.current?.focus()
            }}
          />
        )}
        <IconButton label={t('search.withPicture')} icon={ImageUp} onClick={() => void useSearch.addChosenFile()} />
      </div>
      {(problem || isListOpen) && (
        // Pressing something in it must not take the focus from the field.
        <div className={styles['panel']} onMouseDown={(event) => event.preventDefault()}>
          {problem && <QueryProblemNote id={problemId} problem={problem} />}
          {isListOpen && (
            <OptionList id={listId} options={options} active={active} onTake={take} onHighlight={setHighlighted} />
          )}
          {options[0]?.kind === 'recent' && (
            <Button look="quiet" size="small" className={styles['forget']} onClick={forgetSearches}>
              {t('search.clearRecent')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

function useFocusRequests(input: RefObject<HTMLInputElement | null>): void {
  const requests = useUi((ui) => ui.searchFocusRequests)
  const answered = useRef(requests)
  useEffect(() => {
    if (requests !== answered.current) {
      input.current?.focus()
      input.current?.select()
    }
    answered.current = requests
  }, [requests, input])
}
