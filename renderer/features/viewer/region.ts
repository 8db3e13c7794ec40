/** A rectangle on a photo, in fractions of its width and height from the top left. */
export interface Region {
  x: number
  y: number
  w: number
  h: number
}

interface At {
  x: number
  y: number
}

/** Smaller parts show too little to search by. */
export const smallest = 0.05
/** Half the photo's sides, in its middle: where the keyboard starts. */
export const middleRegion: Region = { x: 0.25, y: 0.25, w: 0.5, h: 0.5 }

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))

/** Between two corners; null while it is too small to be meant. */
export function regionBetween(from: At, to: At): Region | null {
  const [x1, x2] = [clamp(Math.min(from.x, to.x), 0, 1), clamp(Math.max(from.x, to.x), 0, 1)]
  const [y1, y2] = [clamp(Math.min(from.y, to.y), 0, 1), clamp(Math.max(from.y, to.y), 0, 1)]
  if (x2 - x1 < smallest || y2 - y1 < smallest) return null
  return { x: x1, y: y1, w: x2 - x1, h: y2 - y1 }
}

export function moveRegion(region: Region, by: At): Region {
  return { ...region, x: clamp(region.x + by.x, 0, 1 - region.w), y: clamp(region.y + by.y, 0, 1 - region.h) }
}

/** Moves the lower right corner. */
export function resizeRegion(region: Region, by: At): Region {
  return {
    ...region,
    w: clamp(region.w + by.x, smallest, 1 - region.x),
    h: clamp(region.h + by.y, smallest, 1 - region.y),
  }
}
