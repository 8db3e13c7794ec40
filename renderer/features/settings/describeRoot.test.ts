/** Tests of the line that describes a folder. */
import { describe, expect, it } from 'vitest'
import type { Root } from '../../../contract'
import { describeRoot } from './describeRoot'

const root: Root = {
  id: '0123456789abcdef',
  path: '/home/ada/Pictures',
  name: 'Pictures',
  state: 'watching',
  ready: 1200,
  pending: 0,
  failed: 0,
  offline: 0,
  isSample: false,
  isNetwork: false,
  include: [],
  exclude: [],
  paused: false,
  rescanMinutes: null,
}

describe('describeRoot', () => {
  it('says only how many photos there are while all is well', () => {
    expect(describeRoot(root)).toEqual({ text: '1,200 photos', isProblem: false })
  })

  it('says what is still to come and what failed', () => {
    expect(describeRoot({ ...root, state: 'scanning', pending: 30, failed: 1 }).text).toBe(
      'Looking for photos… · 1,200 photos, 30 to be indexed, 1 could not be read',
    )
  })

  it('gives the reason of a problem, in the words of the engine where it has some', () => {
    expect(describeRoot({ ...root, state: 'offline', ready: 0, offline: 1200 })).toEqual({
      text: 'Not connected · 1,200 photos',
      isProblem: true,
    })
    expect(describeRoot({ ...root, state: 'unreadable', message: 'No permission.' }).text).toMatch(/^No permission\./)
  })
})
