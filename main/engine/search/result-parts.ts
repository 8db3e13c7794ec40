/** Which part of a result is shown with it: the moment of a video, the passage of a note. */
import { partId } from '../store/schema'
import type { VectorMatrix } from './matrix'
import type { Plan } from './scoring/plan'

/** When the videos among these show best what is looked for, by id. */
export async function momentsOf(
  plan: Plan,
  matrix: VectorMatrix,
  ranked: readonly { id: string }[],
): Promise<Map<string, number>> {
  if (!matrix.parts.haveFrames) return new Map()
  const known = ranked.flatMap(({ id }) => {
    const row = matrix.rowOf(id)
    return row === undefined ? [] : [{ id, row }]
  })
  const wanted = plan.leaves.slice(0, plan.asked).filter(({ isAvoided }) => !isAvoided)
  const rows = Int32Array.from(known, ({ row }) => row)
  const moments = await matrix.parts.moments(
    rows,
    wanted.map(({ probe }) => probe),
  )
  return new Map([...moments].map(([place, at]) => [known[place]!.id, at]))
}

/** What a note begins with, where nothing is looked for in it. */
export function firstPassages(ids: readonly string[], matrix: VectorMatrix): Map<string, string> {
  const notes = ids.filter((id) => matrix.kinds[matrix.rowOf(id) ?? -1] === 'text')
  return new Map(notes.map((id) => [id, partId(id, 'passage', 0)]))
}
