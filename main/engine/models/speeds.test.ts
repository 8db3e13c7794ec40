/** Tests of measured speeds: what is remembered of indexing, and what follows for other models. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { photoTime, readSpeeds, SpeedMeter } from './speeds'

let path: string
let now = 0
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'fovea-speeds-')), 'speeds.json')
  now = 0
})

const starter = { id: 'starter', revision: '1' }

/** Photos one after the other, each so long, of which the tower takes a part. */
function index(meter: SpeedMeter, photos: number, ms: number, tower: number): void {
  for (let photo = 0; photo < photos; photo++) {
    now += tower
    meter.tower(1, tower)
    now += ms - tower
    meter.settled(true)
  }
}

describe('the meter', () => {
  it('remembers what the tower takes and what all else does', () => {
    const meter = new SpeedMeter(path, starter, () => now)
    index(meter, 20, 30, 10)
    meter.save()
    expect(readSpeeds(path)).toEqual({ version: 1, rest: 20, towers: { 'starter@1': 10 } })
  })

  it('counts neither pauses nor quiet times, and adds to what is known of other models', () => {
    writeFileSync(path, JSON.stringify({ version: 1, rest: 5, towers: { 'other@2': 90 } }))
    const meter = new SpeedMeter(path, starter, () => now)
    index(meter, 10, 30, 10)
    now += 60_000
    index(meter, 10, 30, 10)
    meter.idle()
    now += 5000
    index(meter, 10, 30, 10)
    meter.save()
    expect(readSpeeds(path)).toEqual({ version: 1, rest: 20, towers: { 'other@2': 90, 'starter@1': 10 } })
  })

  it('says nothing after a handful of photos, and follows a computer that became slower', () => {
    const meter = new SpeedMeter(path, starter, () => now)
    index(meter, 5, 30, 10)
    meter.save()
    expect(readSpeeds(path)).toBeNull()
    index(meter, 600, 30, 10)
    index(meter, 4000, 300, 100)
    meter.save()
    expect(readSpeeds(path)?.towers['starter@1']).toBeCloseTo(100, 0)
  })

  it('begins anew from a damaged file', () => {
    writeFileSync(path, '{"version":1,"rest":')
    expect(readSpeeds(path)).toBeNull()
    const meter = new SpeedMeter(path, starter, () => now)
    index(meter, 20, 30, 10)
    meter.save()
    expect(readFileSync(path, 'utf8')).toContain('starter@1')
  })
})

describe('what a photo takes', () => {
  const speeds = { version: 1 as const, rest: 20, towers: { 'starter@1': 10 } }
  const known = [{ name: 'starter@1', cost: 1 }]

  it('is the rest and the tower: measured, tried out, or scaled by the work', () => {
    expect(photoTime(speeds, { name: 'starter@1', cost: 1 }, known)).toBe(30)
    expect(photoTime(speeds, { name: 'mine@a', trialMs: 70 }, known)).toBe(90)
    expect(photoTime(speeds, { cost: 40 }, known)).toBe(420)
  })

  it('is not known before anything was measured, nor for a model of unknown work', () => {
    expect(photoTime(null, { cost: 40 }, known)).toBeNull()
    expect(photoTime(speeds, {}, known)).toBeNull()
    expect(photoTime(speeds, { cost: 40 }, [])).toBeNull()
  })
})
