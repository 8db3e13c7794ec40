/** Maps that keep their last entries. */

export function remember<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > most && oldest !== undefined) map.delete(oldest)
}
