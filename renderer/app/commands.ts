/** What the commands do in the page, and what can be done now: [Note: commands]. */
import type { CommandContext, CommandId, ResultItem } from '../../contract'
import { nothingToDo } from '../../contract/commands'
import { openAddToAlbum } from '../features/albums/actions'
import { setRating, toggleFavorite } from '../features/library/marking'
import { isRanked, itemAt, useResults } from '../features/library/results'
import { useSearch } from '../features/search/searchStore'
import { changeSettings, useSettings } from '../features/settings/settingsStore'
import { undoLast } from '../ui/toasts'
import { useUndo } from '../ui/undo'
import { chooseFolders, pauseIndexing, resumeIndexing, revealItem } from './actions'
import { call, latest } from './client'
import { closeOverlay, focusPhotos, focusSearch, openOverlay, useUi } from './uiStore'

/** The focus is on the photos, or a photo was chosen: `cursor` alone is the first one until then. */
export const isOnPhotos = (element: Element | null): boolean =>
  element?.closest('[role="grid"] [role="gridcell"]') != null

function selected(): ResultItem | undefined {
  const results = useResults.getState()
  return itemAt(results, results.cursor.index)
}

/** What can be done now, for menus and keys. */
export function commandContext(): CommandContext {
  const { overlay } = useUi.getState()
  const results = useResults.getState()
  const status = latest('library.status')
  const isViewing = overlay === 'viewer'
  const isChosen = isViewing || results.cursor.id !== null || isOnPhotos(document.activeElement)
  return {
    ...nothingToDo,
    hasLibrary: (status?.roots.length ?? 0) > 0,
    isFree: overlay === null && !isDialogOpen(),
    isViewing: isViewing && !isDialogOpen(),
    hasPhoto: isChosen && selected() !== undefined,
    canJudge: isRanked(results),
    canUndo: useUndo.getState().steps.length > 0 || isTyping(document.activeElement),
    isPaused: status?.pausedBy.some((reason) => reason === 'user' || reason === 'until') ?? false,
  }
}

/** A dialog that no overlay stands for: of albums, a filter, or a question. Neither the viewer nor a message is one. */
function isDialogOpen(): boolean {
  const dialogs = ':is([role="alertdialog"], [role="dialog"]):not(.viewer-theme, [aria-modal="false"])'
  return document.querySelector(dialogs) !== null
}

/** Where letters are letters. */
export function isTyping(element: EventTarget | null): boolean {
  if (element instanceof HTMLInputElement) return !['range', 'radio', 'checkbox', 'button'].includes(element.type)
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable)
}

function closeViewer(): void {
  if (useUi.getState().overlay !== 'viewer') return
  closeOverlay()
  focusPhotos()
}

function onSelected(action: (item: ResultItem) => unknown): () => void {
  return () => {
    const item = selected()
    if (item) action(item)
  }
}

const rate = (stars: number) =>
  onSelected((item) => setRating(item, stars, { isSeen: useUi.getState().overlay === 'viewer' }))

/** Steps of the slider below the photos. */
function resizeThumbnails(by: number): void {
  const rowHeight = Math.min(480, Math.max(80, useSettings.getState().settings.rowHeight + by))
  void changeSettings({ rowHeight })
}

const nothing = () => undefined

/** Those that are done where the focus is do nothing here. */
export const runCommand: Readonly<Record<CommandId, () => unknown>> = {
  addFolders: chooseFolders,
  search: focusSearch,
  searchPicture: () => useSearch.addChosenFile(),
  quickSearch: nothing, // opened by the shell, also where no page listens
  pauseIndexing: () => (commandContext().isPaused ? resumeIndexing() : pauseIndexing()),
  settings: () => openOverlay('settings'),
  undo: () => (isTyping(document.activeElement) ? call('window.undoTyping') : undoLast()),
  themeSystem: () => changeSettings({ theme: 'system' }),
  themeLight: () => changeSettings({ theme: 'light' }),
  themeDark: () => changeSettings({ theme: 'dark' }),
  densityComfortable: () => changeSettings({ density: 'comfortable' }),
  densityCompact: () => changeSettings({ density: 'compact' }),
  largerThumbnails: () => resizeThumbnails(40),
  smallerThumbnails: () => resizeThumbnails(-40),
  albums: () => openOverlay('albums'),
  duplicates: () => openOverlay('duplicates'),
  openPhoto: () => openOverlay('viewer'),
  reveal: onSelected((item) => revealItem(item.id)),
  favourite: onSelected((item) => toggleFavorite(item, { isSeen: useUi.getState().overlay === 'viewer' })),
  rate5: rate(5),
  rate4: rate(4),
  rate3: rate(3),
  rate2: rate(2),
  rate1: rate(1),
  rate0: rate(0),
  addToAlbum: onSelected((item) => {
    openAddToAlbum([item.id])
  }),
  findSimilar: onSelected((item) => {
    useSearch.findSimilar(item)
    closeViewer()
  }),
  moreLikeThis: onSelected((item) => {
    useSearch.judge(item, 'more')
  }),
  lessLikeThis: onSelected((item) => {
    useSearch.judge(item, 'less')
  }),
  nextPhoto: nothing,
  previousPhoto: nothing,
  information: nothing,
  searchPart: nothing,
  heatMap: nothing,
  closeViewer: nothing,
  shortcuts: () => openOverlay('shortcuts'),
  documentation: () => call('window.openDocumentation'),
  components: () => openOverlay('components'),
}
