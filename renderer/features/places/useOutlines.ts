/** The map's coasts and borders, read once. */
import { useEffect, useState } from 'react'
import { call } from '../../app/client'
import { toPaths, unpack } from './outlines'
import type { Outlines } from './outlines'

let reading: Promise<Outlines> | undefined

/** Null until they are here. */
export function useOutlines(): Outlines | null {
  const [outlines, setOutlines] = useState<Outlines | null>(null)
  useEffect(() => {
    let isWanted = true
    reading ??= call('library.outlines').then((bytes) => toPaths(unpack(bytes)))
    reading.then(
      (read) => {
        if (isWanted) setOutlines(read)
      },
      () => {
        // A map without land still shows where photos are; the next visit tries again.
        reading = undefined
      },
    )
    return () => {
      isWanted = false
    }
  }, [])
  return outlines
}
