/** The frame of the window: bars, banners, actions that several screens offer, the first run. */
export const app = {
  opening: 'Opening your library…',
  understood: 'Understood',
  partStopped: 'A part of Fovea has stopped. Close Fovea and open it again.',
  partRestarting: 'A part of Fovea stopped unexpectedly and is being started again. Nothing is lost.',
  albums: 'Albums',
  duplicates: 'Duplicates',
  settings: 'Settings',
} as const

/** Titles of messages about something that did not work; the reason stands below. */
export const failed = {
  addFolder: 'The folder could not be added',
  addSamples: 'The sample photos could not be added',
  removeFolder: 'The folder could not be removed',
  changeFolder: 'The folder could not be changed',
  scanFolder: 'The folder could not be scanned',
  retry: 'These photos could not be tried again',
  pause: 'Indexing could not be paused',
  share: 'The share of the processor could not be changed',
  reading: 'The setting could not be changed',
  resume: 'Indexing could not be resumed',
  reveal: 'The photo could not be shown in its folder',
  mark: 'The photo could not be marked',
  readSettings: 'Your settings could not be read',
  saveSettings: 'Your settings could not be saved',
  changeWords: 'Your words could not be changed',
  createAlbum: 'The album could not be made',
  renameAlbum: 'The album could not be renamed',
  addToAlbum: 'The photos could not be added',
  removeFromAlbum: 'The photos could not be removed',
  changeThreshold: 'The threshold could not be changed',
  deleteAlbum: 'The album could not be deleted',
  changeSearch: 'The search could not be changed',
  searchPicture: 'This picture cannot be searched with',
  lookCloser: 'Looking closer did not work',
  trash: 'Nothing was moved to the trash',
} as const

export const welcome = {
  title: 'Find any photo by describing it',
  text: 'Fovea looks at the photos on your own disks and finds them by what they show. Everything happens on this computer: no account, no cloud, no internet.',
  chooseFolders: 'Choose folders…',
  addPictures: 'Add “{name}”',
  trySamples: 'Try the sample photos',
  note: 'Your photos stay where they are. Fovea only reads them.',
  examples: 'Try one on the sample photos',
} as const
