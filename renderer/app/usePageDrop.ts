/** Files dropped anywhere on the window, or pasted into it. */
import { useEffect, useState } from 'react'
import { draggedIds } from '../features/library/draggedPhotos'

/** Returns whether files are being dragged over the window right now. */
export function usePageDrop(onFiles: (files: File[]) => void): boolean {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    // dragenter of a child comes before dragleave of its parent: count both to know when the window is left.
    let depth = 0
    const move = (by: number) => {
      depth = Math.max(0, depth + by)
      setIsOver(depth > 0)
    }
    const onEnter = (event: DragEvent) => {
      if (hasFiles(event.dataTransfer)) move(1)
    }
    const onLeave = (event: DragEvent) => {
      if (hasFiles(event.dataTransfer)) move(-1)
    }
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    }
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return
      event.preventDefault()
      move(-depth)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0) onFiles(files)
    }
    const onPaste = (event: ClipboardEvent) => {
      const files = pastedPictures(event)
      if (files.length === 0) return
      event.preventDefault()
      onFiles(files)
    }
    const listening = new AbortController()
    const { signal } = listening
    window.addEventListener('dragenter', onEnter, { signal })
    window.addEventListener('dragleave', onLeave, { signal })
    window.addEventListener('dragover', onOver, { signal })
    window.addEventListener('drop', onDrop, { signal })
    window.addEventListener('paste', onPaste, { signal })
    return () => {
      listening.abort()
    }
  }, [onFiles])
  return isOver
}

function hasFiles(transfer: DataTransfer | null): boolean {
  // Photos of the window are dragged as files too; where they may be dropped, they are taken as what they are.
  return (transfer?.types.includes('Files') ?? false) && draggedIds(transfer).length === 0
}

/**
 * Copied files, or a picture as such. Some programs copy a picture of the text beside the text: into a field goes the text.
 * Browsers do not know the type of some formats, so a file is taken whatever it is called, and said not to be a picture later.
 */
function pastedPictures({ clipboardData, target }: ClipboardEvent): File[] {
  const files = [...(clipboardData?.files ?? [])].filter(({ type }) => type === '' || type.startsWith('image/'))
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  const isTextToo = clipboardData?.types.includes('text/plain') === true
  const isPictureOfText = isField && isTextToo && files.every(({ name }) => name === 'image.png')
  return isPictureOfText ? [] : files
}
