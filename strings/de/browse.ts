/** Umsehen: die Seitenleiste, ihre Ansichten, und die Karten. */
import type { browse as englishBrowse } from '../en/browse'
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
  failed: 'Nicht indexiert',
  folders: 'Ordner',
  manageAlbums: 'Alle Alben …',
  noted: '{name} ({note})',
  noFavourites: 'Noch keine Favoriten',
  noFavouritesText: 'Drücke F auf einem Foto oder das Herz darüber, dann steht es hier.',
}
