/** Wörter, die viele Ansichten teilen, und Anzahlen. */
import type { common as english, count as englishCount, format as englishFormat } from '../en/common'
import type { Translation } from '../messages'

export const common: Translation<typeof english> = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  undo: 'Rückgängig',
  undone: 'Rückgängig gemacht: {what}',
  dismiss: 'Ausblenden',
  messages: 'Meldungen',
  tryAgain: 'Noch einmal versuchen',
  loading: 'Wird geladen',
  open: 'Öffnen',
  remove: 'Entfernen',
  removeNamed: '„{name}“ entfernen',
  moreFor: 'Mehr zu {name}',
  of: '{number} von {total}',
  addFolders: 'Ordner hinzufügen …',
  escapeKey: 'Esc',
  controlKey: 'Strg',
}

export const count: Translation<typeof englishCount> = {
  photos: { one: '{count} Foto', other: '{count} Fotos' },
  notes: { one: '{count} Notiz', other: '{count} Notizen' },
  files: { one: '{count} Datei', other: '{count} Dateien' },
  groups: { one: '{count} Gruppe', other: '{count} Gruppen' },
  stars: { one: '{count} Stern', other: '{count} Sterne' },
  matches: { one: '{count} Treffer', other: '{count} Treffer' },
  bytes: { one: '{count} Byte', other: '{count} Byte' },
}

export const format: Translation<typeof englishFormat> = {
  timeLeftSoon: 'noch weniger als eine Minute',
  timeLeftMinutes: { one: 'noch etwa {count} Minute', other: 'noch etwa {count} Minuten' },
  timeLeftHours: { one: 'noch etwa {count} Stunde', other: 'noch etwa {count} Stunden' },
  timeLeftDays: { one: 'noch etwa {count} Tag', other: 'noch etwa {count} Tage' },
  aboutSoon: 'weniger als eine Minute',
  aboutMinutes: { one: 'etwa {count} Minute', other: 'etwa {count} Minuten' },
  aboutHours: { one: 'etwa {count} Stunde', other: 'etwa {count} Stunden' },
  aboutDays: { one: 'etwa {count} Tag', other: 'etwa {count} Tage' },
  rate: '{rate} pro Sekunde',
  megapixels: '{size} ({megapixels} Megapixel)',
  north: 'N',
  south: 'S',
  east: 'O',
  west: 'W',
}
