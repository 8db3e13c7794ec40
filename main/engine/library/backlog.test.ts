// The order in which waiting files are read.
import { describe, expect, it } from 'vitest'
import { Backlog, type Waiting } from './backlog'

const file = (root: string, folder: string, mtime: number): Waiting => ({ item: { root, folder, mtime } })

function drain(backlog: Backlog<Waiting>): string[] {
  const order: string[] = []
  for (let task = backlog.take(); task; task = backlog.take()) {
    const { root, folder, mtime } = task.item
    order.push(`${root}/${folder}:${String(mtime)}`)
  }
  return order
}

function filled(): Backlog<Waiting> {
  const backlog = new Backlog<Waiting>()
  backlog.add([file('a', 'trip', 3), file('a', 'trip/sea', 1), file('a', '', 5)])
  backlog.add([file('b', 'trip', 4), file('a', 'tripod', 2)])
  return backlog
}

describe('the backlog', () => {
  it('gives the newest first, whenever it was added', () => {
    expect(drain(filled())).toEqual(['a/:5', 'b/trip:4', 'a/trip:3', 'a/tripod:2', 'a/trip/sea:1'])
  })

  it('gives a folder on screen, and all below it, before everything else', () => {
    const backlog = filled()
    backlog.prioritise({ folders: new Map(), tree: { root: 'a', folder: 'trip' } })
    backlog.add([file('a', 'trip/sea', 0), file('a', 'other', 9)])
    expect(backlog.size).toBe(7)
    expect(drain(backlog)).toEqual([
      'a/trip:3',
      'a/trip/sea:1',
      'a/trip/sea:0',
      'a/other:9',
      'a/:5',
      'b/trip:4',
      'a/tripod:2',
    ])
  })

  it('gives the very folders of photos on screen first, of their root only', () => {
    const backlog = filled()
    backlog.prioritise({ folders: new Map([['a', new Set(['trip'])]]) })
    expect(drain(backlog).slice(0, 2)).toEqual(['a/trip:3', 'a/:5'])
  })

  it('follows what is on screen, and forgets what was', () => {
    const backlog = filled()
    backlog.prioritise({ folders: new Map([['b', new Set(['trip'])]]) })
    backlog.prioritise({ folders: new Map(), tree: { root: 'a', folder: '' } })
    backlog.filter(({ item }) => item.folder !== 'tripod')
    expect(drain(backlog)).toEqual(['a/:5', 'a/trip:3', 'a/trip/sea:1', 'b/trip:4'])
  })
})
