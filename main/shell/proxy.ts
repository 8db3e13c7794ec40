/** The proxy that the system would use for downloads of models. */
import { readFileSync } from 'node:fs'
import { session } from 'electron'

/** Nothing, where there is none or the system does not say; the environment's own variables are the engine's to read. */
export async function systemProxy(catalogue: string): Promise<{ proxy?: string }> {
  try {
    const [, address] = /"(https:\/\/[^"{]+)/.exec(readFileSync(catalogue, 'utf8')) ?? []
    if (address === undefined) return {}
    const proxy = proxyAddress(await session.defaultSession.resolveProxy(address))
    return proxy === undefined ? {} : { proxy }
  } catch {
    return {}
  }
}

/** Of Chromium's answer, "PROXY host:port; DIRECT", the first address; SOCKS is not spoken here. */
export function proxyAddress(answer: string): string | undefined {
  const [, kind, address] = /^\s*(PROXY|HTTPS)\s+([^;\s]+)/.exec(answer) ?? []
  if (kind === undefined || address === undefined) return undefined
  return `${kind === 'HTTPS' ? 'https' : 'http'}://${address}`
}
