// What Chromium says of proxies, as an address.
import { expect, it, vi } from 'vitest'
import { proxyAddress } from './proxy'

vi.mock('electron', () => ({ session: {} }))

it.each([
  ['DIRECT', undefined],
  ['PROXY proxy.example:3128; DIRECT', 'http://proxy.example:3128'],
  ['HTTPS secure.example:443', 'https://secure.example:443'],
  ['SOCKS5 socks.example:1080; PROXY later.example:80', undefined],
  ['', undefined],
])('%s', (answer, address) => {
  expect(proxyAddress(answer)).toBe(address)
})
