/**
 * Every command of the app: its keys, its place in the menus, and when it makes sense.
 *
 * [Note: commands] One table drives the application menu (main/shell/menu.ts), the keys in the page
 * (renderer/app/useCommands.ts) and the sheet of shortcuts (renderer/features/help). A command's name stands under its id
 * in strings/<language>/commands.ts.
 */
import { z } from 'zod'
import { ItemId } from './ids'
import { Folder, QueryImage } from './schemas'

/** What the page says of itself, so that menus offer what can be done. */
export const CommandContext = z.object({
  hasLibrary: z.boolean(),
  /** The photos are on screen and nothing lies over them. */
  isFree: z.boolean(),
  isViewing: z.boolean(),
  /** A photo is selected or shown. */
  hasPhoto: z.boolean(),
  /** It is the result of a search that can be refined. */
  canJudge: z.boolean(),
  canUndo: z.boolean(),
  isPaused: z.boolean(),
})
export type CommandContext = z.infer<typeof CommandContext>

export const nothingToDo: CommandContext = {
  hasLibrary: false,
  isFree: false,
  isViewing: false,
  hasPhoto: false,
  canJudge: false,
  canUndo: false,
  isPaused: false,
}

interface Command {
  group: 'file' | 'edit' | 'view' | 'photo' | 'selection' | 'viewer' | 'help'
  /** In Electron's notation; the first is the one that is shown. Keys without a modifier are the page's alone. */
  keys?: readonly string[]
  when?: (context: CommandContext) => boolean
  /** Done by the component that has the focus: listed, but not run from here. */
  isLocal?: true
  /** Its keys do something else where a text has the focus. */
  isOnPhotoOnly?: true
}

const inLibrary = ({ hasLibrary, isFree }: CommandContext): boolean => hasLibrary && isFree
const onPhoto = ({ hasPhoto, isFree, isViewing }: CommandContext): boolean => hasPhoto && (isFree || isViewing)
const onMatch = (context: CommandContext): boolean => onPhoto(context) && context.canJudge && context.isFree
const notCovered = ({ isFree }: CommandContext): boolean => isFree

const table = {
  addFolders: { group: 'file', keys: ['CmdOrCtrl+O'], when: notCovered },
  search: { group: 'file', keys: ['CmdOrCtrl+F', '/'], when: inLibrary },
  searchPicture: { group: 'file', keys: ['CmdOrCtrl+Shift+F'], when: inLibrary },
  quickSearch: { group: 'file' },
  pauseIndexing: { group: 'file', when: ({ hasLibrary }) => hasLibrary },
  settings: { group: 'file', keys: ['CmdOrCtrl+,'], when: notCovered },

  undo: { group: 'edit', keys: ['CmdOrCtrl+Z'], when: ({ canUndo }) => canUndo },

  themeSystem: { group: 'view' },
  themeLight: { group: 'view' },
  themeDark: { group: 'view' },
  densityComfortable: { group: 'view' },
  densityCompact: { group: 'view' },
  largerThumbnails: { group: 'view', keys: [']'], when: inLibrary },
  smallerThumbnails: { group: 'view', keys: ['['], when: inLibrary },
  albums: { group: 'view', keys: ['CmdOrCtrl+Shift+A'], when: inLibrary },
  duplicates: { group: 'view', keys: ['CmdOrCtrl+Shift+D'], when: inLibrary },

  openPhoto: { group: 'photo', keys: ['Enter'], when: (context) => onPhoto(context) && context.isFree, isLocal: true },
  reveal: { group: 'photo', keys: ['CmdOrCtrl+Shift+R'], when: onPhoto },
  favourite: { group: 'photo', keys: ['F'], when: onPhoto },
  rate5: { group: 'photo', keys: ['5'], when: onPhoto },
  rate4: { group: 'photo', keys: ['4'], when: onPhoto },
  rate3: { group: 'photo', keys: ['3'], when: onPhoto },
  rate2: { group: 'photo', keys: ['2'], when: onPhoto },
  rate1: { group: 'photo', keys: ['1'], when: onPhoto },
  rate0: { group: 'photo', keys: ['0'], when: onPhoto },
  addToAlbum: { group: 'photo', keys: ['A'], when: onPhoto },
  openWithProgram: { group: 'photo', keys: ['CmdOrCtrl+Shift+O'], when: onPhoto },
  copyFiles: { group: 'photo', keys: ['CmdOrCtrl+C'], when: onPhoto, isOnPhotoOnly: true },
  copyPaths: { group: 'photo', keys: ['CmdOrCtrl+Shift+C'], when: onPhoto },
  exportFiles: { group: 'photo', keys: ['CmdOrCtrl+E'], when: onPhoto },
  slideshow: { group: 'photo', keys: ['P'], when: onPhoto },
  selectPhoto: { group: 'selection', keys: ['X'], isLocal: true },
  selectFurther: { group: 'selection', keys: ['Shift+Right'], isLocal: true },
  selectAllPhotos: { group: 'selection', keys: ['CmdOrCtrl+A'], isLocal: true },
  clearSelection: { group: 'selection', keys: ['Esc'], isLocal: true },
  findSimilar: { group: 'photo', keys: ['S'], when: onPhoto },
  moreLikeThis: { group: 'photo', keys: ['Plus'], when: onMatch },
  lessLikeThis: { group: 'photo', keys: ['-'], when: onMatch },

  nextPhoto: { group: 'viewer', keys: ['Right'], isLocal: true },
  previousPhoto: { group: 'viewer', keys: ['Left'], isLocal: true },
  information: { group: 'viewer', keys: ['I'], isLocal: true },
  searchPart: { group: 'viewer', keys: ['R'], isLocal: true },
  heatMap: { group: 'viewer', keys: ['H'], isLocal: true },
  firstPhoto: { group: 'viewer', keys: ['Home'], isLocal: true },
  lastPhoto: { group: 'viewer', keys: ['End'], isLocal: true },
  zoomPhotoIn: { group: 'viewer', keys: ['Plus'], isLocal: true },
  zoomPhotoOut: { group: 'viewer', keys: ['-'], isLocal: true },
  zoomToggle: { group: 'viewer', keys: ['Z'], isLocal: true },
  pauseSlideshow: { group: 'viewer', keys: ['Space'], isLocal: true },
  filmStrip: { group: 'viewer', keys: ['T'], isLocal: true },
  closeViewer: { group: 'viewer', keys: ['Esc'], isLocal: true },

  shortcuts: { group: 'help', keys: ['?', 'CmdOrCtrl+/'], when: ({ isFree, isViewing }) => isFree || isViewing },
  documentation: { group: 'help' },
  checkForUpdates: { group: 'help', when: notCovered },
  saveDiagnosis: { group: 'help' },
  components: { group: 'help', when: notCovered },
} as const satisfies Record<string, Command>

export type CommandId = keyof typeof table
export const commands: Readonly<Record<CommandId, Command>> = table
export const commandIds = Object.keys(table) as [CommandId, ...CommandId[]]

export function isEnabled(id: CommandId, context: CommandContext): boolean {
  return commands[id].when?.(context) ?? true
}

/** Needs Ctrl, Cmd or Alt, so that it never stands for a letter that somebody types. */
export function hasModifier(keys: string): boolean {
  return /^(CmdOrCtrl|Alt)\+/.test(keys)
}

/** What the shell asks of the page: it was chosen from a menu, in the quick search, or from outside. */
export const PageRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), id: z.enum(commandIds) }),
  /** Shows a photo with its neighbours: those of the search, or those of its folder. */
  z.object({ kind: z.literal('show'), itemId: ItemId, text: z.string().optional(), folder: Folder.optional() }),
  z.object({ kind: z.literal('picture'), image: QueryImage }),
])
export type PageRequest = z.infer<typeof PageRequest>
