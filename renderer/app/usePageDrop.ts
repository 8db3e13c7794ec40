/** Files dropped anywhere on the window, or pasted into it. */
import { useEffect, useState } from 'react'

/** `onFile` gets the first picture. Returns whether files are being dragged over the window right now. */
export function usePageDrop(onFile: (file: File) => void): boolean {
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
      const file = event.dataTransfer?.files[0]
      if (file) onFile(file)
    }
    const onPaste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'))
      if (!file) return
      event.preventDefault()
      onFile(file)
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
  }, [onFile])
  return isOver
}

function hasFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false
}
