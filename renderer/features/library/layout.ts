/**
 * Justified rows: every photo keeps its shape, every row fills the width, and rows come out close to one height.
 *
 * [Note: pages are laid out alone] Results arrive in pages, in any order. No row crosses the border of a page, so a
 * page that arrives changes its own rows only: the rest of a library of 100,000 photos keeps its geometry.
 *
 * Breaks within a page are the best of all, not the first that fit: the total of squared log height errors is
 * minimised by dynamic programming (Knuth and Plass, "Breaking paragraphs into lines", 1981).
 */
export interface Row {
  /** Index of its first photo among all results. */
  start: number
  height: number
  /** Width of each photo; whole pixels, so that edges stay sharp. */
  widths: readonly number[]
  /** Space above the photos, for a divider. */
  above?: number
}

/** Parts the photos before one from those after it, which begin a row. */
export interface Divider {
  at: number
  height: number
}

export interface Geometry {
  width: number
  rowHeight: number
  gap: number
}

export interface PhotoLayout {
  rows: readonly Row[]
  /** Upper edge of each row, from 0; one more entry for the end. */
  tops: Float64Array
}

interface Shape {
  width: number
  height: number
}

/** Shape assumed for a photo whose page has not arrived. */
const assumedAspect = 3 / 2
/** Of the card of a note. */
const noteAspect = 1.3
/** Panoramas and tall screenshots are cropped to these in the grid. */
const [narrowest, widest] = [0.5, 2.8]
/** Rows lower than this part of the wanted height are not tried. */
const lowest = 0.5

export function aspectOf(shape: Shape): number {
  if (shape.height === 0) return noteAspect
  return Math.min(widest, Math.max(narrowest, shape.width / shape.height))
}

/** Breaks one page into rows (`start` counts from the page's first photo). `isLast`: its last row may stay short. */
export function layoutPage(aspects: readonly number[], geometry: Geometry, isLast: boolean): Row[] {
  const { width, rowHeight, gap } = geometry
  const count = aspects.length
  /** cost[i]: of the best way to break the first i photos; from[i]: where its last row starts. */
  const cost = new Float64Array(count + 1).fill(Infinity)
  const from = new Int32Array(count + 1)
  cost[0] = 0
  for (let start = 0; start < count; start++) {
    let sum = 0
    for (let end = start + 1; end <= count; end++) {
      sum += aspects[end - 1] ?? assumedAspect
      const height = heightToFill(sum, end - start, width, gap)
      if (height < rowHeight * lowest && end > start + 1) break
      const error = Math.log(height / rowHeight)
      const mayStayShort = isLast && end === count && height > rowHeight
      const total = (cost[start] ?? Infinity) + (mayStayShort ? 0 : error * error)
      if (total < (cost[end] ?? Infinity)) {
        cost[end] = total
        from[end] = start
      }
    }
  }
  const rows: Row[] = []
  for (let end = count; end > 0;) {
    const start = from[end] ?? 0
    rows.push(makeRow(start, aspects.slice(start, end), geometry, isLast && end === count))
    end = start
  }
  return rows.reverse()
}

function heightToFill(aspectSum: number, count: number, width: number, gap: number): number {
  return Math.max(1, width - gap * (count - 1)) / aspectSum
}

function makeRow(start: number, aspects: readonly number[], geometry: Geometry, isLast: boolean): Row {
  const { width, rowHeight, gap } = geometry
  const sum = aspects.reduce((total, aspect) => total + aspect, 0)
  const filling = heightToFill(sum, aspects.length, width, gap)
  const height = isLast ? Math.min(filling, rowHeight) : filling
  // Rounding the edges, not the widths, keeps the row's right edge exact.
  let edge = 0
  const widths = aspects.map((aspect) => {
    const left = Math.round(edge)
    edge += aspect * height
    return Math.max(1, Math.round(edge) - left)
  })
  return { start, height: Math.max(1, Math.round(height)), widths }
}

/** Lays out the photos between the cuts alone. A cut at the end lets the last row of the page stay short. */
function layoutParts(aspects: readonly number[], cuts: readonly number[], geometry: Geometry, isLast: boolean): Row[] {
  const count = aspects.length
  const inner = cuts.filter((cut) => cut > 0 && cut < count)
  const mayEndShort = isLast || cuts.includes(count)
  if (inner.length === 0) return layoutPage(aspects, geometry, mayEndShort)
  const rows: Row[] = []
  for (const [index, end] of [...inner, count].entries()) {
    const start = inner[index - 1] ?? 0
    const isShort = end < count || mayEndShort
    for (const row of layoutPage(aspects.slice(start, end), geometry, isShort)) {
      rows.push({ ...row, start: row.start + start })
    }
  }
  return rows
}

interface CachedPage {
  key: string
  rows: readonly Row[]
}
/** Rows of a page, counted from its first photo. */
const cache = new WeakMap<readonly Shape[], CachedPage>()
/** Of pages that have not arrived, by how they are cut; all of one geometry. */
let assumedPages: { geometry: string; rows: Map<string, readonly Row[]> } = { geometry: '', rows: new Map() }
/** The rows that each page had among all when it was last laid out: they stay the same objects, and need no new render. */
const placedPages: { from: readonly Row[]; dividers: string; rows: readonly Row[] }[] = []

/** The indices at which dividers cut a page, from 1 to its length. They are in order, as pages are. */
function cutsIn(dividers: readonly Divider[], from: number, offset: number, count: number): number[] {
  const cuts: number[] = []
  for (let i = from; i < dividers.length && dividers[i]!.at <= offset + count; i++) {
    if (dividers[i]!.at > offset) cuts.push(dividers[i]!.at - offset)
  }
  return cuts
}

/** Lays out `total` photos, of which some pages are loaded. Pages that did not change are taken from a cache. */
export function layoutPhotos(
  total: number,
  pageSize: number,
  pages: ReadonlyMap<number, readonly Shape[]>,
  geometry: Geometry,
  dividers: readonly Divider[] = [],
): PhotoLayout {
  const rows: Row[] = []
  const pageCount = Math.ceil(total / pageSize)
  const ownGeometry = JSON.stringify(geometry)
  if (assumedPages.geometry !== ownGeometry) assumedPages = { geometry: ownGeometry, rows: new Map() }
  /** The first divider that is not before the page. */
  let next = 0
  for (let page = 0; page < pageCount; page++) {
    const offset = page * pageSize
    const count = Math.min(pageSize, total - offset)
    const isLast = page === pageCount - 1
    const shapes = pages.get(page)
    while (next < dividers.length && dividers[next]!.at < offset) next++
    const cuts = cutsIn(dividers, next, offset, count)
    const pageRows = shapes
      ? layoutLoaded(shapes, count, cuts, geometry, isLast)
      : layoutAssumed(count, cuts, geometry, isLast)
    let end = next
    while (end < dividers.length && dividers[end]!.at < offset + count) end++
    for (const row of placePage(page, offset, pageRows, dividers.slice(next, end))) rows.push(row)
  }
  placedPages.length = pageCount
  const tops = new Float64Array(rows.length + 1)
  rows.forEach((row, index) => {
    tops[index + 1] = (tops[index] ?? 0) + outerHeight(row) + geometry.gap
  })
  return { rows, tops }
}

function placePage(page: number, offset: number, from: readonly Row[], dividers: readonly Divider[]): readonly Row[] {
  const key = dividers.map(({ at, height }) => `${at}:${height}`).join()
  const placed = placedPages[page]
  if (placed?.from === from && placed.dividers === key && placed.rows[0]?.start === offset) return placed.rows
  let next = 0
  const rows = from.map((row) => {
    const start = row.start + offset
    while (next < dividers.length && dividers[next]!.at < start) next++
    const divider = dividers[next]
    return { ...row, start, ...(divider?.at === start && { above: divider.height }) }
  })
  placedPages[page] = { from, dividers: key, rows }
  return rows
}

/** With the space above it. */
export function outerHeight({ height, above = 0 }: Row): number {
  return height + above
}

function layoutAssumed(count: number, cuts: readonly number[], geometry: Geometry, isLast: boolean): readonly Row[] {
  const key = [count, isLast, ...cuts].join()
  const known = assumedPages.rows.get(key)
  if (known) return known
  const rows = layoutParts(new Array<number>(count).fill(assumedAspect), cuts, geometry, isLast)
  assumedPages.rows.set(key, rows)
  return rows
}

function layoutLoaded(
  shapes: readonly Shape[],
  count: number,
  cuts: readonly number[],
  geometry: Geometry,
  isLast: boolean,
): readonly Row[] {
  const key = [count, cuts.join(' '), geometry.width, geometry.rowHeight, geometry.gap, isLast].join()
  const cached = cache.get(shapes)
  if (cached?.key === key) return cached.rows
  // The total may have changed since this page was read: trust the total.
  const aspects = Array.from({ length: count }, (_, index) => {
    const shape = shapes[index]
    return shape ? aspectOf(shape) : assumedAspect
  })
  const rows = layoutParts(aspects, cuts, geometry, isLast)
  cache.set(shapes, { key, rows })
  return rows
}

/** Index of the row that holds photo `index`. */
export function rowOfPhoto(rows: readonly Row[], index: number): number {
  return lastWhere(rows.length, (row) => (rows[row]?.start ?? 0) <= index)
}

/** Index of the row at this distance from the top of the grid. */
export function rowAtOffset(layout: PhotoLayout, offset: number): number {
  return lastWhere(layout.rows.length, (row) => (layout.tops[row] ?? 0) <= offset)
}

/** Binary search for the last index where `holds`, which is true up to some point; 0 if it never is. */
function lastWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}

/** Rows by their numbers, both included. */
export interface RowRange {
  first: number
  last: number
}

/** The rows that a window of that height shows, even in part; `offset`: its upper edge from the top of the grid. */
export function rowsInWindow(layout: PhotoLayout, offset: number, height: number): RowRange {
  return { first: rowAtOffset(layout, offset), last: rowAtOffset(layout, offset + Math.max(0, height)) }
}

/** Rendered beyond both ends of the screen: they are there before they are seen. */
const overscan = 3

/** In order. `always` stays in the document, so that the photo with the focus keeps it and the Tab key finds it. */
export function rowsToRender({ first, last }: RowRange, always: number, count: number): number[] {
  const from = Math.max(0, first - overscan)
  const to = Math.min(count - 1, last + overscan)
  const rows = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
  if (always >= to + 1 && always < count) rows.push(always)
  if (always < from) rows.unshift(always)
  return rows
}

/** Where to scroll so that all of a row is seen between what floats over both ends: no further than needed. */
export function scrollTopToShow(
  { rows, tops }: PhotoLayout,
  row: number,
  frame: { scrollTop: number; height: number; start: number; end: number },
): number {
  const top = tops[row] ?? 0
  const bottom = top + (rows[row] ? outerHeight(rows[row]) : 0)
  const lowest = frame.start + bottom + frame.end - frame.height
  return Math.min(top, Math.max(lowest, frame.scrollTop))
}
