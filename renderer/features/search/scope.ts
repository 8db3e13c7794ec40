/** The part of the library that is looked at, beside folders and albums: a view of the sidebar or of a map. */
import type { Filters, SearchOptions } from '../../../contract'
import { t } from '../../../strings'
import type { Search } from './searchStore'

export type Scope =
  | { kind: 'favourites' }
  /** Those added last first. */
  | { kind: 'recent' }
  /** What was chosen on a map or in its list; `name` is shown. */
  | { kind: 'place'; name: string; filter: Pick<Filters, 'place' | 'area'> }
  | { kind: 'meaning'; name: string; filter: Pick<Filters, 'meaning'> }

export function scopeFilters(scope: Scope | null): Filters {
  if (!scope || scope.kind === 'recent') return {}
  return scope.kind === 'favourites' ? { favorite: true } : scope.filter
}

/** The order where nothing ranks the photos. */
export function scopeOrder(scope: Scope | null): Pick<SearchOptions, 'order'> {
  return scope?.kind === 'recent' ? { order: 'added' } : {}
}

/** What the search field searches, in words; null for the whole library. */
export function viewName({ scope, album, folder }: Pick<Search, 'scope' | 'album' | 'folder'>): string | null {
  if (scope) return scopeName(scope)
  return album?.name ?? folder?.name ?? null
}

function scopeName(scope: Scope): string {
  switch (scope.kind) {
    case 'favourites':
      return t('browse.favourites')
    case 'recent':
      return t('browse.recent')
    case 'place':
    case 'meaning':
      return scope.name
  }
}
