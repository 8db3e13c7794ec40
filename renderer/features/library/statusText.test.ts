/** Tests of the words in the status bar. */
import { describe, expect, it } from 'vitest'
import type { LibraryStatus } from '../../../contract'
import { formatMoment } from '../../app/format'
import { missingFolders, statusText } from './statusText'

const status: LibraryStatus = {
  phase: 'indexing',
  pausedBy: [],
  pausedUntil: null,
  slowedBy: [],
  cpuShare: 100,
  counts: { ready: 0, pending: 0, failed: 0, offline: 0 },
  kinds: { image: 0, video: 0, text: 0 },
  run: { done: 1234, total: 10_000, embedded: 0, reused: 0, failed: 0 },
  rate: 43.2,
  etaSeconds: 200,
  folder: 'Trips/2019',
  roots: [],
  reading: { mode: 'likely', isReading: false, done: 0, total: 0 },
  revision: 1,
}

describe('statusText', () => {
  it('says nothing when nothing goes on', () => {
    expect(statusText({ ...status, phase: 'idle' })).toBeNull()
  })

  it('says how far the reading of words is while there is nothing else to do', () => {
    const reading = { mode: 'likely', isReading: true, done: 120, total: 800 } as const
    expect(statusText({ ...status, phase: 'idle', reading })).toEqual({
      title: 'Reading words in pictures',
      details: ['120 of 800'],
      progress: 0.15,
    })
    expect(statusText({ ...status, reading })).toMatchObject({ title: 'Indexing' })
  })

  it('says how far indexing is, and leaves out what is not known yet', () => {
    expect(statusText(status)).toEqual({
      title: 'Indexing',
      details: ['1,234 of 10,000', '43 a second', 'about 3 minutes left', 'Trips/2019'],
      progress: 0.1234,
    })
    expect(statusText({ ...status, rate: 0, etaSeconds: null, folder: '' })?.details).toEqual(['1,234 of 10,000'])
  })

  it('has no total while it still scans', () => {
    expect(statusText({ ...status, phase: 'scanning' })).toMatchObject({
      details: ['10,000 new photos so far', 'Trips/2019'],
      progress: null,
    })
  })

  it('says why it is paused', () => {
    expect(statusText({ ...status, phase: 'paused', pausedBy: ['user'] })?.title).toBe('Paused')
    expect(statusText({ ...status, phase: 'paused', pausedBy: ['user', 'disk-full'] })?.title).toContain('disk is full')
    const soon = Date.now() + 60_000
    const title = statusText({
      ...status,
      phase: 'paused',
      pausedBy: ['until', 'battery-low', 'disk-full'],
      pausedUntil: soon,
    })?.title
    expect(title).toContain(`Paused until ${formatMoment(soon)}`)
    expect(title).toContain('disk is full')
    expect(title).toContain('battery is under 20 %')
  })

  it('says all reasons why it is slow', () => {
    const details = statusText({ ...status, slowedBy: ['searching', 'battery', 'share'], cpuShare: 25 })?.details
    expect(details).toEqual(
      expect.arrayContaining(['waiting for your search', 'slower on battery', '25 % of the processor']),
    )
  })
})

describe('missingFolders', () => {
  const root = (name: string, state: 'watching' | 'offline' | 'unreadable') => ({
    id: '0123456789abcdef',
    path: name,
    name,
    state,
    ready: 0,
    pending: 0,
    failed: 0,
    offline: 0,
    isSample: false,
    isNetwork: false,
    include: [],
    exclude: [],
    paused: false,
    rescanMinutes: null,
  })

  it('names one folder and counts more', () => {
    expect(missingFolders([root('a', 'watching')])).toBeNull()
    expect(missingFolders([root('a', 'watching'), root('Drive', 'offline')])).toBe('“Drive” cannot be reached')
    expect(missingFolders([root('a', 'unreadable'), root('b', 'offline')])).toBe('2 folders cannot be reached')
  })
})
