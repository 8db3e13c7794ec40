/** Dialoge des Systems und Menüs des Fensters, die die Shell öffnet. */
import type { dialogs as englishDialogs } from '../en/shell'
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
