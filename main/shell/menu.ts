/** The application menu, from the table of commands: [Note: commands]. Roles are the system's own, under names in our language. */
import { Menu, type MenuItemConstructorOptions } from 'electron'
import {
  commandIds,
  commands,
  hasModifier,
  isEnabled,
  nothingToDo,
  type CommandContext,
  type CommandId,
  type Settings,
} from '../../contract'
import { t } from '../../strings'

type Item = MenuItemConstructorOptions
const separator: Item = { type: 'separator' }

export interface MenuOptions {
  platform: NodeJS.Platform
  run: (id: CommandId) => void
}

/** Commands that show which of several is chosen, and what of the settings they choose. */
const choices: Partial<Record<CommandId, Partial<Settings>>> = {
  themeSystem: { theme: 'system' },
  themeLight: { theme: 'light' },
  themeDark: { theme: 'dark' },
  densityComfortable: { density: 'comfortable' },
  densityCompact: { density: 'compact' },
}

export class AppMenu {
  readonly #options: MenuOptions
  #menu: ReturnType<typeof Menu.buildFromTemplate> | undefined
  #context = nothingToDo

  constructor(options: MenuOptions) {
    this.#options = options
  }

  /** Builds it anew: at start, and in another language. */
  build(settings: Settings): void {
    const menu = Menu.buildFromTemplate(menuTemplate(this.#options))
    Menu.setApplicationMenu(menu)
    this.#menu = menu
    this.setContext(this.#context)
    this.setSettings(settings)
  }

  /** Items are changed in place: a menu that is open stays open. */
  setContext(context: CommandContext): void {
    this.#context = context
    for (const id of commandIds) {
      const item = this.#menu?.getMenuItemById(id)
      if (item) item.enabled = isEnabled(id, context)
    }
    const pause = this.#menu?.getMenuItemById('pauseIndexing')
    if (pause) pause.checked = context.isPaused
  }

  setSettings(settings: Settings): void {
    for (const [id, choice] of Object.entries(choices)) {
      const item = this.#menu?.getMenuItemById(id)
      const isChosen = Object.entries(choice).every(([name, value]) => settings[name as keyof Settings] === value)
      if (item && isChosen) item.checked = true
    }
  }

  popUp(window: Electron.BrowserWindow): void {
    this.#menu?.popup({ window })
  }
}

export function menuTemplate({ platform, run }: MenuOptions): Item[] {
  const isMac = platform === 'darwin'
  const item = (id: CommandId, more: Item = {}): Item => ({
    id,
    label: t(`commands.${id}`),
    click: () => {
      run(id)
    },
    ...acceleratorOf(id, isMac),
    ...more,
  })
  const radio = (id: CommandId): Item => item(id, { type: 'radio' })
  const role = (name: NonNullable<Item['role']>, label: string): Item => ({ role: name, label })

  const file: Item[] = [
    item('addFolders'),
    separator,
    item('search'),
    item('searchPicture'),
    item('quickSearch'),
    separator,
    item('pauseIndexing', { type: 'checkbox' }),
    separator,
    ...(isMac ? [] : [item('settings'), separator]),
    role('close', t('menu.closeWindow')),
    ...(isMac ? [] : [role('quit', t('menu.quit'))]),
  ]
  const edit: Item[] = [
    item('undo'),
    role('redo', t('menu.redo')),
    separator,
    role('cut', t('menu.cut')),
    role('copy', t('menu.copy')),
    role('paste', t('menu.paste')),
    role('selectAll', t('menu.selectAll')),
  ]
  const view: Item[] = [
    { label: t('menu.theme'), submenu: [radio('themeSystem'), radio('themeLight'), radio('themeDark')] },
    { label: t('menu.density'), submenu: [radio('densityComfortable'), radio('densityCompact')] },
    separator,
    item('largerThumbnails'),
    item('smallerThumbnails'),
    separator,
    role('resetZoom', t('menu.actualSize')),
    role('zoomIn', t('menu.zoomIn')),
    role('zoomOut', t('menu.zoomOut')),
    separator,
    item('albums'),
    item('duplicates'),
    separator,
    role('togglefullscreen', t('menu.fullScreen')),
  ]
  const photo: Item[] = [
    item('openPhoto'),
    item('openWithProgram'),
    item('reveal'),
    separator,
    item('copyFiles'),
    item('copyPaths'),
    item('exportFiles'),
    separator,
    item('slideshow'),
    separator,
    item('favourite'),
    {
      label: t('menu.rating'),
      submenu: (['rate5', 'rate4', 'rate3', 'rate2', 'rate1', 'rate0'] as const).map((id) => item(id)),
    },
    item('addToAlbum'),
    separator,
    item('findSimilar'),
    item('moreLikeThis'),
    item('lessLikeThis'),
  ]
  const window: Item[] = [
    role('minimize', t('menu.minimize')),
    ...(isMac ? [role('zoom', t('menu.zoom')), separator, role('front', t('menu.front'))] : []),
  ]
  const developer: Item[] = [
    item('components'),
    role('reload', t('menu.reload')),
    role('toggleDevTools', t('menu.developerTools')),
  ]
  const help: Item[] = [
    item('shortcuts'),
    item('documentation'),
    ...(isMac ? [] : [item('checkForUpdates')]),
    separator,
    item('saveDiagnosis'),
    separator,
    { label: t('menu.developer'), submenu: developer },
    ...(isMac ? [] : [separator, role('about', t('menu.about'))]),
  ]
  return [
    ...(isMac ? [{ label: 'Fovea', submenu: macAppMenu(item('settings'), item('checkForUpdates'), role) }] : []),
    { label: t('menu.file'), submenu: file },
    { label: t('menu.edit'), submenu: edit },
    { label: t('menu.view'), submenu: view },
    { label: t('menu.photo'), submenu: photo },
    { label: t('menu.window'), role: 'window', submenu: window },
    { label: t('menu.help'), role: 'help', submenu: help },
  ]
}

function macAppMenu(
  settings: Item,
  checkForUpdates: Item,
  role: (name: NonNullable<Item['role']>, label: string) => Item,
): Item[] {
  return [
    role('about', t('menu.about')),
    checkForUpdates,
    separator,
    settings,
    separator,
    role('services', t('menu.services')),
    separator,
    role('hide', t('menu.hide')),
    role('hideOthers', t('menu.hideOthers')),
    role('unhide', t('menu.showAll')),
    separator,
    role('quit', t('menu.quit')),
  ]
}

/**
 * Keys are shown, and answered by the page, which knows whether somebody is typing. macOS has no accelerators that are
 * only shown: there a bare letter, or Cmd+C, would be taken from every text field, so it is left out, and the page, which is asked
 * first, answers the others.
 */
function acceleratorOf(id: CommandId, isMac: boolean): Pick<Item, 'accelerator' | 'registerAccelerator'> {
  const { keys: [keys] = [], isOnPhotoOnly = false } = commands[id]
  if (keys === undefined || (isMac && (!hasModifier(keys) || isOnPhotoOnly))) return {}
  return { accelerator: keys, registerAccelerator: isMac }
}
