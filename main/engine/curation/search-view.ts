/** What the view of a saved search lets through, and in which order where nothing ranks. */
import type { SearchOptions, SearchView } from '../../../contract'

export function viewOptions(view: SearchView | null): Pick<SearchOptions, 'filters' | 'order'> {
  switch (view?.kind) {
    case undefined:
      return { filters: {} }
    case 'favourites':
      return { filters: { favorite: true } }
    case 'recent':
      return { filters: {}, order: 'added' }
    case 'album':
      return { filters: { album: view.id } }
    case 'place':
    case 'meaning':
      return { filters: view.filter }
  }
}
