// Requests to the page: none is lost while no page listens, none comes twice, and a new page takes over.
import { expect, it } from 'vitest'
import type { PageRequest } from '../../contract'
import { PageRequests } from './page-requests'

const [settings, albums]: PageRequest[] = [
  { kind: 'command', id: 'settings' },
  { kind: 'command', id: 'albums' },
]

it('keeps what is asked until a page listens, and asks each once', () => {
  const requests = new PageRequests()
  const got: PageRequest[] = []
  requests.send(settings!)
  requests.send(albums!)
  const end = requests.subscribe((request) => got.push(request))
  expect(got).toEqual([settings, albums])
  requests.send(settings!)
  expect(got).toEqual([settings, albums, settings])
  end()
  requests.send(albums!)
  requests.subscribe((request) => got.push(request))
  expect(got).toEqual([settings, albums, settings, albums])
})

it('asks the page that came last, also when the one before ends late', () => {
  const requests = new PageRequests()
  const [before, now]: [PageRequest[], PageRequest[]] = [[], []]
  const end = requests.subscribe((request) => before.push(request))
  requests.subscribe((request) => now.push(request))
  end()
  requests.send(settings!)
  expect([before, now]).toEqual([[], [settings]])
})
