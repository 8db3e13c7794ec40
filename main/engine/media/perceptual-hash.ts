/** A perceptual hash of a picture: 64 bits that stay much the same when it is resized, recompressed or brightened a little. */

/** The picture is looked at in this many cells a side; of its frequencies, the lowest of each direction decide. */
const side = 32
const kept = 8

/** Cosines of the discrete cosine transform (DCT-II), one row a frequency. */
const cosines = Array.from({ length: kept }, (_, frequency) =>
  Float64Array.from({ length: side }, (_, cell) => Math.cos((Math.PI * frequency * (2 * cell + 1)) / (2 * side))),
)

/**
 * pHash (Zauner 2010): grey, 32 by 32 area means, the lowest 8 by 8 frequencies of the DCT, one bit each for whether it is
 * above their median. RGB bytes row by row; 16 lower-case hex digits.
 */
export function perceptualHash(pixels: Uint8Array, width: number, height: number): string {
  const cells = areaMeans(pixels, width, height)
  const rows = Array.from({ length: side }, (_, y) => transform(cells.subarray(y * side, (y + 1) * side)))
  const frequencies: number[] = []
  for (let x = 0; x < kept; x++) frequencies.push(...transform(Float64Array.from(rows, (row) => row[x] ?? 0)))
  // The mean brightness says nothing of what is to be seen and would shift the median.
  const sorted = frequencies.slice(1).sort((a, b) => a - b)
  const median = sorted[sorted.length >> 1] ?? 0
  const bits = frequencies.map((frequency, i) => (i > 0 && frequency > median ? '1' : '0')).join('')
  return BigInt(`0b${bits}`).toString(16).padStart(16, '0')
}

/** In how many of the 64 bits two hashes differ. Up to about 6, they are of the same picture. */
export function hammingDistance(a: string, b: string): number {
  let differing = BigInt(`0x${a}`) ^ BigInt(`0x${b}`)
  let count = 0
  for (; differing > 0n; differing &= differing - 1n) count++
  return count
}

/** Brightness of each cell (ITU-R BT.601), row by row. Each cell is at least one pixel, also of the smallest picture. */
function areaMeans(pixels: Uint8Array, width: number, height: number): Float64Array {
  const cells = new Float64Array(side * side)
  for (let row = 0; row < side; row++) {
    const [top, bottom] = span(row, height)
    for (let column = 0; column < side; column++) {
      const [left, right] = span(column, width)
      let sum = 0
      for (let y = top; y < bottom; y++) {
        for (let at = (y * width + left) * 3, end = (y * width + right) * 3; at < end; at += 3) {
          sum += 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0)
        }
      }
      cells[row * side + column] = sum / ((bottom - top) * (right - left))
    }
  }
  return cells
}

function span(cell: number, length: number): [from: number, to: number] {
  const from = Math.floor((cell * length) / side)
  return [from, Math.max(from + 1, Math.floor(((cell + 1) * length) / side))]
}

function transform(values: Float64Array): number[] {
  return cosines.map((row) => row.reduce((sum, cosine, i) => sum + cosine * (values[i] ?? 0), 0))
}
