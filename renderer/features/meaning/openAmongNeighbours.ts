/** Opens a photo of the map in the viewer, with those around it to go on to. */
import type { ResultItem } from '../../../contract'
import { t } from '../../../strings'
import { openOverlay } from '../../app/uiStore'
import { showPhotos } from '../browse/browseStore'
import { indexOfItem, useResults } from '../library/results'

/** As many as one page of results. */
const neighbours = 200

export function openAmongNeighbours(item: ResultItem, near: [x: number, y: number]): void {
  const { serial } = useResults.getState()
  // Once: when the photos around it are there.
  const stop = useResults.subscribe((results) => {
    if (results.serial === serial && results.status !== 'error') return
    stop()
    const index = indexOfItem(results, item.id, 0)
    if (index === null) return
    useResults.moveCursor(index)
    openOverlay('viewer')
  })
  const name = t('meaning.around', { name: item.name })
  showPhotos({ scope: { kind: 'meaning', name, filter: { meaning: { near, count: neighbours } } } })
}
