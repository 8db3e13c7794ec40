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
