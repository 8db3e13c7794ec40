/** The proxy that the system would use for downloads. */
import { readFileSync } from 'node:fs'
import { session } from 'electron'

/** Of models; nothing, where there is none or the system does not say. The environment's own variables are the engine's to read. */
export async function systemProxy(catalogue: string): Promise<{ proxy?: string }> {
  try {
    const [, address] = /"(https:\/\/[^"{]+)/.exec(readFileSync(catalogue, 'utf8')) ?? []
    const proxy = address === undefined ? undefined : await proxyFor(address)
    return proxy === undefined ? {} : { proxy }
  } catch {
    return {}
  }
}

/** Has requests of this process go through the system's proxy, where the environment names none. */
export async function useSystemProxy(address: string): Promise<void> {
  const proxy = await proxyFor(address).catch(() => undefined)
  if (proxy !== undefined) process.env['https_proxy'] ??= process.env['HTTPS_PROXY'] ?? proxy
}

async function proxyFor(address: string): Promise<string | undefined> {
  return proxyAddress(await session.defaultSession.resolveProxy(address))
}

/** Of Chromium's answer, "PROXY host:port; DIRECT", the first address; SOCKS is not spoken here. */
export function proxyAddress(answer: string): string | undefined {
  const [, kind, address] = /^\s*(PROXY|HTTPS)\s+([^;\s]+)/.exec(answer) ?? []
  if (kind === undefined || address === undefined) return undefined
  return `${kind === 'HTTPS' ? 'https' : 'http'}://${address}`
}
