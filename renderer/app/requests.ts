/** Answers what the shell asks of the page besides commands: to show a photo, or to search with a picture. */
import type { PageRequest, SearchOptions } from '../../contract'
import { useResults } from '../features/library/results'
import { toRequest, useSearch } from '../features/search/searchStore'
import { call } from './client'
import { closeOverlay, openOverlay } from './uiStore'

type Request = Exclude<PageRequest, { kind: 'command' }>

/** Pages of the search that are looked through for the photo; in larger ones it is shown alone. */
const pageSize = 1000
const pagesSearched = 20

export async function answerRequest(request: Request): Promise<void> {
  closeOverlay()
  if (request.kind === 'picture') {
    const { imageId, name, preview } = request.image
    useSearch.searchByExample({ kind: 'picture', imageId }, { name, url: preview })
  } else await showPhoto(request)
}

/** With its neighbours: those of the search it was found by, or of the folder it is in. */
async function showPhoto({ itemId, text, folder }: Extract<Request, { kind: 'show' }>): Promise<void> {
  useSearch.clearQuery()
  useSearch.clearFilters()
  if (folder) useSearch.setState({ folder })
  if (text !== undefined) {
    useSearch.type(text)
    await useSearch.submit()
  }
  const wanted = toRequest(useSearch.getState(), new Date())
  await untilAnswered(wanted)
  const index = await placeOf(itemId, wanted)
  if (index === null) return
  useResults.moveCursor(index)
  openOverlay('viewer')
}

/** The results on screen are those of this request; a search that fails says so itself. */
function untilAnswered(request: SearchOptions): Promise<void> {
  const text = JSON.stringify(request)
  const isDone = () => {
    const { answered, status } = useResults.getState()
    return status === 'error' || (status === 'ready' && JSON.stringify(answered) === text)
  }
  if (isDone()) return Promise.resolve()
  return new Promise((resolve) => {
    const end = useResults.subscribe(() => {
      if (!isDone()) return
      end()
      resolve()
    })
  })
}

async function placeOf(itemId: string, request: SearchOptions): Promise<number | null> {
  for (let page = 0; page < pagesSearched; page++) {
    const offset = page * pageSize
    const { items, total } = await call('search.run', { ...request, offset, limit: pageSize, isRefresh: true })
    const index = items.findIndex(({ id }) => id === itemId)
    if (index >= 0) return offset + index
    if (offset + pageSize >= total) return null
  }
  return null
}
