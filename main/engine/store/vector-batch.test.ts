import { makeData, RecordBatch, Schema, Field, Struct, Utf8, Float64, vectorFromArray } from 'apache-arrow'
import { expect, it } from 'vitest'
import { valuesOf } from './vector-batch'

function batchOf(names: readonly (string | null)[]): RecordBatch {
  const columns = { name: vectorFromArray(names, new Utf8()), size: vectorFromArray(names.map((_, i) => i + 0.5)) }
  const schema = new Schema([new Field('name', new Utf8(), true), new Field('size', new Float64())])
  const children = [columns.name.data[0]!, columns.size.data[0]!]
  return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: names.length, children }))
}

it.each([
  ['plain', ['a', '', 'sea and sky', 'b']],
  ['beyond ASCII', ['Zürich', '東京', '', 'a', '🏔️']],
  ['with gaps', ['a', null, 'c']],
])('gives the texts of a column: %s', (_, names) => {
  const batch = batchOf(names)
  expect(valuesOf(batch, 'name')).toEqual(names)
  expect(valuesOf(batch.slice(1), 'name')).toEqual(names.slice(1))
  expect(valuesOf(batch, 'size')).toEqual(names.map((_, i) => i + 0.5))
})

it('gives nothing for a column that is not there', () => {
  expect(valuesOf(batchOf(['a']), 'other')).toEqual([])
})
