// What a vector row copies from its item.
import { describe, expect, it } from 'vitest'
import { itemRow } from '../../../test/integration/support/rows'
import { copiedColumns, itemsSchema, placeOf, vectorsSchema } from './schema'

describe('the schemas', () => {
  it('have a column for everything in a row, and no others', () => {
    const names = (schema: { fields: { name: string }[] }): string[] => schema.fields.map(({ name }) => name).sort()
    expect(names(itemsSchema())).toEqual(Object.keys(itemRow('a.jpg')).sort())
    const row = { ...copiedColumns(itemRow('a.jpg')), hash: '', width: 1, height: 1, live: true, hub: 0, vector: 0 }
    const encoder = { id: 'e', revision: '1', dimension: 8, preprocessing: 1 }
    expect(names(vectorsSchema(encoder))).toEqual(Object.keys(row).sort())
  })
})

describe('the copied columns', () => {
  it.each([
    [null, null, null],
    [3, null, 3],
    [3, 5, 5],
    [3, 0, 0],
  ])('have the stars of the file (%j) unless the person has set some (%j)', (fileRating, userRating, rating) => {
    expect(copiedColumns(itemRow('a.jpg', { fileRating, userRating }))).toMatchObject({ rating })
  })

  it.each([
    ['Strasbourg', 'Grand Est', 'France', 'Strasbourg, Grand Est, France'],
    ['Berlin', 'Berlin', 'Germany', 'Berlin, Germany'],
    [null, null, 'Australia', 'Australia'],
    ['Singapore', null, 'Singapore', 'Singapore, Singapore'],
    [null, null, null, null],
  ])('name the place (%j, %j, %j)', (city, region, country, place) => {
    expect(placeOf({ city, region, country })).toBe(place)
    expect(copiedColumns(itemRow('a.jpg', { city, region, country })).place).toBe(place)
  })
})
