/** What can be taken back, last first: by Ctrl+Z (or Cmd+Z) or by the button of its message. */
import { create } from 'zustand'

export interface Step {
  /** What was done, for a person. */
  title: string
  undo: () => unknown
}

/** More than anybody remembers. */
const kept = 100

export function createUndo() {
  const store = create<{ steps: readonly Step[] }>(() => ({ steps: [] }))
  const { getState: get, setState: set } = store

  function record(step: Step): void {
    set(({ steps }) => ({ steps: [...steps.slice(1 - kept), step] }))
  }

  /** Takes back this step, or the last; answers the one that was taken back. */
  async function undo(step = get().steps.at(-1)): Promise<Step | undefined> {
    if (!step || !get().steps.includes(step)) return undefined
    set(({ steps }) => ({ steps: steps.filter((other) => other !== step) }))
    await step.undo()
    return step
  }

  return Object.assign(store, { record, undo })
}

export const useUndo = createUndo()
