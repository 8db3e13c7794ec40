// Ranges of bytes: what players ask for, and what nobody should.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fileResponse, parseRange } from './file-response'

describe('parseRange', () => {
  it.each([
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=10-5000', { start: 10, end: 99 }],
    ['bytes=99-99', { start: 99, end: 99 }],
    ['bytes=-5', { start: 95, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
  ])('%s is a part', (header, range) => expect(parseRange(header, 100)).toEqual(range))

  it.each([
    [null],
    [''],
    ['bytes=-'],
    ['bytes'],
    ['items=0-5'],
    ['bytes=5-4'],
    ['bytes=0-1,5-6'],
    ['bytes=a-b'],
    ['bytes=1.5-2'],
    ['bytes=0x10-'],
    ['bytes=-1-5'],
    ['bytes= 0-5'],
    ['bytes=٣-'],
    [`bytes=${'9'.repeat(400)}-`],
    ['bytes=0-\r\nX: y'],
  ])('%j is not, so the whole file is sent', (header) => expect(parseRange(header, 100)).toBeUndefined())

  it.each(['bytes=100-', 'bytes=999999999999999-', 'bytes=-0'])('%s lies outside', (header) =>
    expect(parseRange(header, 100)).toBeNull(),
  )
  it('has nothing of an empty file', () => {
    expect(['bytes=0-', 'bytes=-1'].map((header) => parseRange(header, 0))).toEqual([null, null])
  })
})

describe('fileResponse', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fovea-range-'))
  const path = join(folder, 'film.mp4')
  const bytes = Buffer.from(Array.from({ length: 700_000 }, (_, i) => i % 251))
  writeFileSync(path, bytes)
  afterAll(() => rmSync(folder, { recursive: true }))
  const asked = async (
    range: string | null,
  ): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> => {
    const response = await fileResponse(path, { 'Content-Type': 'video/mp4' }, range)
    const headers = Object.fromEntries(response.headers)
    return { status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) }
  }

  it('sends the whole file in its chunks', async () => {
    const { status, headers, body } = await asked(null)
    expect(status).toBe(200)
    expect(headers).toMatchObject({ 'content-length': '700000', 'accept-ranges': 'bytes', 'content-type': 'video/mp4' })
    expect(body.equals(bytes)).toBe(true)
  })
  it('sends a part that ends within the file', async () => {
    const { status, headers, body } = await asked('bytes=300000-600000')
    expect(status).toBe(206)
    expect(headers).toMatchObject({ 'content-length': '300001', 'content-range': 'bytes 300000-600000/700000' })
    expect(body.equals(bytes.subarray(300_000, 600_001))).toBe(true)
  })
  it('says how long the file is where a part lies outside', async () => {
    const { status, headers, body } = await asked('bytes=700000-')
    expect({ status, range: headers['content-range'], sent: body.length }).toEqual({
      status: 416,
      range: 'bytes */700000',
      sent: 0,
    })
  })
  it('stops reading when nobody wants the rest', async () => {
    const response = await fileResponse(path, {}, 'bytes=0-')
    const reader = response.body!.getReader()
    expect((await reader.read()).value?.length).toBeGreaterThan(0)
    await reader.cancel()
    expect((await reader.read()).done).toBe(true)
  })
  it('rejects where there is no file', async () => {
    await expect(fileResponse(join(folder, 'none.mp4'), {}, null)).rejects.toThrow('ENOENT')
  })
})
