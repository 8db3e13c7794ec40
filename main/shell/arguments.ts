/** The app's own command-line arguments; Chromium's and Electron's are left to them. */

export interface AppArguments {
  /** --home=DIR: where the library is kept. */
  home?: string
  /** --add-folder=DIR, repeatable: added to the library at start. */
  addFolders: string[]
}

export function parseArguments(argv: readonly string[]): AppArguments {
  const values = (name: string): string[] =>
    argv.filter((argument) => argument.startsWith(`--${name}=`)).map((argument) => argument.slice(name.length + 3))
  const home = values('home').at(-1)
  return { ...(home ? { home } : {}), addFolders: values('add-folder').filter((folder) => folder !== '') }
}
