/** Sentences that the engine says in English, in the language of the person where their code is enough to tell them. */
import type { ErrorCode, FailureCode } from '../contract'
import { currentLanguage } from './index'

/** Codes that are missing here stand for sentences of many kinds, which stay as the engine says them. */
const germanErrors: Partial<Record<ErrorCode, string>> = {
  NOT_FOUND: 'Das ist nicht mehr in der Bibliothek.',
  FOLDER_NOT_FOUND: 'Diesen Ordner gibt es nicht.',
  FOLDER_UNREADABLE: 'Der Ordner kann nicht gelesen werden: Prüfe seine Zugriffsrechte.',
  FILE_UNREADABLE: 'Auf die Datei kann gerade nicht zugegriffen werden: Prüfe das Laufwerk und die Zugriffsrechte.',
  IMAGE_UNREADABLE: 'Dieses Bild kann Fovea nicht lesen, oder es ist beschädigt.',
  IMAGE_TOO_LARGE: 'Dieses Bild ist zu groß. Wähle eine kleinere Kopie.',
  MODEL_DAMAGED: 'Das Suchmodell ist beschädigt. Installiere Fovea neu.',
  MODEL_UNSUPPORTED: 'Das Suchmodell braucht ein neueres Fovea. Aktualisiere Fovea.',
  UPDATE_UNREACHABLE:
    'Der Server für Aktualisierungen ist nicht zu erreichen. Ist dieser Computer online? Dann versuche es später noch einmal.',
  UPDATE_UNSIGNED:
    'Die Liste der Versionen ist nicht von den Machern von Fovea signiert und wurde nicht benutzt. Vielleicht hat etwas unterwegs sie verändert: Versuche es später noch einmal, oder aus einem anderen Netz.',
  UPDATE_LIST_INVALID:
    'Die Liste der Versionen ist nicht zu lesen. Das ist ein Fehler der Macher von Fovea: Versuche es in einigen Tagen noch einmal.',
  UPDATE_LIST_NEWER:
    'Die Liste der Versionen hat eine neuere Form, als dieses Fovea lesen kann. Es gibt eine neue Version: Lade sie von der Seite von Fovea.',
  UPDATE_LIST_OLDER:
    'Der Server hat eine ältere Liste der Versionen geschickt als zuvor; sie wurde nicht benutzt. Versuche es später noch einmal.',
  UPDATE_FILE_WRONG:
    'Die Installationsdatei ist nicht die, die die Macher von Fovea signiert haben; sie wurde gelöscht. Lade sie noch einmal, und wenn das nicht hilft, aus einem anderen Netz.',
  DOWNLOAD_FAILED: 'Der Download ist fehlgeschlagen; was schon hier ist, bleibt. Versuche es noch einmal.',
  STORE_NEWER: 'Das wurde von einem neueren Fovea geschrieben. Aktualisiere Fovea; es wurde nichts verändert.',
  STORE_DAMAGED: 'Die Bibliothek ist beschädigt. Deine Fotos sind unberührt: Beim nächsten Start wird sie neu gebaut.',
  STORE_LOCKED:
    'Ein anderes Fovea indexiert diese Bibliothek. Warte darauf oder schließe es, dann versuche es noch einmal.',
  STORE_ADDRESS_INVALID:
    'Diese Adresse kann Fovea nicht benutzen: Sie beginnt mit s3:// oder db://, ohne Zugangsdaten.',
  STORE_NO_CREDENTIALS: 'Für diesen Speicher gibt es keine Zugangsdaten in der Umgebung.',
  STORE_UNREACHABLE: 'Der Speicher ist gerade nicht erreichbar. Was gespeichert ist, ist sicher.',
  STORE_NOT_FOUND: 'Diesen Bucket oder diese Datenbank gibt es nicht.',
  STORE_DENIED: 'Der Speicher erlaubt das mit diesen Zugangsdaten nicht.',
  STORE_UNSUPPORTED: 'Das geht mit einer Bibliothek in einem Bucket oder Dienst nicht.',
  DISK_FULL: 'Der Datenträger ist voll. Schaffe etwas Platz und versuche es noch einmal.',
  ENGINE_DOWN: 'Ein Teil von Fovea startet gerade neu. Versuche es gleich noch einmal.',
}

const germanFailures: Record<FailureCode, string> = {
  empty: 'Die Datei ist leer.',
  'not-an-image': 'Die Datei ist kein Bild, das Fovea lesen kann, was auch immer ihr Name sagt.',
  corrupt: 'Die Datei ist beschädigt oder abgeschnitten.',
  'too-large':
    'Das Bild ist zu groß: Fovea liest Dateien bis 1 GB, 268 Megapixel, und 600 MB an Pixeln in Formaten, die nicht zeilenweise gelesen werden.',
  'too-slow': 'Die Datei zu lesen dauert zu lange: Sie ist beschädigt oder weit aufwendiger als üblich.',
  unreadable: 'Die Datei konnte nicht gelesen werden: Prüfe ihre Zugriffsrechte oder das Laufwerk.',
  vanished: 'Die Datei verschwand, während sie gelesen wurde.',
  'no-preview': 'Die RAW-Datei enthält kein Vorschaubild, das Fovea zeigen könnte: Entwickle daneben ein JPEG daraus.',
  drawing: 'Zeichnungen (SVG, AI, EPS) werden nicht indexiert: Exportiere sie als PNG oder JPEG, um sie zu finden.',
  layered: 'Dokumente mit Ebenen (PSD, PSB, XCF) werden nicht indexiert: Exportiere sie als JPEG oder PNG.',
  'video-codec': 'Der Codec dieses Videos kann nicht gelesen werden: Wandle es in H.264, VP9 oder AV1 um.',
  'video-needs-app': 'Videos liest die App: Öffne das Fenster von Fovea, und dieses wird dort indexiert.',
  'not-a-text': 'Die Datei ist kein Text, den Fovea lesen kann, was auch immer ihr Name sagt.',
  'no-text': 'In der Datei steht kein Text. Von gescannten Seiten findet Fovea die, die als Bilder gespeichert sind.',
  'text-too-large': 'Die Datei ist zu groß für eine Notiz: Fovea liest Textdateien bis 16 MB und PDFs bis 128 MB.',
  encrypted: 'Das PDF ist mit einem Passwort geschützt: Speichere es ohne, um es zu finden.',
  crashed:
    'Beim Lesen dieser Datei wurde Fovea zweimal beendet. Sie bleibt außen vor, bis sie sich ändert oder du es noch einmal versuchst.',
}

export function errorSentence({ code, message }: { code: string; message: string }): string {
  return (currentLanguage() === 'de' ? germanErrors[code as ErrorCode] : undefined) ?? message
}

/** What may be wrong with a model or its download has many reasons, which the engine gives in English. */
const germanModelErrors: Partial<Record<ErrorCode, string>> = {
  MODEL_UNSUPPORTED: 'Dieses Modell kann Fovea nicht benutzen.',
  MODEL_DAMAGED: 'Das Modell ist beschädigt.',
  MODEL_IN_USE: 'Das Modell ist in Gebrauch, oder ein anderes wird gerade geladen.',
  DOWNLOAD_FAILED: 'Der Download ist fehlgeschlagen; was schon hier ist, bleibt.',
  FILE_UNREADABLE: 'Die Dateien des Modells können nicht gelesen werden.',
  DISK_FULL: 'Dafür ist zu wenig Platz frei.',
}

export function modelErrorSentence({ code, message }: { code: string; message: string }): string {
  const sentence = currentLanguage() === 'de' ? germanModelErrors[code as ErrorCode] : undefined
  return sentence === undefined ? errorSentence({ code, message }) : `${sentence} (Englisch: ${message})`
}

export function failureSentence({ code, reason }: { code: FailureCode; reason: string }): string {
  return currentLanguage() === 'de' ? germanFailures[code] : reason
}
