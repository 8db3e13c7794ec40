/** The `fovea` command: the same engine as the app, in plain Node, for terminals and scripts. */
import './quiet'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { readingModes, type ReadingMode } from '../../contract'
import packageJson from '../../package.json'
import { demo } from './commands/demo'
import { doctor } from './commands/doctor'
import { duplicates } from './commands/duplicates'
import { evaluateFolder } from './commands/evaluate'
import { addFolders, listFolders, removeFolder, rescanFolders, setFolder } from './commands/folders'
import { indexFolders } from './commands/index-folders'
import {
  chooseModel,
  compact,
  forgetVectors,
  goBack,
  importModel,
  listModels,
  listVectors,
  modelStatus,
  pullModel,
  removeModel,
  useTogether,
  verifyModels,
} from './commands/models'
import { providerTrial, showProviders } from './commands/providers'
import { search, similar } from './commands/search'
import { listSearches } from './commands/searches'
import { status } from './commands/status'
import { tags } from './commands/tags'
import { checkForUpdate } from './commands/update'
import { contextFor, fail, type GlobalOptions } from './context'

const program = new Command('fovea')
  .description('Find any photo on your own disks by meaning: private, offline, fast.')
  .version(packageJson.version)
  .option('--home <folder>', 'where the library is kept (default: $FOVEA_HOME, else the usual place of this platform)')
  .option(
    '--store <address>',
    'search or index a library on s3://BUCKET/PREFIX or db://DATABASE (default: $FOVEA_STORE)',
  )
  .option('--json', 'print exactly one JSON object on standard output')
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError('(fovea --help shows what is possible)')
  .exitOverride((error) => {
    process.exitCode = error.exitCode === 0 ? 0 : 2
    throw error
  })

program
  .command('index')
  .description('index folders: every photo in them and below can be found afterwards')
  .argument('<folder...>', 'folders to add; those already in the library are brought up to date')
  .addOption(
    new Option('--words <which>', 'read words in these pictures, from now on: off, likely (default) or all').choices(
      readingModes,
    ),
  )
  .action((folders: string[], { words }: { words?: ReadingMode }) =>
    run((context) => indexFolders(context, folders, words)),
  )

const searching = program
  .command('search')
  .description('find photos by describing them')
  .argument('[words...]', 'the description, in the query language: words, "phrases", -without, AND, OR, date:2019 …')
  .option('--image <file>', 'also like this picture; may be given several times', collect)
  .option('--saved <name>', 'what this saved search asks for; words narrow it down')
  .option('--weak', 'also show photos that match less, after those that match')
  .option('--group', 'show one photo of each group of near-duplicates')
  .option('--closer', 'look closer first, at parts of the best photos: finds small things, takes a minute or two')
  .option('--explain', 'say for each photo how well the parts of the search match, and what it shows')
  .action((words: string[], options: Parameters<typeof search>[2]) => {
    if (words.length === 0 && !options.image && options.saved === undefined)
      searching.error("error: missing required argument 'words'")
    return run((context) => search(context, words.join(' '), options))
  })
addFilters(searching)

const likening = program
  .command('similar')
  .description('find photos like a picture')
  .argument('<file>', 'the picture; it need not be in the library')
  .action((file: string, options: Parameters<typeof similar>[2]) => run((context) => similar(context, file, options)))
addFilters(likening)

program
  .command('searches')
  .description('the saved searches; fovea search --saved runs one')
  .action(() => run(listSearches))

program
  .command('tags')
  .description('what is in photos')
  .argument('<file...>', 'the photos; they need not be in the library')
  .action((files: string[]) => run((context) => tags(context, files)))

program
  .command('duplicates')
  .description('photos that are in the library more than once')
  .option('--exact', 'only files that are the same byte for byte')
  .option('--near', 'only photos that look the same: resized, edited, shot twice')
  .action((options: Parameters<typeof duplicates>[1]) => run((context) => duplicates(context, options)))

program
  .command('status')
  .description('what is in the library')
  .action(() => run(status))

program
  .command('doctor')
  .description('check versions, model, store and disk')
  .option('--bundle <file>', 'also write all of it and the logs into a new text file, to be sent to whoever helps')
  .action((options: Parameters<typeof doctor>[1]) => run((context) => doctor(context, options)))

program
  .command('update')
  .description('new versions of Fovea')
  .command('check')
  .description('ask the update server once whether there is a newer version; nothing is downloaded')
  .option('--feed <url>', 'another list of versions')
  .option('--key <file>', 'the public key it is signed with, as scripts/package/feed.mjs prints it')
  .action((options: Parameters<typeof checkForUpdate>[1]) => run((context) => checkForUpdate(context, options)))

program
  .command('eval')
  .description('measure how well searches find what people describe')
  .argument('<folder>', 'photos with captions, as docs/quality.md describes')
  .action((folder: string) =>
    run((context) => evaluateFolder(context, folder, program.opts<GlobalOptions>().home !== undefined)),
  )

const folders = program.command('folders').description('the folders of the library, and what of them is in it')
folders
  .command('list', { isDefault: true })
  .description('which folders there are')
  .action(() => run(listFolders))
folders
  .command('add')
  .description('add folders; the window, or fovea index, looks through them')
  .argument('<folder...>')
  .action((paths: string[]) => run((context) => addFolders(context, paths)))
folders
  .command('remove')
  .description('forget a folder; its files are not touched')
  .argument('<folder>')
  .action((path: string) => run((context) => removeFolder(context, path)))
folders
  .command('rescan')
  .description('look through folders again, and index what is new')
  .argument('[folder...]', 'which ones (default: all)')
  .action((paths: string[]) => run((context) => rescanFolders(context, paths)))
folders
  .command('set')
  .description('change what of a folder is in the library')
  .argument('<folder>')
  .option('--exclude <pattern>', 'leave out what it covers, as in a .gitignore; may be given several times', collect)
  .option('--exclude-nothing', 'take these patterns away')
  .option('--include <pattern>', 'only what it covers; may be given several times', collect)
  .option('--include-everything', 'take these patterns away')
  .option('--pause', 'leave the folder as it is from now on')
  .option('--resume', 'follow its changes again')
  .option('--rescan-every <minutes>', 'how often it is looked through if it cannot be watched, or "usual"', minutes)
  .action((path: string, options: Parameters<typeof setFolder>[2]) =>
    run((context) => setFolder(context, path, options)),
  )

const models = program
  .command('models')
  .description('the search models: what photos and texts are understood with')
  .option('--catalogue <file>', 'the list of models to download, where it is not the one that comes with Fovea')
models
  .command('list')
  .description('which models there are')
  .action(() => run(listModels))
models
  .command('pull')
  .description('download a model; one that was cut off goes on where it was')
  .argument('<id>')
  .option('--yes', 'do not ask first')
  .action((id: string, options: Parameters<typeof pullModel>[2]) => run((context) => pullModel(context, id, options)))
models
  .command('import')
  .description('take in a model that is on this computer')
  .argument('<path>', 'a folder or zip file: an ONNX export of Hugging Face or OpenCLIP, or a model of Fovea')
  .option('--name <name>', 'what to call it (default: the name of the folder or file)')
  .action((path: string, options: Parameters<typeof importModel>[2]) =>
    run((context) => importModel(context, path, options)),
  )
models
  .command('verify')
  .description('read every byte of a model and compare it with what it should be')
  .argument('[id...]', 'which ones (default: all that are here)')
  .action((ids: string[]) => run((context) => verifyModels(context, ids)))
models
  .command('use')
  .description('search with another model from now on')
  .argument('<id>')
  .action((id: string) => run((context) => chooseModel(context, id)))
models
  .command('status')
  .description('which model is in use, and how far a change of models is')
  .action(() => run(modelStatus))
models
  .command('back')
  .alias('cancel')
  .description('search with the model before again: ends a change of models at any point of it')
  .action(() => run(goBack))
models
  .command('vectors')
  .description('what each model has left of your photos, and how much disk it holds')
  .action(() => run(listVectors))
models
  .command('compact')
  .description('what shorter vectors would save and cost here; with a number, keep so many of each photo')
  .argument('[numbers]', 'one of those listed', wholeNumber)
  .action((numbers: number | undefined) => run((context) => compact(context, numbers)))
models
  .command('together')
  .description(
    'search with two models together: what both have seen of your photos is joined, nothing is embedded for it',
  )
  .argument('<id>')
  .argument('<other>')
  .action((id: string, other: string) => run((context) => useTogether(context, id, other)))
models
  .command('forget')
  .description('delete what a model that is not in use has left of your photos')
  .argument('<id>')
  .action((id: string) => run((context) => forgetVectors(context, id)))
models
  .command('remove')
  .description('delete a model from this computer')
  .argument('<id>')
  .action((id: string) => run((context) => removeModel(context, id)))

models
  .command('providers')
  .description('what the search model runs on here (processor, graphics), and why not on anything else')
  .option('--again', 'try everything out anew')
  .addOption(
    new Option('--use <what>', 'auto: the fastest that passed; cpu: only the processor').choices(['auto', 'cpu']),
  )
  .action((options: Parameters<typeof showProviders>[1]) => run((context) => showProviders(context, options)))

program
  .command('provider-trial', { hidden: true })
  .argument('<request>')
  .action((request: string) => providerTrial(request))
program
  .command('demo', { hidden: true })
  .argument('[folder]')
  .action((folder: string | undefined) => run((context) => demo(context, folder)))

async function run(action: (context: ReturnType<typeof contextFor>) => Promise<void>): Promise<void> {
  const options = { ...program.opts<GlobalOptions>(), ...models.opts<GlobalOptions>() }
  try {
    await action(contextFor(options))
  } catch (error) {
    fail(options, error)
  }
}

/** What narrows down every search. */
function addFilters(command: Command): void {
  command
    .option('--limit <n>', 'how many results', wholeNumber, 50)
    .option('--folder <folder>', 'only photos in this folder and below')
    .option('--from <date>', 'only photos taken (or modified) on or after this date, YYYY-MM-DD', startOfDay)
    .option('--to <date>', 'only photos taken (or modified) on or before this date, YYYY-MM-DD', endOfDay)
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value]
}

function minutes(text: string): number | 'usual' {
  if (text === 'usual') return text
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > 1440) {
    throw new InvalidArgumentError('It must be a whole number from 1 to 1440, or "usual".')
  }
  return value
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > 1_000_000) {
    throw new InvalidArgumentError('It must be a whole number from 1 to 1000000.')
  }
  return value
}

function startOfDay(text: string): number {
  return day(text, 'T00:00:00.000')
}

function endOfDay(text: string): number {
  return day(text, 'T23:59:59.999')
}

function day(text: string, time: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}${time}`) : Number.NaN
  if (Number.isNaN(at)) throw new InvalidArgumentError('It must be a date like 2021-07-31.')
  return at
}

program.parseAsync().catch((error: unknown) => {
  // commander has printed what is wrong and set the exit code; anything else is a bug worth a trace.
  if (!(error instanceof CommanderError)) {
    console.error(error)
    process.exitCode = 1
  } else if (error.exitCode !== 0 && process.argv.includes('--json')) {
    const { message } = error
    process.stdout.write(`${JSON.stringify({ error: { code: 'INVALID_INPUT', message } })}\n`)
  }
})
