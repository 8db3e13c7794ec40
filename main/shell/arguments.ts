/** The app's own command-line arguments; Chromium's and Electron's are left to them. */
import { resolve } from 'node:path'

export interface AppArguments {
  /** --home=DIR: where the library is kept. */
  home?: string
  /** --add-folder=DIR, repeatable: added to the library at start. */
  addFolders: string[]
  /** Files and folders to open. */
  paths: string[]
  /** --read-videos=ADDRESS: no window and no library, but pictures of videos for the command that listens there. */
  readVideos?: string
}

/** `argv` as the process got it; `folder` is where it was started, and `own` what names the app itself. */
export function parseArguments(
  argv: readonly string[],
  folder: string = process.cwd(),
  own: readonly string[] = [],
): AppArguments {
  const values = (name: string): string[] =>
    argv.filter((argument) => argument.startsWith(`--${name}=`)).map((argument) => argument.slice(name.length + 3))
  const [home, readVideos] = [values('home').at(-1), values('read-videos').at(-1)]
  const paths = argv
    .slice(1)
    .filter((argument) => argument !== '' && !argument.startsWith('-'))
    .map((argument) => resolve(folder, argument))
    .filter((path) => !own.includes(path))
  return {
    ...(home ? { home } : {}),
    ...(readVideos ? { readVideos } : {}),
    addFolders: values('add-folder').filter((path) => path !== ''),
    paths,
  }
}
