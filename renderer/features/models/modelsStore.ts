/** The list of models as the page knows it, and what is being done with one; the engine keeps the truth. */
import { create } from 'zustand'
import { FoveaError } from '../../../contract/errors'
import type { ModelList } from '../../../contract'
import { t } from '../../../strings'
import { call } from '../../app/client'
import type { Call } from '../../app/client'
import { showModelError } from './modelErrors'

type Action = 'use' | 'verify' | 'remove' | 'forget' | 'compact' | 'together'

interface ModelsState {
  /** Null until it was read. */
  list: ModelList | null
  error: FoveaError | null
  /** What takes a moment, and with which model. */
  busy: { id: string; action: Action } | null
  /** The last thing that was done, as a sentence. */
  said: string
}

/** `ask` is the bridge, `complain` shows what went wrong; tests pass their own. */
function createModels(ask: Call, complain: typeof showModelError) {
  const store = create<ModelsState>(() => ({ list: null, error: null, busy: null, said: '' }))
  const { setState: set } = store
  let asked = 0

  /** The last one asked for counts, in whatever order answers come. */
  async function load(): Promise<void> {
    const number = ++asked
    try {
      const list = await ask('models.list')
      if (number === asked) set({ list, error: null })
    } catch (thrown) {
      if (number === asked) set({ error: FoveaError.from(thrown) })
    }
  }

  async function attempt(complaint: string, action: () => Promise<unknown>): Promise<void> {
    try {
      await action()
    } catch (thrown) {
      complain(complaint, FoveaError.from(thrown))
    }
  }

  /** One at a time: a second press of a button does nothing. */
  async function during(id: string, action: Action, work: () => Promise<void>): Promise<void> {
    if (store.getState().busy) return
    set({ busy: { id, action }, said: '' })
    try {
      await work()
    } finally {
      set({ busy: null })
    }
  }

  return Object.assign(store, {
    load,
    say: (said: string) => {
      set({ said })
    },
    pull: (id: string) => attempt(t('failed.pullModel'), () => ask('models.pull', { id })),
    pause: () => attempt(t('failed.pullModel'), () => ask('models.pause')),
    cancel: () =>
      attempt(t('failed.pullModel'), async () => {
        await ask('models.cancel')
        await load()
      }),
    importFrom: (from: 'folder' | 'zip') => attempt(t('failed.importModel'), () => ask('models.import', { from })),
    use: (id: string, name: string) =>
      during(id, 'use', () =>
        attempt(t('failed.useModel'), async () => {
          await ask('models.use', { id })
          await load()
          set({ said: t('models.isUsed', { name }) })
        }),
      ),
    verify: (id: string, name: string) =>
      during(id, 'verify', () =>
        attempt(t('failed.verifyModel'), async () => {
          const { fault } = await ask('models.verify', { id })
          await load()
          set({ said: t(fault === null ? 'models.isWhole' : 'models.isBroken', { name }) })
        }),
      ),
    /** Keeps so many numbers of each photo; `id` is the full model. */
    compact: (numbers: number, id: string) =>
      during(id, 'compact', () =>
        attempt(t('failed.useModel'), async () => {
          await ask('models.compact', { numbers })
          await load()
          set({ said: t('models.isCompact', { count: numbers }) })
        }),
      ),
    /** `name` of the model that joins the one in use. */
    together: (id: string, name: string, inUse: string) =>
      during(id, 'together', () =>
        attempt(t('failed.useModel'), async () => {
          const { joined } = await ask('models.together', { id: inUse, other: id })
          await load()
          set({ said: t('models.areTogether', { name, count: joined }) })
        }),
      ),
    /** What a model has left of the photos, `size` as it was shown. */
    forgetVectors: (id: string, size: string) =>
      during(id, 'forget', () =>
        attempt(t('failed.forgetVectors'), async () => {
          await ask('models.forgetVectors', { id })
          await load()
          set({ said: t('models.isForgotten', { size }) })
        }),
      ),
    /** Also what there is of a download. */
    remove: (id: string) =>
      during(id, 'remove', () =>
        attempt(t('failed.removeModel'), async () => {
          await ask('models.remove', { id })
          await load()
        }),
      ),
  })
}

export const useModels = createModels(call, showModelError)
