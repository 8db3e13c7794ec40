/** Dialoge des Systems und Menüs des Fensters, die die Shell öffnet. */
import type {
  diagnosis as englishDiagnosis,
  dialogs as englishDialogs,
  notices as englishNotices,
  opened as englishOpened,
  tray as englishTray,
} from '../en/shell'
import type { Translation } from '../messages'

export const dialogs: Translation<typeof englishDialogs> = {
  chooseFolders: 'Ordner mit Fotos wählen',
  addToFovea: 'Zu Fovea hinzufügen',
  choosePicture: 'Bild wählen, um ähnliche Fotos zu finden',
  findSimilar: 'Ähnliche finden',
  pictures: 'Bilder',
  chooseModelFolder: 'Ordner eines Modells wählen',
  chooseModelZip: 'Zip-Datei eines Modells wählen',
  importModel: 'Importieren',
  zipFiles: 'Zip-Dateien',
  exportTo: { one: '{count} Datei in einen Ordner exportieren', other: '{count} Dateien in einen Ordner exportieren' },
  exportHere: 'Hierher exportieren',
  trashOne: '„{name}“ in den Papierkorb legen?',
  trashMany: {
    one: '{count} Datei in den Papierkorb legen?',
    other: '{count} Dateien in den Papierkorb legen?',
  },
  recycleOne: '„{name}“ in den Papierkorb verschieben?',
  recycleMany: {
    one: '{count} Datei in den Papierkorb verschieben?',
    other: '{count} Dateien in den Papierkorb verschieben?',
  },
  canBePutBack: {
    one: 'Du kannst sie von dort zurückholen, bis du ihn leerst.',
    other: 'Du kannst sie von dort zurückholen, bis du ihn leerst.',
  },
  moveToTrash: 'In den Papierkorb legen',
  moveToRecycleBin: 'In den Papierkorb verschieben',
}

export const tray: Translation<typeof englishTray> = {
  open: 'Fovea öffnen',
  quickSearch: 'Schnellsuche',
  idle: 'Fovea',
  paused: 'Fovea: Das Indizieren ist angehalten',
  indexing: 'Fovea: {percent} % indiziert',
}

export const notices: Translation<typeof englishNotices> = {
  indexed: { one: '{count} Foto wurde indiziert', other: '{count} Fotos wurden indiziert' },
  canBeFound: 'Jetzt sind sie zu finden.',
  someFailed: { one: '{count} Datei ließ sich nicht lesen.', other: '{count} Dateien ließen sich nicht lesen.' },
}

export const opened: Translation<typeof englishOpened> = {
  addOne: '„{name}“ zu Fovea hinzufügen?',
  addMany: { one: '{count} Ordner zu Fovea hinzufügen?', other: '{count} Ordner zu Fovea hinzufügen?' },
  addDetail: 'Die Fotos darin werden gelesen und bleiben, wo sie sind.',
  failed: 'Das ließ sich nicht öffnen',
}

export const diagnosis: Translation<typeof englishDiagnosis> = {
  question: 'Eine Diagnose speichern?',
  contents:
    'Wenn etwas nicht stimmt, hilft diese Datei anderen, dir zu helfen. In ihr steht, welche Version das ist, was für ein Computer, wie viele Dateien indiziert sind und welche Fehler es gab; dazu Foveas Protokolle.\n\nNicht in ihr stehen Fotos, Namen von Fotos und Ordnern, Suchen, Texte, Gesichter und Orte. Es ist eine Textdatei: Du kannst alles darin lesen. Fovea schickt sie niemandem.',
  choose: 'Speichern unter …',
  text: 'Text',
  failed: 'Die Diagnose wurde nicht gespeichert',
}
