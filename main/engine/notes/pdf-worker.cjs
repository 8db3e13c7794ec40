/** Reads the text of PDFs one after the other with pdf.js; runs as a worker of its own. See pdf.ts. */
'use strict'
const { pathToFileURL } = require('node:url')
const { parentPort, workerData } = require('node:worker_threads')

const loading = import(pathToFileURL(workerData.script).href)

/** A gap between two lines from which on a paragraph begins, in heights of the text. */
const paragraphGap = 1.7

async function read({ getDocument }, { bytes, mostCharacters }) {
  const loadingTask = getDocument({
    data: new Uint8Array(bytes),
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    stopAtErrors: false,
    verbosity: 0,
  })
  try {
    const document = await loadingTask.promise
    const { info } = await document.getMetadata().catch(() => ({ info: {} }))
    const pages = []
    let characters = 0
    for (let number = 1; number <= document.numPages && characters < mostCharacters; number++) {
      const page = await document.getPage(number)
      const text = textOf((await page.getTextContent()).items)
      page.cleanup()
      pages.push(text)
      characters += text.length
    }
    const title = typeof info.Title === 'string' ? info.Title.trim() : ''
    return { title: title === '' ? null : title, text: pages.join('\n\n').slice(0, mostCharacters) }
  } catch (error) {
    return { failure: error?.name === 'PasswordException' ? 'encrypted' : 'corrupt' }
  } finally {
    await loadingTask.destroy()
  }
}

/** Lines, with an empty one where there is room between two, and words that were parted at a line's end joined. */
function textOf(items) {
  let text = ''
  let last
  for (const { str, hasEOL, transform, height } of items) {
    if (str !== '' && transform) {
      const y = transform[5]
      if (last !== undefined && text.endsWith('\n') && Math.abs(last - y) > paragraphGap * (height || 10)) text += '\n'
      last = y
    }
    text += str
    if (hasEOL) text += '\n'
  }
  return text.replace(/(\p{Ll})-\n(?=\p{Ll})/gu, '$1').trim()
}

parentPort.on('message', (job) => {
  void loading
    .then((pdf) => read(pdf, job))
    .then((answer) => {
      parentPort.postMessage(answer)
    })
})
