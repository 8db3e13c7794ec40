// A process that changes a library and is killed meanwhile: it keeps one folder indexed, and adds or removes another.
import { resolveHome } from '../../../main/engine/home'
import { Library } from '../../../main/engine/library/library'

export interface Change {
  home: string
  modelFolder: string
  gazetteer: string
  /** Always in the library. */
  kept: string
  other: { path: string; isWanted: boolean }
}

async function change({ home, modelFolder, gazetteer, kept, other }: Change): Promise<void> {
  const library = await Library.open({
    home: resolveHome(home),
    modelFolder,
    starterModel: modelFolder,
    gazetteer,
    onDiskFull: 'fail',
    threads: 1,
  })
  await library.addFolder(kept)
  const known = library.roots.find(({ path }) => path === other.path)
  if (other.isWanted) await library.addFolder(other.path)
  else if (known) await library.removeRoot(known.id)
  await library.settled()
  process.stdout.write(JSON.stringify(library.summary()))
  await library.close()
}

void change(JSON.parse(process.argv.at(-1) ?? '') as Change)
