/** The name of a part of the map of meaning. */
import type { MeaningMap } from '../../../contract'
import { t } from '../../../strings'

/** Concepts are English; a part that shows nothing in particular has none. */
export function clusterName({ concepts }: Pick<MeaningMap['clusters'][number], 'concepts'>): string {
  if (concepts.length === 0) return t('meaning.mixed')
  const name = concepts.join(', ')
  return name.charAt(0).toLocaleUpperCase() + name.slice(1)
}
