/** The days of the photos on screen, where these stand in the order of their dates. */
import { FoveaError } from '../../../contract/errors'
import type { Timeline } from '../../../contract'
import { useStream } from '../../app/client'
import { useCall } from '../../app/useCall'
import { isRanked, useResults } from './results'

/** A library that is being indexed changes every two seconds. */
const pause = 200

/** Null while it is read, and where the order is another. */
export function useTimeline(): Timeline | null {
  const results = useResults()
  const { answered } = results
  const revision = useStream('library.status')?.revision ?? 0
  const isByDate = answered !== null && !isRanked(results) && answered.order !== 'added'
  const answer = useCall('library.timeline', isByDate ? answered : null, {
    version: revision,
    delay: revision === 0 ? 0 : pause,
  })
  return answer && !(answer instanceof FoveaError) ? answer : null
}
