/** The days of the photos on screen, where these stand in the order of their dates. */
import { FoveaError } from '../../../contract/errors'
import type { Timeline } from '../../../contract'
import { useStream } from '../../app/client'
import { useCall } from '../../app/useCall'
import { isRanked, useResults } from './results'

/** A library that is being indexed changes every two seconds. */
const pause = 200

interface TimelineState {
  /** Otherwise photos are in another order, and there is no timeline. */
  isByDate: boolean
  /** Null while it is read. */
  timeline: Timeline | null
}

export function useTimeline(): TimelineState {
  const results = useResults()
  const { answered } = results
  const revision = useStream('library.status')?.revision ?? 0
  const isByDate = answered !== null && !isRanked(results) && answered.order !== 'added'
  const answer = useCall('library.timeline', isByDate ? answered : null, {
    version: revision,
    delay: revision === 0 ? 0 : pause,
  })
  return { isByDate, timeline: answer && !(answer instanceof FoveaError) ? answer : null }
}
