/** Puts pieces of text into lines, and lines into the order in which they are read. */
import { bounds, type Point, type TurnedRectangle } from './rectangle'
import type { Turn } from './strip'

/** A piece of text where it stands, in pixels of the picture. */
export interface Piece {
  text: string
  part: TurnedRectangle
  /** What had to be done to read it. */
  turn: Turn
}

/** Left, top, right and bottom. */
export type Box = [left: number, top: number, right: number, bottom: number]

export interface TextLine {
  text: string
  /** In pixels. */
  box: Box
}

/** Pieces of one line overlap by this much of the lower one's height. */
const sameLine = 0.5
/** A wider gap, in heights of the line, begins another column. */
const widestGap = 1.5
/** Letters of one line are at most this much larger than the others. */
const similarHeight = 2

/** A piece or a line of them as its reader sees it: along the direction of reading, and across it. */
interface Run extends TextLine {
  from: number
  to: number
  top: number
  bottom: number
}

/** A page that lies on its side or is a little turned is read along its own lines. */
export function toLines(pieces: readonly Piece[]): TextLine[] {
  const direction = commonDirection(pieces)
  const lines: Run[] = []
  for (const run of pieces.map((piece) => toRun(piece, direction)).sort((a, b) => a.from - b.from)) {
    const before = lines.findLast((line) => continues(line, run))
    if (before) Object.assign(before, joined(before, run))
    else lines.push(run)
  }
  return inReadingOrder(lines).map(({ text, box }) => ({ text, box }))
}

const turnAngles: Record<Turn, number> = { none: 0, left: Math.PI / 2, around: Math.PI, right: -Math.PI / 2 }

/** Where most letters run, in radians. */
function commonDirection(pieces: readonly Piece[]): number {
  let [x, y] = [0, 0]
  for (const { text, part, turn } of pieces) {
    const angle = part.angle + turnAngles[turn]
    x += Math.cos(angle) * text.length
    y += Math.sin(angle) * text.length
  }
  return Math.atan2(y, x)
}

function toRun({ text, part }: Piece, direction: number): Run {
  const { x, y } = turnedBack(part.centre, direction)
  const [left, top, right, bottom] = bounds({ ...part, centre: { x, y }, angle: part.angle - direction })
  return { text, box: bounds(part), from: left, to: right, top, bottom }
}

function turnedBack({ x, y }: Point, direction: number): Point {
  const [cos, sin] = [Math.cos(direction), Math.sin(direction)]
  return { x: x * cos + y * sin, y: y * cos - x * sin }
}

function continues(line: Run, piece: Run): boolean {
  const [lineHeight, height] = [line.bottom - line.top, piece.bottom - piece.top]
  const [lower, higher] = [Math.min(lineHeight, height), Math.max(lineHeight, height)]
  const overlap = Math.min(line.bottom, piece.bottom) - Math.max(line.top, piece.top)
  const gap = piece.from - line.to
  return overlap >= sameLine * lower && higher <= similarHeight * lower && gap <= widestGap * lower && gap > -lower
}

function joined(line: Run, piece: Run): Run {
  return {
    text: `${line.text} ${piece.text}`,
    from: Math.min(line.from, piece.from),
    to: Math.max(line.to, piece.to),
    top: Math.min(line.top, piece.top),
    bottom: Math.max(line.bottom, piece.bottom),
    box: [
      Math.min(line.box[0], piece.box[0]),
      Math.min(line.box[1], piece.box[1]),
      Math.max(line.box[2], piece.box[2]),
      Math.max(line.box[3], piece.box[3]),
    ],
  }
}

/** From the top to the bottom; what stands side by side from the left to the right. */
function inReadingOrder(lines: Run[]): Run[] {
  const rows: Run[][] = []
  for (const line of lines.sort((a, b) => middle(a) - middle(b))) {
    const row = rows.at(-1)
    const first = row?.[0]
    if (row && first && middle(line) < first.bottom && middle(first) > line.top) row.push(line)
    else rows.push([line])
  }
  return rows.flatMap((row) => row.sort((a, b) => a.from - b.from))
}

function middle({ top, bottom }: Run): number {
  return (top + bottom) / 2
}
