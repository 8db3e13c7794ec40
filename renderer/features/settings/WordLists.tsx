/** Lists of words the person keeps: concepts never to be shown, and words that tags may use. */
import { Plus, X } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { Button, IconButton } from '../../ui/Button'
import { useWords } from './wordsStore'
import type { WordList } from './wordsStore'
import styles from './WordLists.module.css'

const mostLetters = 200

interface WordListProps {
  list: WordList
  /** What the list is called for screen readers. */
  name: string
  explanation: string
  placeholder: string
}

export function WordListEditor({ list, name, explanation, placeholder }: WordListProps) {
  const id = useId()
  const { words, error } = useWords()
  const [word, setWord] = useState('')
  useEffect(() => {
    void useWords.load()
  }, [])
  const add = async () => {
    const wanted = word.trim()
    if (wanted !== '' && (await useWords.add(list, wanted))) setWord('')
  }
  if (error && !words) return <p role="alert">{errorSentence(error)}</p>
  const kept = words?.[list] ?? []
  return (
    <>
      <p id={`${id}why`} className={styles['explanation']}>
        {explanation}
      </p>
      {kept.length > 0 && (
        <ul className={styles['words']} aria-label={name}>
          {kept.map((each) => (
            <li key={each} className={styles['word']}>
              <span>{each}</span>
              <IconButton
                label={t('settings.removeNamed', { name: each })}
                icon={X}
                size="small"
                onClick={() => void useWords.remove(list, each)}
              />
            </li>
          ))}
        </ul>
      )}
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <input
          type="text"
          className={styles['input']}
          aria-label={t('settings.addTo', { name })}
          aria-describedby={`${id}why`}
          placeholder={placeholder}
          maxLength={mostLetters}
          autoComplete="off"
          value={word}
          onChange={(event) => {
            setWord(event.target.value)
          }}
        />
        <Button type="submit" icon={Plus} disabled={word.trim() === ''}>
          {t('settings.add')}
        </Button>
      </form>
    </>
  )
}
