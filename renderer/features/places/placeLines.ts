/** Countries, their regions and cities as the lines of a tree. */
import type { PlaceCount } from '../../../contract'
import { t } from '../../../strings'
import type { TreeLine } from '../browse/treeLines'

interface Place {
  name: string
  /** What the photos of it are found by. */
  place: string
  count: number
  inside: Map<string, Place>
}

/** `choose` is called with the name of a place and what finds it. */
export function placeLines(
  places: readonly PlaceCount[],
  open: ReadonlySet<string>,
  choose: (name: string, place: string) => void,
): TreeLine[] {
  const world = new Map<string, Place>()
  for (const { country, region, city, count } of places) {
    // Cities that are regions of their own are named once, as the filter has them.
    const names = [country, region === city ? null : region, city].filter((name) => name !== null && name !== '')
    let level = world
    for (const [depth, name] of (names as string[]).entries()) {
      const found = level.get(name)
      const place = found ?? {
        name,
        place: names
          .slice(0, depth + 1)
          .reverse()
          .join(', '),
        count: 0,
        inside: new Map<string, Place>(),
      }
      if (!found) level.set(name, place)
      place.count += count
      level = place.inside
    }
  }
  const lines: TreeLine[] = []
  const add = (level: Map<string, Place>, depth: number) => {
    // The places with the most photos first: those are what one looks for.
    for (const each of [...level.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))) {
      const isOpen = each.inside.size === 0 ? null : open.has(each.place)
      lines.push({
        key: each.place,
        level: depth,
        label: each.name === '' ? t('places.unknown') : each.name,
        count: each.count,
        isOpen,
        isChosen: false,
        choose: () => choose(each.name, each.place),
      })
      if (isOpen) add(each.inside, depth + 1)
    }
  }
  add(world, 1)
  return lines
}
