// The entry of an indexing process: its only argument says what to index, as JSON.
import { resolveHome } from '../../../../main/engine/home'
import { indexNoting, type IndexingOptions } from './indexing'

type Argument = Omit<IndexingOptions, 'home'> & { home: string }

const options = JSON.parse(process.argv.at(-1) ?? '') as Argument
const { parentPort } = process as unknown as { parentPort?: { postMessage(message: unknown): void } }

indexNoting({ ...options, home: resolveHome(options.home) }).then(
  // A utility process of Electron does not end by itself.
  () => parentPort?.postMessage('done'),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
