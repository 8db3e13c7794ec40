/** Der Rahmen des Fensters: Leisten, Hinweise, Handlungen mehrerer Ansichten, der erste Start. */
import type { app as englishApp, failed as englishFailed, welcome as englishWelcome } from '../en/app'
import type { Translation } from '../messages'

export const app: Translation<typeof englishApp> = {
  opening: 'Deine Bibliothek wird geöffnet …',
  understood: 'Verstanden',
  partStopped: 'Ein Teil von Fovea wurde beendet. Schließe Fovea und öffne es neu.',
  partRestarting: 'Ein Teil von Fovea wurde unerwartet beendet und startet neu. Es geht nichts verloren.',
  albums: 'Alben',
  duplicates: 'Duplikate',
  settings: 'Einstellungen',
}

export const failed: Translation<typeof englishFailed> = {
  addFolder: 'Der Ordner konnte nicht hinzugefügt werden',
  saveSearch: 'Die Suche konnte nicht gespeichert werden',
  openSearch: 'Die Suche konnte nicht geöffnet werden',
  renameSearch: 'Die Suche konnte nicht umbenannt werden',
  removeSearch: 'Die Suche konnte nicht entfernt werden',
  addSamples: 'Die Beispielfotos konnten nicht hinzugefügt werden',
  removeFolder: 'Der Ordner konnte nicht entfernt werden',
  changeFolder: 'Der Ordner konnte nicht geändert werden',
  scanFolder: 'Der Ordner konnte nicht durchsucht werden',
  retry: 'Diese Fotos konnten nicht noch einmal versucht werden',
  pause: 'Das Indexieren konnte nicht angehalten werden',
  share: 'Der Anteil am Prozessor konnte nicht geändert werden',
  reading: 'Die Einstellung konnte nicht geändert werden',
  resume: 'Das Indexieren konnte nicht fortgesetzt werden',
  reveal: 'Das Foto konnte nicht in seinem Ordner gezeigt werden',
  mark: 'Das Foto konnte nicht markiert werden',
  readSettings: 'Deine Einstellungen konnten nicht gelesen werden',
  saveSettings: 'Deine Einstellungen konnten nicht gespeichert werden',
  changeWords: 'Deine Wörter konnten nicht geändert werden',
  createAlbum: 'Das Album konnte nicht angelegt werden',
  renameAlbum: 'Das Album konnte nicht umbenannt werden',
  addToAlbum: 'Die Fotos konnten nicht hinzugefügt werden',
  removeFromAlbum: 'Die Fotos konnten nicht entfernt werden',
  changeThreshold: 'Der Schwellenwert konnte nicht geändert werden',
  deleteAlbum: 'Das Album konnte nicht gelöscht werden',
  changeSearch: 'Die Suche konnte nicht geändert werden',
  searchPicture: 'Mit diesem Bild kann nicht gesucht werden',
  lookCloser: 'Genauer hinsehen hat nicht geklappt',
  trash: 'Es wurde nichts in den Papierkorb gelegt',
  providers: 'Worauf das Suchmodell läuft, konnte nicht geändert oder ausprobiert werden',
  listModels: 'Die Modelle konnten nicht aufgelistet werden',
  pullModel: 'Das Modell konnte nicht geladen werden',
  importModel: 'Das Modell konnte nicht importiert werden',
  useModel: 'Das Modell konnte nicht gewählt werden',
  verifyModel: 'Das Modell konnte nicht geprüft werden',
  removeModel: 'Das Modell konnte nicht entfernt werden',
  forgetVectors: 'Was das Modell hinterlassen hat, konnte nicht gelöscht werden',
}

export const welcome: Translation<typeof englishWelcome> = {
  title: 'Finde jedes Foto, indem du es beschreibst',
  text: 'Fovea sieht sich die Fotos auf deinen eigenen Laufwerken an und findet sie nach dem, was sie zeigen. Alles geschieht auf diesem Computer: kein Konto, keine Cloud, kein Internet. Die Suche versteht Englisch.',
  chooseFolders: 'Ordner wählen …',
  addPictures: '„{name}“ hinzufügen',
  trySamples: 'Beispielfotos ausprobieren',
  note: 'Deine Fotos bleiben, wo sie sind. Fovea liest sie nur.',
  examples: 'Probiere eine Suche mit den Beispielfotos',
}
