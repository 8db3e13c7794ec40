/** Dialogs of the system and menus of the window, which the shell opens. */
export const dialogs = {
  chooseFolders: 'Choose folders with photos',
  addToFovea: 'Add to Fovea',
  choosePicture: 'Choose a picture to find photos like it',
  findSimilar: 'Find similar',
  pictures: 'Pictures',
  chooseModelFolder: 'Choose the folder of a model',
  chooseModelZip: 'Choose the zip file of a model',
  importModel: 'Import',
  zipFiles: 'Zip files',
  exportTo: { one: 'Export {count} file to a folder', other: 'Export {count} files to a folder' },
  exportHere: 'Export here',
  trashOne: 'Move “{name}” to the trash?',
  trashMany: { one: 'Move {count} file to the trash?', other: 'Move {count} files to the trash?' },
  recycleOne: 'Move “{name}” to the Recycle Bin?',
  recycleMany: { one: 'Move {count} file to the Recycle Bin?', other: 'Move {count} files to the Recycle Bin?' },
  canBePutBack: {
    one: 'You can put it back from there until you empty it.',
    other: 'You can put them back from there until you empty it.',
  },
  moveToTrash: 'Move to Trash',
  moveToRecycleBin: 'Move to Recycle Bin',
} as const

export const tray = {
  open: 'Open Fovea',
  quickSearch: 'Quick Search',
  idle: 'Fovea',
  paused: 'Fovea: indexing is paused',
  indexing: 'Fovea: {percent} % indexed',
} as const

/** What the system tells while the window is not looked at. */
export const notices = {
  indexed: { one: '{count} photo was indexed', other: '{count} photos were indexed' },
  canBeFound: 'They can be found now.',
  someFailed: { one: '{count} file could not be read.', other: '{count} files could not be read.' },
} as const

/** Files and folders that are opened with Fovea. */
export const opened = {
  addOne: 'Add “{name}” to Fovea?',
  addMany: { one: 'Add {count} folder to Fovea?', other: 'Add {count} folders to Fovea?' },
  addDetail: 'Its photos are read, and stay where they are.',
  failed: 'This could not be opened',
} as const

/** The file that is saved when something is wrong. */
export const diagnosis = {
  question: 'Save a diagnosis?',
  contents:
    'When something is wrong, this file helps others to help you. It says which version this is, what your computer is, how many files are indexed, which errors there were, and has Fovea’s logs.\n\nNot in it: photos, names of photos and folders, searches, texts, faces, places. It is a text file: you can read all of it. Fovea sends it to nobody.',
  choose: 'Save as…',
  text: 'Text',
  failed: 'The diagnosis was not saved',
} as const
