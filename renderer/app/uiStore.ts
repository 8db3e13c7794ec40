/** What lies over the photos, and where the focus goes when it is gone. */
import { create } from 'zustand'

interface Ui {
  overlay: 'shortcuts' | 'components' | 'viewer' | 'settings' | 'albums' | 'duplicates' | 'models' | null
  /** Of the settings: what they were opened for. */
  section: 'updates' | null
  /** Grows when the focus should go to the selected photo. */
  photoFocusRequests: number
  /** Grows when the focus should go to the search field. */
  searchFocusRequests: number
}

export const useUi = create<Ui>(() => ({
  overlay: null,
  section: null,
  photoFocusRequests: 0,
  searchFocusRequests: 0,
}))

export function openOverlay(overlay: Exclude<Ui['overlay'], null>): void {
  useUi.setState({ overlay, section: null })
}

export function openSettingsAt(section: NonNullable<Ui['section']>): void {
  useUi.setState({ overlay: 'settings', section })
}

export function closeOverlay(): void {
  useUi.setState({ overlay: null })
}

let before: Ui['overlay'] = null
useUi.subscribe(({ overlay }, previous) => {
  if (overlay === 'shortcuts' && previous.overlay !== overlay) before = previous.overlay
})

/** The sheet of shortcuts gives way to the viewer it was opened from. */
export function closeShortcuts(): void {
  useUi.setState({ overlay: before })
}

export function focusPhotos(): void {
  useUi.setState(({ photoFocusRequests }) => ({ photoFocusRequests: photoFocusRequests + 1 }))
}

export function focusSearch(): void {
  useUi.setState(({ searchFocusRequests }) => ({ searchFocusRequests: searchFocusRequests + 1 }))
}
