/** What the commands do in the page, and what can be done now: [Note: commands]. */
import type { CommandContext, CommandId, ResultItem } from '../../contract'
import { nothingToDo } from '../../contract/commands'
import { openAddToAlbum } from '../features/albums/actions'
import { copyFiles, copyPaths, exportFiles, openWithProgram } from '../features/library/fileActions'
import { rateAll, toggleFavourites } from '../features/library/markingMany'
import { isRanked, itemAt, useResults } from '../features/library/results'
import type { Placed } from '../features/library/results'
import { chosenPlaces, useSelection } from '../features/library/selection'
import { useSearch } from '../features/search/searchStore'
import { changeSettings, useSettings } from '../features/settings/settingsStore'
import { lookForUpdates } from '../features/updates/actions'
import { startSlideshow, toggleSlideshow, useSlideshow } from '../features/viewer/slideshow'
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
  const hasSelection = useSelection.getState().photos.size > 0
  const isChosen = isViewing || hasSelection || results.cursor.id !== null || isOnPhotos(document.activeElement)
  return {
    ...nothingToDo,
    hasLibrary: (status?.roots.length ?? 0) > 0,
    isFree: overlay === null && !isDialogOpen(),
    isViewing: isViewing && !isDialogOpen(),
    hasPhoto: hasSelection || (isChosen && selected() !== undefined),
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
  return (
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLElement && element.isContentEditable)
  )
}

function closeViewer(): void {
  if (useUi.getState().overlay !== 'viewer') return
  closeOverlay()
  focusPhotos()
}

/** The one that is shown, or those that are selected. */
function meant(): readonly Placed[] {
  if (useUi.getState().overlay !== 'viewer') return chosenPlaces()
  const item = selected()
  return item ? [{ index: useResults.getState().cursor.index, item }] : []
}

function onMeant(action: (photos: readonly ResultItem[], ids: string[]) => unknown): () => void {
  return () => {
    const photos = meant().map(({ item }) => item)
    const ids = photos.map(({ id }) => id)
    if (ids.length > 0) action(photos, ids)
  }
}

const isSeen = (): boolean => useUi.getState().overlay === 'viewer'

function onSelected(action: (item: ResultItem) => unknown): () => void {
  return () => {
    const item = selected()
    if (item) action(item)
  }
}

const rate = (stars: number) => onMeant((photos) => rateAll(photos, stars, { isSeen: isSeen() }))

function runSlideshow(): void {
  if (useSlideshow.getState().state === 'off') startSlideshow(meant())
  else toggleSlideshow()
}

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
  favourite: onMeant((photos) => toggleFavourites(photos, { isSeen: isSeen() })),
  rate5: rate(5),
  rate4: rate(4),
  rate3: rate(3),
  rate2: rate(2),
  rate1: rate(1),
  rate0: rate(0),
  addToAlbum: onMeant((_photos, ids) => {
    openAddToAlbum(ids)
  }),
  openWithProgram: onSelected((item) => openWithProgram(item.id)),
  copyFiles: onMeant((_photos, ids) => copyFiles(ids)),
  copyPaths: onMeant((_photos, ids) => copyPaths(ids)),
  exportFiles: onMeant((_photos, ids) => exportFiles(ids)),
  slideshow: runSlideshow,
  selectPhoto: nothing,
  selectFurther: nothing,
  selectAllPhotos: nothing,
  clearSelection: nothing,
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
  firstPhoto: nothing,
  lastPhoto: nothing,
  zoomPhotoIn: nothing,
  zoomPhotoOut: nothing,
  zoomToggle: nothing,
  pauseSlideshow: nothing,
  filmStrip: nothing,
  closeViewer: nothing,
  shortcuts: () => openOverlay('shortcuts'),
  saveDiagnosis: nothing, // by the shell, also where no page listens
  documentation: () => call('window.openDocumentation'),
  checkForUpdates: lookForUpdates,
  components: () => openOverlay('components'),
}
