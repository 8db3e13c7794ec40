/** Die Fotos: das Raster, sein Menü, die Leiste darunter, und warum es keine gibt. */
import type {
  empty as englishEmpty,
  failures as englishFailures,
  library as englishLibrary,
  status as englishStatus,
} from '../en/library'
import type { Translation } from '../messages'

export const library: Translation<typeof englishLibrary> = {
  photos: 'Fotos',
  photo: 'Foto',
  dropToAdd: 'Lass ein Bild los, um es zur Suche hinzuzufügen',
  dropToFind: 'Lass ein Bild los, um ähnliche Fotos zu finden',
  weakerShown: {
    one: '{matches}, {count} schwächerer Treffer gezeigt',
    other: '{matches}, {count} schwächere Treffer gezeigt',
  },
  weakerMatches: 'Schwächere Treffer',
  showWeaker: { one: '{count} schwächeren Treffer zeigen', other: '{count} schwächere Treffer zeigen' },
  hide: 'Ausblenden',
  pageFailed: 'Einige Fotos konnten nicht geladen werden. {reason}',
  findSimilar: 'Ähnliche finden',
  addToSearch: 'Zur Suche hinzufügen',
  moreLikeThis: 'Mehr davon',
  lessLikeThis: 'Weniger davon',
  showCopies: { one: '{count} fast gleiches Foto zeigen', other: '{count} fast gleiche Fotos zeigen' },
  favourite: 'Favorit',
  rating: 'Bewertung',
  noRating: 'Keine Bewertung',
  addToAlbum: 'Zu Album hinzufügen …',
  showInFolder: 'Im Ordner zeigen',
  titleWithMatch: '{name} (passt zu {percent})',
  isFavourite: '„{name}“ ist ein Favorit',
  isNoFavourite: '„{name}“ ist kein Favorit mehr',
  hasNoRating: '„{name}“ hat keine Bewertung mehr',
  isRated: '„{name}“ ist bewertet mit {stars}',
}

export const status: Translation<typeof englishStatus> = {
  indexing: 'Wird indexiert',
  progress: 'Fortschritt des Indexierens',
  pause: 'Indexieren anhalten',
  resume: 'Indexieren fortsetzen',
  thumbnailSize: 'Größe der Vorschaubilder',
  unreadable: { one: '{count} Datei nicht lesbar', other: '{count} Dateien nicht lesbar' },
  starting: 'Wird gestartet',
  looking: 'Fotos werden gesucht',
  newSoFar: { one: 'bisher {count} neues Foto', other: 'bisher {count} neue Fotos' },
  paused: 'Angehalten',
  diskFull: 'Angehalten: Der Datenträger ist voll. Schaffe Platz und setze dann fort',
  folderAway: '„{name}“ ist nicht erreichbar',
  foldersAway: { one: '{count} Ordner ist nicht erreichbar', other: '{count} Ordner sind nicht erreichbar' },
}

export const empty: Translation<typeof englishEmpty> = {
  searchFailed: 'Die Suche hat nicht geklappt',
  showAll: 'Alle Fotos zeigen',
  nothingHere: 'Hier sind keine Fotos',
  nothingFiltered: 'Kein Foto erfüllt deine Filter.',
  withoutFilters: 'Ohne Filter suchen',
  nothingMatches: 'Nichts in deiner Bibliothek passt zu „{text}“.',
  nothingMatchesExample: 'Nichts in deiner Bibliothek passt zu dem, was du suchst.',
  nothingMatchesFiltered: 'Kein Foto in diesen Filtern passt zu „{text}“.',
  nothingMatchesExampleFiltered: 'Kein Foto in diesen Filtern passt zu dem, was du suchst.',
  tryOtherWords: 'Versuche es mit anderen Worten: Sag, was auf dem Foto zu sehen ist.',
  showClosest: 'Die ähnlichsten Fotos zeigen',
  notYet: 'Deine ersten Fotos erscheinen gleich',
  notYetText:
    'Fovea sieht deine Ordner durch. Du kannst suchen, sobald Fotos erscheinen; der Rest geht währenddessen weiter.',
  noPhotosYet: 'Noch keine Fotos',
  pausedText: 'Das Indexieren ist angehalten. Setze es unten fort, um deine Fotos zu sehen.',
  folderOffline: '„{name}“ ist nicht verbunden',
  folderUnreadable: '„{name}“ kann nicht gelesen werden',
  foldersOffline: 'Deine Ordner sind nicht verbunden',
  foldersUnreadable: 'Deine Ordner können nicht gelesen werden',
  connectDrive: 'Verbinde das Laufwerk, dann erscheinen die Fotos von selbst.',
  showFolders: 'Ordner zeigen',
  noPhotosInFolders: 'Keine Fotos in deinen Ordnern',
  showUnreadable: 'Nicht lesbare Dateien zeigen',
  allUnreadable: 'Es gibt Bilddateien, aber keine davon konnte gelesen werden.',
  noPictureFiles: 'Fovea hat sie durchgesehen und keine Bilddateien gefunden. Neue erscheinen hier von selbst.',
  libraryFailed: 'Fovea kann deine Bibliothek nicht öffnen',
  openSettings: 'Einstellungen öffnen',
  openAgain: 'Schließe Fovea und öffne es neu.',
  photosSafe: 'Deine Fotos sind sicher: Fovea verändert sie nie.',
}

export const failures: Translation<typeof englishFailures> = {
  title: 'Nicht lesbar',
  hint: 'Fovea versucht es von selbst noch einmal, wenn sich eine Datei ändert.',
  reading: 'Die Liste wird gelesen …',
  none: 'Alle Dateien konnten gelesen werden.',
  summary: {
    one: '{count} Datei in deinen Ordnern konnte nicht als Foto gelesen werden.',
    other: '{count} Dateien in deinen Ordnern konnten nicht als Foto gelesen werden.',
  },
  showMore: 'Mehr zeigen (noch {left})',
}
