// Which Debian packages a packed app needs, read from its binaries.
import path from 'node:path'
import { debianPackageOf } from '../../system-libraries.mjs'
import { Problem } from '../../repository.mjs'
import { readElf } from './elf.mjs'

/** What the app uses where it is there, by name: notifications, opening a file elsewhere, moving one to the trash. */
export const RECOMMENDED = ['libnotify4', 'xdg-utils', 'libglib2.0-bin | kde-cli-tools | trash-cli']
/** Electron 36 and later load GTK by name as well. */
const GTK = 'libgtk-3-0'
/** Parts of the C library, under their names of old. */
const C_LIBRARY = /^(libc|libm|libdl|libpthread|librt|libutil|libresolv|ld-linux-[\w-]+)\.so/
/** The compiler whose C++ library has these symbols first. */
const COMPILERS = {
  21: '5',
  22: '6',
  23: '7',
  24: '7',
  25: '8',
  26: '9',
  27: '9',
  28: '9',
  29: '11',
  30: '12',
  31: '13',
  32: '13.2',
  33: '14',
}

/** Control field `Depends` for the binaries among `files`. Newer Debian and Ubuntu still provide all names without their `t64`. */
export function dependenciesOf(files) {
  const own = new Set(files.map((file) => path.basename(file)))
  const packages = new Set([GTK])
  let [c, cpp] = ['2.17', '21']
  for (const { libraries, versions } of files.map(readElf).filter((elf) => elf !== undefined)) {
    for (const library of libraries) {
      if (own.has(library) || C_LIBRARY.test(library)) continue
      if (/^libgcc_s\./.test(library)) packages.add('libgcc-s1')
      else if (!/^libstdc\+\+\./.test(library)) packages.add(debianPackageOf(library))
    }
    for (const [, version] of versions) {
      c = later(c, /^GLIBC_([\d.]+)$/.exec(version)?.[1])
      cpp = later(cpp, /^GLIBCXX_3\.4\.(\d+)$/.exec(version)?.[1])
    }
  }
  if (!(cpp in COMPILERS)) throw new Problem(`No known C++ library has GLIBCXX_3.4.${cpp} (scripts/package/linux).`)
  return [`libc6 (>= ${c})`, `libstdc++6 (>= ${COMPILERS[cpp]})`, ...[...packages].sort()].join(', ')
}

function later(known, other) {
  if (other === undefined) return known
  return known.localeCompare(other, 'en', { numeric: true }) < 0 ? other : known
}
