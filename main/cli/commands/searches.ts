/** `fovea searches`: the searches that were saved in the window. */
import type { SavedSearch } from '../../../contract'
import { searchNamed } from '../../engine/curation/curation'
import { readCurationFile } from '../../engine/curation/curation-file'
import { print, type Context } from '../context'

export function listSearches(context: Context): Promise<void> {
  const searches = readCurationFile(context.home.curationFile).curation.searches.map(({ name, text, view }) => ({
    name,
    text,
    view: view && viewName(view),
  }))
  print(context, { searches }, () => searches.map(line).join('\n') || 'No searches are saved: the window saves them.')
  return Promise.resolve()
}

/** Throws NOT_FOUND. */
export function savedSearch(context: Context, name: string): SavedSearch {
  return searchNamed(readCurationFile(context.home.curationFile).curation, name)
}

function viewName(view: NonNullable<SavedSearch['view']>): string {
  return 'name' in view ? view.name : view.kind
}

function line({ name, text, view }: { name: string; text: string; view: string | null }): string {
  return `${name}: ${text}${view === null ? '' : `${text === '' ? '' : ' '}(in ${view})`}`
}
