/** The search field: words, or a picture as a chip. */
import { ImageUp, LoaderCircle, Search, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import { thumbUrl } from '../../app/urls'
import { focusPhotos, useUi } from '../../app/uiStore'
import { IconButton } from '../../ui/Button'
import { cx } from '../../ui/cx'
import { useResults } from '../library/results'
import { clearQuery, hasQuery, searchByChosenFile, submit, type, useSearch } from './searchStore'
import type { Example } from './searchStore'
import styles from './SearchField.module.css'

export function SearchField() {
  const { draft, example, text, isReadingImage } = useSearch()
  const isSearching = useResults(({ status }) => status === 'loading')
  const input = useRef<HTMLInputElement>(null)
  useFocusShortcut(input)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') submit()
    else if (event.key === 'Escape' && (draft !== '' || example)) clearQuery()
    else if (event.key === 'Escape' || event.key === 'ArrowDown') focusPhotos()
    else if (event.key === 'Backspace' && draft === '' && example) clearQuery()
    else return
    event.preventDefault()
  }

  const isBusy = isReadingImage || (isSearching && hasQuery({ text, example }))
  return (
    <div role="search" className={styles['field']} aria-busy={isBusy}>
      {isBusy ? (
        <LoaderCircle size={17} className={cx(styles['icon'], styles['busy'])} aria-hidden />
      ) : (
        <Search size={17} className={styles['icon']} aria-hidden />
      )}
      {example && <ExampleChip example={example} />}
      <input
        ref={input}
        type="search"
        className={styles['input']}
        aria-label="Search photos"
        placeholder={example ? 'Or describe a photo…' : 'Describe a photo…'}
        value={draft}
        maxLength={2000}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          type(event.target.value)
        }}
        onKeyDown={onKeyDown}
      />
      {draft !== '' && (
        <IconButton
          label="Clear search"
          shortcut="Esc"
          icon={X}
          size="small"
          onClick={() => {
            clearQuery()
            input.current?.focus()
          }}
        />
      )}
      <IconButton label="Search with a picture…" icon={ImageUp} onClick={() => void searchByChosenFile()} />
    </div>
  )
}

function ExampleChip({ example }: { example: Example }) {
  const isItem = example.kind === 'item'
  const name = isItem ? example.item.name : example.image.name
  return (
    <span className={styles['chip']} title={name}>
      <img src={isItem ? thumbUrl(example.item) : example.image.preview} alt={name} className={styles['preview']} />
      <span className={styles['chipText']}>{isItem ? 'Like this photo' : 'Like this picture'}</span>
      <IconButton label="Remove picture" icon={X} size="small" onClick={clearQuery} />
    </span>
  )
}

/** "/" and Ctrl+F (or Cmd+F) go to the search field, unless something lies over the photos. */
function useFocusShortcut(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const isFind = event.key === 'f' && (event.ctrlKey || event.metaKey)
      const isSlash = event.key === '/' && !(event.target instanceof HTMLInputElement)
      if (!(isFind || isSlash) || useUi.getState().overlay !== null) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [input])
}
