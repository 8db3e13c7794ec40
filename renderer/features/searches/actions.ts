/** What other features ask of saved searches: to save what is asked, to open one, to rename or remove it. */
import { FoveaError } from '../../../contract/errors'
import type { SavedSearch } from '../../../contract'
import { t } from '../../../strings'
import { call } from '../../app/client'
import { closeOverlay } from '../../app/uiStore'
import { showError, showUndo } from '../../ui/toasts'
import { hasQuery, useSearch } from '../search/searchStore'
import type { Search } from '../search/searchStore'
import { viewName } from '../search/scope'
import { chosenConditions, fromView, viewOf, wholeQuery } from '../search/wholeQuery'
import { useSearches } from './searchesStore'

/** As it was written where it can be: "last summer" stays that. */
async function textOf(search: Search): Promise<string> {
  const isAsWritten = search.examples.length === 0 && chosenConditions(search, new Date()).length === 0
  if (isAsWritten || !hasSomething(search)) return search.text
  return (await call('search.print', { query: wholeQuery(search, new Date()) })).text
}

function hasSomething(search: Search): boolean {
  return hasQuery(search) || chosenConditions(search, new Date()).length > 0
}

/** Opens the dialog for the name. */
export async function nameSearch(): Promise<void> {
  const search = useSearch.getState()
  try {
    const text = await textOf(search)
    const name = (search.text || (viewName(search) ?? '')).slice(0, 60)
    useSearches.setState({ naming: { name, text, view: viewOf(search) } })
  } catch (thrown) {
    showError(t('failed.saveSearch'), FoveaError.from(thrown))
  }
}

/** Shows it instead of what was asked before. */
export async function openSearch({ text, view }: SavedSearch): Promise<void> {
  closeOverlay()
  try {
    const problem = await useSearch.askFor(text, fromView(view))
    // Written by another version of the language: the field says what is wrong with it.
    if (problem) useSearch.type(text)
  } catch (thrown) {
    showError(t('failed.openSearch'), FoveaError.from(thrown))
  }
}

export async function removeSearch({ id, name }: SavedSearch): Promise<void> {
  if (await useSearches.remove(id)) showUndo(t('searches.removed', { name }), () => useSearches.restore(id))
}

/** Whether it is what is asked now, as far as its text says. */
export function isAsked({ text, view }: SavedSearch, search: Search): boolean {
  const isSameView = JSON.stringify(view) === JSON.stringify(viewOf(search))
  return (
    isSameView && text === search.text && search.examples.length === 0 && !search.folder && search.date.preset === 'any'
  )
}
