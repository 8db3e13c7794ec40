/** Umsehen: die Seitenleiste, ihre Ansichten, und die Karten. */
import type { browse as englishBrowse, meaning as englishMeaning, places as englishPlaces } from '../en/browse'
import type { Translation } from '../messages'

export const browse: Translation<typeof englishBrowse> = {
  sidebar: 'Stöbern',
  showSidebar: 'Seitenleiste zeigen',
  hideSidebar: 'Seitenleiste ausblenden',
  back: 'Zurück',
  forward: 'Vorwärts',
  library: 'Bibliothek',
  photos: 'Alle Fotos',
  favourites: 'Favoriten',
  recent: 'Zuletzt hinzugefügt',
  places: 'Orte',
  meaning: 'Landkarte der Bedeutung',
  failed: 'Nicht indexiert',
  folders: 'Ordner',
  manageAlbums: 'Alle Alben …',
  noted: '{name} ({note})',
  noFavourites: 'Noch keine Favoriten',
  noFavouritesText: 'Drücke F auf einem Foto oder das Herz darüber, dann steht es hier.',
}

export const places: Translation<typeof englishPlaces> = {
  list: 'Orte nach Land',
  map: 'Karte der Orte',
  mapKeys: 'Pfeiltasten verschieben die Karte, Plus und Minus zoomen, Null zeigt alles',
  located: { one: '{count} Foto mit Ort', other: '{count} Fotos mit Ort' },
  none: 'Keine Fotos mit Ort',
  noneText:
    'Fotos, die mit eingeschaltetem Standort aufgenommen wurden, meist von Handys, erscheinen hier auf einer Karte.',
  unknown: 'Unbekannter Ort',
  cluster: '{name}: {photos}',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  showAll: 'Alles zeigen',
}

export const meaning: Translation<typeof englishMeaning> = {
  list: 'Teile der Karte',
  drawing: 'Die Karte wird gezeichnet',
  drawingText: 'Fotos, die Gleiches zeigen, werden nebeneinandergelegt …',
  update: 'Karte erneuern',
  mixed: 'Allerlei',
  lasso: 'Fotos durch Umkreisen wählen (oder Umschalttaste halten)',
  selection: 'Auf der Karte gewählt',
  openPhoto: '{name} öffnen',
  around: 'Um {name} herum',
  none: 'Zu wenige Fotos für eine Karte',
  noneText: 'Mit ein paar Fotos mehr werden hier die, die Gleiches zeigen, nebeneinandergelegt.',
}
