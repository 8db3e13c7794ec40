/**
 * The photos that are being dragged, for whoever is asked to take them.
 *
 * [Note: dragged photos] Photos are dragged as files, so that other programs take them: such a drag is the system's, and begins
 * only when the page's own is prevented, which loses what the page has put into it. So a drop inside the window carries files like
 * one from outside, and what it stands for is kept here. Ask `draggedIds` before taking files; drags of the page's own, if
 * there are any, carry `photosType`.
 */

/** Type of a drag's data: a JSON list of item ids. */
export const photosType = 'application/x-fovea-photos'

let dragged: readonly string[] = []

/** A drag by the system has no end that the page hears of; the pointer moving without a button says that it is over. */
export function beginDrag(ids: readonly string[]): void {
  dragged = ids
  const end = (event: PointerEvent) => {
    if (event.type === 'pointermove' && event.buttons !== 0) return
    endDrag()
    window.removeEventListener('pointermove', end, true)
    window.removeEventListener('pointerdown', end, true)
  }
  window.addEventListener('pointermove', end, true)
  window.addEventListener('pointerdown', end, true)
}

export function endDrag(): void {
  dragged = []
}

/** Ids of the photos of the window that this drag carries; none for one from outside. */
export function draggedIds(transfer: Pick<DataTransfer, 'types' | 'getData'> | null): readonly string[] {
  if (!transfer) return []
  if (transfer.types.includes(photosType)) return readIds(transfer.getData(photosType))
  return transfer.types.includes('Files') ? dragged : []
}

/** Empty while it is still dragged: only a drop says what it carries. */
function readIds(text: string): readonly string[] {
  try {
    const ids: unknown = JSON.parse(text)
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}
