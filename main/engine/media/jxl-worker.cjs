/** Decodes JPEG XL files one after the other with jxl-oxide; runs as a worker of its own. See jxl.ts. */
'use strict'
const { readFileSync } = require('node:fs')
const { pathToFileURL } = require('node:url')
const { parentPort, workerData } = require('node:worker_threads')

const loading = import(pathToFileURL(workerData.script).href).then((jxl) => {
  jxl.initSync({ module: readFileSync(workerData.wasm) })
  return jxl
})

/** The first frame, upright, as PNG with its colour profile; or its size alone; or the reason why not. */
function decode({ JxlImage }, { bytes, maximumPixels, wants }) {
  const image = new JxlImage()
  try {
    image.feedBytes(bytes)
    if (!image.tryInit()) return { failure: 'corrupt' }
    const { width, height } = image
    if (width * height > maximumPixels) return { failure: 'too-large' }
    if (wants === 'size') return { width, height }
    if (!image.loaded) return { failure: 'corrupt' } // cut off: what is there would be drawn, blurred or in part
    const frame = image.render(0)
    return { width, height, png: frame.encodeToPng() }
  } catch {
    return { failure: 'corrupt' }
  } finally {
    image.free()
  }
}

// A fault of the decoder itself (a trap of WebAssembly) leaves a state that cannot be trusted: it ends this worker.
parentPort.on('message', (job) => {
  void loading.then((jxl) => {
    const answer = decode(jxl, job)
    parentPort.postMessage(answer, answer.png ? [answer.png.buffer] : [])
  })
})
