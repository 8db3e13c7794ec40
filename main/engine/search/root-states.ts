/** Which folders of the library are there now, for a process that only reads: asked at every search, so it never waits long. */
import type { RootRecord } from '../library/library-file'
import type { Mount, MountTable } from '../library/mounts'
import { lookForRoot, type KnownFile, type Look } from '../library/presence'

export interface RootNow extends RootRecord {
  state: Look['state']
  /** Its photos can be found and shown as thumbnails, not opened. */
  isOffline: boolean
}

/** A network drive that is gone can take minutes to say so. Whoever has not answered by then is offline until it does. */
const patienceMs = 1000

export class RootStates {
  readonly #mounts: MountTable
  readonly #sample: (root: string) => Promise<KnownFile[]>
  /** Looks that have not ended, by root. */
  readonly #looking = new Map<string, { look: Promise<Look>; since: number }>()

  constructor(mounts: MountTable, sample: (root: string) => Promise<KnownFile[]>) {
    this.#mounts = mounts
    this.#sample = sample
  }

  async now(roots: readonly RootRecord[]): Promise<RootNow[]> {
    const mounts = this.#mounts()
    return Promise.all(
      roots.map(async (record) => {
        const others = roots.filter(({ id }) => id !== record.id).map(({ path }) => path)
        const look = await this.#look(record, mounts, others)
        // One that is mounted elsewhere now is followed by whoever writes the library; until then it is away.
        const state = look === undefined || look.path !== record.path ? 'offline' : look.state
        return { ...record, state, isOffline: state !== 'there' }
      }),
    )
  }

  /** Undefined when the disk does not answer. */
  async #look(record: RootRecord, mounts: Promise<Mount[]>, others: string[]): Promise<Look | undefined> {
    const key = JSON.stringify([record.id, record.path])
    let looking = this.#looking.get(key)
    if (!looking) {
      const known = (): Promise<KnownFile[]> => this.#sample(record.id)
      const look = lookForRoot(record, { mounts: () => mounts, known, others }).finally(() => this.#looking.delete(key))
      this.#looking.set(key, (looking = { look, since: performance.now() }))
    }
    const { look, since } = looking
    return atMost(look, Math.max(0, since + patienceMs - performance.now()))
  }
}

async function atMost<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined)
  })
  return Promise.race([work, late]).finally(() => {
    clearTimeout(timer)
  })
}
