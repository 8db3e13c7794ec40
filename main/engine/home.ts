/** Where a library lives on disk, and the names of everything in it. */
import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export interface Home {
  /** The data folder itself. */
  root: string
  /** LanceDB's folder, or the address of a bucket or service. */
  store: string
  /** Content-addressed WebP thumbnails. */
  thumbnails: string
  /** Vectors of parts of photos, embedded when somebody looks closer. */
  tiles: string
  /** Vectors of the vocabulary. */
  concepts: string
  /** What a damaged store is rebuilt from. */
  backup: string
  /** Albums and words: what the person decided. */
  curationFile: string
  /** Pictures of saved searches. */
  pictures: string
  /** The folders the user chose, and whether indexing is paused. */
  libraryFile: string
  /** The files being read right now. */
  journalFile: string
  /** The pictures whose words are being read right now. */
  wordsJournalFile: string
  /** Models that were downloaded or imported, one folder each. */
  models: string
  /** Which model is in use. */
  modelFile: string
  /** Which encoder wrote last. */
  encoderFile: string
  /** The map of meaning as it was last made. */
  meaningFile: string
  /** The map between two encoders' vectors as it was last fitted. */
  crossingFile: string
  /** The list of versions as it was last seen, and what was downloaded of a new one. */
  updates: string
  /** How long a photo takes on this computer. */
  speedsFile: string
  /** Which execution providers were tried out here, and what came of it. */
  providersFile: string
  /** What the app's processes have said. */
  logs: string
  /** Image towers that were made here of those of models. */
  madeTowers: string
  /** Text towers as this machine's runtime wants them. */
  mappedTowers: string
  /** Vectors as the searcher had them in memory. */
  rows: string
  /** Held by the one process that writes. */
  lockFile: string
  /** Which machine this is to others that share the library. */
  machineFile: string
}

/**
 * The data folder: what was asked for, else `$FOVEA_HOME`, else the platform's own place for application data.
 * The window and the command line use the same one, so what one indexes the other finds.
 */
export function resolveHome(asked?: string, env: NodeJS.ProcessEnv = process.env, platform = process.platform): Home {
  const root = resolve(asked ?? env['FOVEA_HOME'] ?? platformHome(env, platform))
  return {
    root,
    store: join(root, 'store'),
    thumbnails: join(root, 'thumbnails'),
    tiles: join(root, 'tiles'),
    concepts: join(root, 'concepts'),
    backup: join(root, 'backup'),
    curationFile: join(root, 'curation.json'),
    pictures: join(root, 'pictures'),
    libraryFile: join(root, 'library.json'),
    journalFile: join(root, 'reading.log'),
    wordsJournalFile: join(root, 'reading-words.log'),
    models: join(root, 'models'),
    modelFile: join(root, 'model.json'),
    encoderFile: join(root, 'encoder.json'),
    meaningFile: join(root, 'meaning.json'),
    crossingFile: join(root, 'crossing.f32'),
    updates: join(root, 'updates'),
    speedsFile: join(root, 'speeds.json'),
    providersFile: join(root, 'providers.json'),
    logs: join(root, 'logs'),
    madeTowers: join(root, 'towers'),
    mappedTowers: join(root, 'mapped'),
    rows: join(root, 'rows'),
    lockFile: join(root, 'indexer.lock'),
    machineFile: join(root, 'machine'),
  }
}

/**
 * What this computer keeps of a library whose tables are at an address: a folder of its own, so that it never mixes with the
 * library of the data folder. Models are the same.
 */
export function homeOfStore({ root, models }: Home, address: string): Home {
  const name = createHash('sha256').update(address).digest('hex').slice(0, 16)
  return { ...resolveHome(join(root, 'stores', name)), store: address, models }
}

function platformHome(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Fovea')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Fovea')
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'fovea')
}
