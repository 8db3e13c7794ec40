/** Addresses of pictures, answered by the shell's protocol handler. */
import type { ResultItem } from '../../contract'

/** WebP, long side up to 512 px; the address changes with the content, so it is cached for ever. */
export function thumbUrl(item: Pick<ResultItem, 'hash'>): string {
  return `fovea://thumb/${item.hash}`
}

export function originalUrl(item: Pick<ResultItem, 'id'>): string {
  return `fovea://original/${item.id}`
}
