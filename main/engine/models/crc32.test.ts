// The zip checksum, against the check value of its definition.
import { expect, it } from 'vitest'
import { crc32 } from './crc32'

it('has the check value of CRC-32', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926)
  expect(crc32(Buffer.from(''))).toBe(0)
})

it('goes on with what came before', () => {
  expect(crc32(Buffer.from('6789'), crc32(Buffer.from('12345')))).toBe(0xcbf43926)
})
