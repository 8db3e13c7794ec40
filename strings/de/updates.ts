/** Neue Versionen von Fovea. */
import type { updates as english } from '../en/updates'
import type { Translation } from '../messages'

export const updates: Translation<typeof english> = {
  title: 'Aktualisierungen',
  about:
    'Fovea fragt {host} nur dann nach einer signierten Liste von Versionen, wenn du auf den Knopf drückst, oder einmal in der Woche, wenn das eingeschaltet ist. Über dich und deine Fotos wird nichts gesendet, und ohne dich wird nichts installiert.',
  weekly: 'Einmal in der Woche nach Aktualisierungen suchen',
  check: 'Jetzt suchen',
  checking: '{host} wird gefragt …',
  unknown: 'Du hast Version {version}. Nach einer neueren wurde noch nicht gesucht.',
  current: 'Du hast Version {version}, die neueste. Zuletzt gesucht: {time}.',
  outdated: 'Du hast Version {version}. Zuletzt gesucht: {time}.',
  name: 'Fovea {version}',
  released: 'Erschienen am {day}',
  releasedSize: 'Erschienen am {day}  ·  {size}',
  notes: 'Neu in Version {version}',
  noFile: 'Für diesen Computer gibt es davon keine Installationsdatei.',
  download: 'Laden',
  goOn: 'Weiter laden',
  pause: 'Anhalten',
  discard: 'Geladenes löschen',
  openInstaller: 'Installation öffnen',
  openInstallerAsks: 'Installation öffnen …',
  reveal: 'Im Ordner zeigen',
  progress: 'Fortschritt des Downloads',
  downloading: 'Wird geladen',
  verifying: 'Jedes Byte wird geprüft',
  paused: 'Angehalten',
  ready: 'Sie ist hier, und jedes Byte ist so, wie es signiert wurde.',
  readyAppImage:
    'Sie ist hier, und jedes Byte ist so, wie es signiert wurde. Lege sie an die Stelle der alten und starte sie.',
  shown: 'Die Installationsdatei wird in ihrem Ordner gezeigt',
  opened: 'Die Installation wurde geöffnet',
  hint: 'Fovea {version} ist da',
  openTitle: 'Installation von Fovea {version} öffnen?',
  openDetail:
    'Vorher wird jedes Byte geprüft. Das System fragt vielleicht nach deinem Passwort. Schließe Fovea, wenn es ersetzt werden soll; deine Bibliothek und deine Fotos bleiben, wie sie sind.',
  openDetailMac:
    'Vorher wird jedes Byte geprüft. Schließe Fovea und ziehe dann das neue in deine Programme; deine Bibliothek und deine Fotos bleiben, wie sie sind.',
}
