/** Photos of the library that are dragged onto an element. */
import { useState } from 'react'
import type { DragEvent } from 'react'
import { draggedIds, photosType } from '../library/draggedPhotos'

export function usePhotoDrop(onDrop: (itemIds: readonly string[]) => void) {
  const [isDropping, setIsDropping] = useState(false)
  const isMeant = ({ dataTransfer }: DragEvent): boolean =>
    dataTransfer.types.includes(photosType) || draggedIds(dataTransfer).length > 0
  const dropHandlers = {
    onDragOver: (event: DragEvent) => {
      if (!isMeant(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      setIsDropping(true)
    },
    onDragLeave: (event: DragEvent) => {
      const to = event.relatedTarget
      if (!(to instanceof Node && event.currentTarget.contains(to))) setIsDropping(false)
    },
    onDrop: (event: DragEvent) => {
      if (!isMeant(event)) return
      event.preventDefault()
      // The window would take what else is carried for a picture from outside.
      event.stopPropagation()
      setIsDropping(false)
      const itemIds = draggedIds(event.dataTransfer)
      if (itemIds.length > 0) onDrop(itemIds)
    },
  }
  return { isDropping, dropHandlers }
}
