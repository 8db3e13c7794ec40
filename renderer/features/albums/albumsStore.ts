/** The albums as the page knows them, and which of their dialogs is open; the searcher keeps the truth. */
import { create } from 'zustand'
import { FoveaError } from '../../../contract/errors'
import type { Album } from '../../../contract'
import { t } from '../../../strings'
import { call, isCancelled } from '../../app/client'
import type { Call } from '../../app/client'
import { showError } from '../../ui/toasts'

/** What the dialog for a new album starts with. */
export interface AlbumDraft {
  kind: Album['kind']
  itemIds: readonly string[]
}

interface Albums {
  /** Null until they were read. */
  albums: readonly Album[] | null
  error: FoveaError | null
  /** Photos that wait for the person to choose an album. */
  adding: readonly string[] | null
  draft: AlbumDraft | null
  /** The album that gets another name, or another threshold. */
  renaming: Album | null
  adjusting: string | null
  /** Grows with every change: photos of an album that are on screen may be out of date. */
  version: number
}

const nothing: Albums = {
  albums: null,
  error: null,
  adding: null,
  draft: null,
  renaming: null,
  adjusting: null,
  version: 0,
}

/** By name, as a person would look them up. */
function inOrder(albums: readonly Album[]): Album[] {
  return [...albums].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: 'base' }))
}

/** `ask` is the bridge and `complain` shows what went wrong; tests pass their own. */
export function createAlbums(ask: Call, complain: typeof showError) {
  const store = create<Albums>(() => nothing)
  const { getState: get, setState: set } = store
  let lastLoad = 0

  async function load(): Promise<void> {
    const current = ++lastLoad
    try {
      const albums = await ask('albums.list')
      // An answer that was overtaken by a change would take that change back.
      if (current === lastLoad) set({ albums: inOrder(albums), error: null })
    } catch (thrown) {
      if (current === lastLoad && !isCancelled(thrown)) set({ error: FoveaError.from(thrown) })
    }
  }

  /** Runs a change, shows its album, and answers it; null when it failed, which the person is told. */
  async function change(complaint: string, action: () => Promise<Album>): Promise<Album | null> {
    try {
      const album = await action()
      lastLoad++
      set(({ albums, version }) => ({
        albums: albums && inOrder([...albums.filter(({ id }) => id !== album.id), album]),
        version: version + 1,
      }))
      return album
    } catch (thrown) {
      complain(complaint, FoveaError.from(thrown))
      return null
    }
  }

  const createAlbum = (name: string, kind: Album['kind'], itemIds: readonly string[]) =>
    change(t('failed.createAlbum'), () => ask('albums.create', { name, kind, itemIds: [...itemIds] }))
  const rename = (id: string, name: string) => change(t('failed.renameAlbum'), () => ask('albums.rename', { id, name }))
  const addItems = (id: string, itemIds: readonly string[]) =>
    change(t('failed.addToAlbum'), () => ask('albums.addItems', { id, itemIds: [...itemIds] }))
  const removeItems = (id: string, itemIds: readonly string[]) =>
    change(t('failed.removeFromAlbum'), () => ask('albums.removeItems', { id, itemIds: [...itemIds] }))
  const setThreshold = (id: string, threshold: number) =>
    change(t('failed.changeThreshold'), () => ask('albums.setThreshold', { id, threshold }))

  const restore = (id: string) => change(t('failed.createAlbum'), () => ask('albums.restore', { id }))

  async function remove(id: string): Promise<boolean> {
    try {
      await ask('albums.remove', { id })
      lastLoad++
      set({ albums: get().albums?.filter((album) => album.id !== id) ?? null })
      return true
    } catch (thrown) {
      complain(t('failed.deleteAlbum'), FoveaError.from(thrown))
      return false
    }
  }

  return Object.assign(store, { load, createAlbum, rename, addItems, removeItems, setThreshold, remove, restore })
}

export const useAlbums = createAlbums(call, showError)
