/** The line between the top bar and the photos: how many match, the query as chips, and what to do with the results. */
import { BookmarkCheck, BookmarkPlus, Layers } from 'lucide-react'
import type { Ref } from 'react'
import { t } from '../../../strings'
import { IconButton } from '../../ui/Button'
import { isRanked, useResults } from '../library/results'
import type { Results } from '../library/results'
import { isAsked, nameSearch } from '../searches/actions'
import { useSearches } from '../searches/searchesStore'
import { FeedbackBar } from './FeedbackBar'
import { LookCloser } from './LookCloser'
import { QueryChips } from './QueryChips'
import { viewName } from './scope'
import { hasMatch, useSearch } from './searchStore'
import { TextForm } from './TextForm'
import styles from './ResultsHeader.module.css'

export function ResultsHeader({ ref }: { ref: Ref<HTMLElement> }) {
  const isMatching = useSearch(hasMatch)
  return (
    <section ref={ref} aria-label={t('search.results')} className={styles['header']}>
      <div className={styles['line']}>
        <ResultCount />
        <QueryChips />
        <div className={styles['tools']}>
          {isMatching && (
            <>
              <GroupToggle />
              <LookCloser />
            </>
          )}
          <TextForm />
          <SaveButton />
        </div>
      </div>
      <FeedbackBar />
    </section>
  )
}

function ResultCount() {
  const text = useResults(resultCountText)
  const view = useSearch(viewName)
  return (
    <>
      {view !== null && <h2 className={styles['view']}>{view}</h2>}
      <p className={styles['count']}>{text}</p>
    </>
  )
}

/** "23 matches", or "23 photos" where the order is by date. */
export function resultCountText(results: Pick<Results, 'answered' | 'matches' | 'total'>): string {
  const { answered, matches, total } = results
  if (!answered) return ''
  if (!isRanked(results)) return t('count.photos', { count: total })
  return matches === 0 ? t('search.noMatches') : t('count.matches', { count: matches })
}

/** Filled where what is asked is a saved search already. */
function SaveButton() {
  const search = useSearch()
  const searches = useSearches((state) => state.searches)
  const saved = searches.find((each) => isAsked(each, search))
  if (!saved) return <IconButton label={t('searches.save')} icon={BookmarkPlus} onClick={() => void nameSearch()} />
  return (
    <IconButton
      label={t('searches.savedAs', { name: saved.name })}
      icon={BookmarkCheck}
      aria-pressed
      onClick={() => useSearches.setState({ naming: saved })}
    />
  )
}

function GroupToggle() {
  const isGrouped = useSearch((search) => search.isGrouped && !search.isStack)
  return (
    <IconButton
      label={t('search.groupCopies')}
      icon={Layers}
      aria-pressed={isGrouped}
      onClick={() => useSearch.setState({ isGrouped: !isGrouped, isStack: false })}
    />
  )
}
