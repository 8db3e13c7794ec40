/** “Save a diagnosis…”: says what is in it, asks where it goes, and shows it there. */
import { join, parse } from 'node:path'
import { app, dialog, shell, type BrowserWindow } from 'electron'
import { FoveaError } from '../../contract'
import { t } from '../../strings'
import { errorSentence } from '../../strings/sentences'
import { diagnose, writeNew, type Home, type Resources } from '../engine/public'
import { compositing } from './compositing'
import type { Engine } from './engine'

/** A searcher that has not answered by then is part of what is wrong. */
const patienceMs = 20_000
const mostNames = 100

export interface DiagnosisSources {
  engine: Pick<Engine, 'searcher' | 'health'>
  home: Home
  resources: Resources
  threads: number
}

export async function saveDiagnosis(owner: BrowserWindow, sources: DiagnosisSources): Promise<void> {
  const { response } = await dialog.showMessageBox(owner, {
    type: 'info',
    title: 'Fovea',
    message: t('diagnosis.question'),
    detail: t('diagnosis.contents'),
    buttons: [t('diagnosis.choose'), t('common.cancel')],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (response !== 0) return
  const today = new Date().toISOString().slice(0, 10)
  const { canceled, filePath } = await dialog.showSaveDialog(owner, {
    title: t('diagnosis.choose'),
    defaultPath: join(app.getPath('documents'), `fovea-diagnosis-${today}.txt`),
    filters: [{ name: t('diagnosis.text'), extensions: ['txt'] }],
  })
  if (canceled || filePath === '') return
  try {
    shell.showItemInFolder(await writeBeside(filePath, await textOf(sources)))
  } catch (error) {
    console.warn('the diagnosis was not saved:', error)
    await dialog.showMessageBox(owner, {
      type: 'warning',
      title: 'Fovea',
      message: t('diagnosis.failed'),
      detail: errorSentence(FoveaError.from(error)),
    })
  }
}

/** The searcher reads the store; where it cannot, all else is told, and that it could not. */
async function textOf({ engine, home, resources, threads }: DiagnosisSources): Promise<string> {
  const { electron, chrome } = process.versions
  const runtime = { electron, chrome, compositing: await compositing(), engine: engine.health() }
  const late = new AbortController()
  const timer = setTimeout(() => {
    late.abort()
  }, patienceMs)
  try {
    return (await engine.searcher.call('diagnosis.make', runtime, late.signal)).text
  } catch (error) {
    console.warn('the searcher made no diagnosis:', error)
    const { text } = await diagnose({ home, resources, threads, runtime }, () => Promise.reject(FoveaError.from(error)))
    return text
  } finally {
    clearTimeout(timer)
  }
}

/** Under the name that was chosen or the next that is free. */
async function writeBeside(path: string, text: string): Promise<string> {
  const { dir, name, ext } = parse(path)
  for (let number = 1; ; number++) {
    const target = number === 1 ? path : join(dir, `${name} (${String(number)})${ext}`)
    try {
      await writeNew(target, text)
      return target
    } catch (error) {
      if (!(error instanceof FoveaError) || error.code !== 'INVALID_INPUT' || number >= mostNames) throw error
    }
  }
}
