/** Die Einstellungen. */
import type { settings as english } from '../en/settings'
import type { Translation } from '../messages'

export const settings: Translation<typeof english> = {
  folders: 'Ordner',
  appearance: 'Darstellung',
  about: 'Über Fovea',
  removeFolderTitle: '„{name}“ aus Fovea entfernen?',
  removeFolder: 'Ordner entfernen',
  removeFolderText: {
    one: 'Fovea vergisst {count} Foto und findet es nicht mehr. Die Datei selbst wird nicht angerührt: Sie bleibt, wo sie ist.',
    other:
      'Fovea vergisst {count} Fotos und findet sie nicht mehr. Die Dateien selbst werden nicht angerührt: Sie bleiben, wo sie sind.',
  },
  scanAgain: '{name} noch einmal durchsehen',
  removeNamed: '{name} entfernen',
  toBeIndexed: '{number} noch zu indexieren',
  notRead: '{number} nicht lesbar',
  scanning: 'Fotos werden gesucht …',
  folderPaused: 'Angehalten: Nach Änderungen wird nicht gesehen',
  pauseNamed: '{name} anhalten',
  resumeNamed: '{name} fortsetzen',
  choiceNamed: 'Teile von {name} auslassen',
  choiceMade: 'Teile ausgelassen',
  choiceTitle: 'Teile von „{name}“ auslassen',
  leaveOut: 'Auslassen',
  leaveOutText:
    'Je Zeile eines: ein Ordner mit seinem Namen (Screenshots), von oben an mit seinem Pfad (/2019/raw), Dateien mit ihrer Endung (*.png). Groß und klein ist gleich.',
  onlyThese: 'Nur das',
  onlyTheseText: 'Genauso geschrieben. Bleibt es leer, ist alles in Fovea, was nicht ausgelassen wird.',
  choiceHint:
    'Ausgelassene Fotos verschwinden sofort aus Fovea und kommen unverändert zurück, wenn du die Zeile entfernst. Auch eine Datei namens .nomedia lässt ihren Ordner aus.',
  scanEvery: 'Alle … Minuten durchsehen',
  scanEveryText: 'Dieser Ordner kann nicht auf Änderungen überwacht werden. Bleibt es leer, entscheidet Fovea.',
  save: 'Sichern',
  network: 'Im Netzwerk: wird alle paar Minuten durchgesehen',
  rescanning: 'Wird alle paar Minuten durchgesehen',
  offline: 'Nicht verbunden',
  unreadable: 'Kann nicht gelesen werden',
  cpuShare: 'Wie viel vom Prozessor das Indexieren nutzen darf',
  cpuShareText:
    'Wie viel vom Prozessor das Indexieren nutzen darf. Im Akkubetrieb nutzt es die Hälfte davon, und unter 20 % Ladung hält es an. Während du suchst, tritt es immer zurück.',
  theme: 'Design',
  themeSystem: 'Wie das System',
  themeLight: 'Hell',
  themeDark: 'Dunkel',
  language: 'Sprache',
  languageSystem: 'Wie das System',
  neverShow: 'Nie zeigen',
  neverShowText:
    'Fotos, die eines davon zeigen, bleiben aus der Bibliothek und aus jeder Suche heraus. Ihre Dateien bleiben, wo sie sind.',
  neverShowExample: 'Ein englisches Wort, etwa: hospital',
  myWords: 'Meine Wörter',
  myWordsText:
    'Auch danach sieht Fovea, wenn es sagt, was auf einem Foto ist. Am besten gehen Dinge, die man sehen kann.',
  myWordsExample: 'Ein englisches Wort, etwa: kitesurfing',
  addTo: 'Zu „{name}“ hinzufügen',
  add: 'Hinzufügen',
  hidden: 'Fotos von „{concept}“ werden nicht mehr gezeigt',
  version: 'Version',
  versionIs: '{version} (Electron {electron})',
  model: 'Modell',
  modelIs: '{name}, Revision {revision}, {dimension} Dimensionen',
  noModel: 'Keines',
  library: 'Bibliothek',
  privacy: 'Datenschutz',
  privacyText: 'Alles geschieht auf diesem Computer. Nichts wird irgendwohin gesendet.',
}
