/** Takes out of messages what says whose photos these are: paths, and names of files. */
import { listedExtensions } from '../library/file-kinds'

/** Where a path begins: of POSIX, of Windows, of a share, the address of a file, or, as LanceDB names its tables, without its root. */
const path =
  /(?<![\w.<>~/\\])(?:file:\/\/|[A-Za-z]:[\\/]|\\\\(?=\S)|~?\/(?=[^\s/*])|[^\s'"(<>/\\]+\/(?=[^\n]*\.lance\b))/

/** Our own code, in a trace: it says where the fault is and nothing of anybody. */
const ownCode =
  /(?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\n()]*?[\\/]((?:out|app\.asar|node_modules)[\\/][^\n()]*?\.[cm]?[jt]s:\d+:\d+)/g

/** A name without its folder, and what stands before it up to a colon or a quote: names hold spaces. */
const fileName = new RegExp(
  String.raw`(^|[:'"„“‘’(]\s*)[^:'"„“‘’(<\n]*?[^\s:'"„“‘’(<]\.(${listedExtensions.join('|')})(?!\w)`,
  'giu',
)

/** The rest of a line after a path goes with it: a name may hold spaces, quotes and colons, so nobody can say where it ends. */
export function redact(text: string): string {
  return text.replaceAll(ownCode, '<app>/$1').split('\n').map(redactLine).join('\n')
}

function redactLine(line: string): string {
  const found = path.exec(line)
  const kept = found ? line.slice(0, found.index) : line
  return kept.replaceAll(fileName, '$1<name>.$2') + (found ? '<path>' : '')
}
