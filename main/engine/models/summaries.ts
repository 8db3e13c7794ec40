/** How the list of models tells of each: what is here, what can be downloaded, what cannot. */
import { FoveaError, type ModelSummary } from '../../../contract'
import type { Manifest } from '../encoder/manifest'
import type { Catalogue, CatalogueModel } from './catalogue'
import { bytesOf } from './installed'

export function summaryOf(manifest: Manifest, inUse: string, note: string): ModelSummary {
  const { id, name, licence, languages, dimension, pair } = manifest
  return {
    ...{ id, name, licence, languages, dimension, note },
    state: 'installed',
    isInUse: id === inUse,
    isRecommended: false,
    speed: null,
    bytes: bytesOf(manifest),
    bytesHere: bytesOf(manifest),
    quality: [],
    msPerPhoto: null,
    noteIn: {},
    parts: pair ? [partOf(pair.first, pair.weight), partOf(pair.second, 1 - pair.weight)] : [],
  }
}

const partOf = ({ id, name }: Pick<Manifest, 'id' | 'name'>, share: number): ModelSummary['parts'][number] => ({
  id,
  name,
  share,
})

export function unknownOf(id: string): ModelSummary {
  return {
    ...{ id, name: id, licence: 'not stated', languages: [], dimension: null, note: '', quality: [], speed: null },
    ...{
      state: 'damaged',
      isInUse: false,
      isRecommended: false,
      bytes: null,
      bytesHere: 0,
      msPerPhoto: null,
      noteIn: {},
      parts: [],
    },
  }
}

export function availableOf({ files, recommended, ...about }: CatalogueModel, bytesHere: number): ModelSummary {
  const isExact = files.every(({ bytes }) => bytes !== null)
  const { id, name, licence, languages, dimension, speed, quality, note, noteIn, approximateBytes } = about
  return {
    ...{ id, name, licence, languages, dimension, speed, quality, note, noteIn, bytesHere },
    msPerPhoto: null,
    parts: [],
    state: bytesHere > 0 ? 'partial' : 'available',
    isInUse: false,
    isRecommended: recommended,
    bytes: isExact ? files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) : approximateBytes,
  }
}

export function known(catalogue: Catalogue, id: string): CatalogueModel {
  const model = catalogue.models.find((candidate) => candidate.id === id)
  if (model) return model
  const closed = catalogue.importOnly.find((candidate) => candidate.id === id)
  if (closed) {
    throw new FoveaError('MODEL_UNSUPPORTED', `${closed.name} cannot be downloaded by Fovea. ${closed.note}`)
  }
  throw new FoveaError('NOT_FOUND', `There is no model “${id}” to download. fovea models list shows which there are.`)
}
