/** A page of groups of duplicates, read anew when the library changes. */
import { useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { CallInput, DuplicateGroup } from '../../../contract'
import { useStream } from '../../app/client'
import { useCall } from '../../app/useCall'
import { without } from './choice'

export type DuplicateKind = CallInput<'library.duplicates'>['kind']

/** Few enough to look at one by one before anything is moved. */
export const pageSize = 20

interface Duplicates {
  /** Null while they are looked for. */
  page: { groups: DuplicateGroup[]; total: number } | FoveaError | null
  offset: number
  setOffset: (offset: number) => void
  /** These files are in the trash, which the library has yet to notice. */
  forget: (ids: readonly string[]) => void
}

export function useDuplicates(kind: DuplicateKind): Duplicates {
  const [wanted, setOffset] = useState(0)
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const version = useStream('library.status')?.revision ?? 0
  const answer = useCall('library.duplicates', { kind, offset: wanted, limit: pageSize }, { version })
  const page = answer && !(answer instanceof FoveaError) ? { ...answer, groups: without(answer.groups, gone) } : answer
  return {
    page,
    offset: wanted,
    setOffset,
    forget: (ids) => {
      setGone((before) => new Set([...before, ...ids]))
    },
  }
}
