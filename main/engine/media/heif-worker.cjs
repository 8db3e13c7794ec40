/** Decodes HEIF files one after the other with libheif; runs as a worker of its own. See heif.ts. */
'use strict'
const { readFileSync } = require('node:fs')
const { parentPort, workerData } = require('node:worker_threads')

const silent = () => undefined
const heif = require(workerData.script)({
  wasmBinary: readFileSync(workerData.wasm),
  print: silent,
  printErr: silent,
})

/** The primary image, upright, as 8-bit RGB or RGBA; or the reason why not. */
function decode({ bytes, maximumPixels }) {
  const context = heif.heif_context_alloc()
  try {
    if (heif.heif_context_read_from_memory(context, bytes).code !== heif.heif_error_Ok) return { failure: 'corrupt' }
    const handle = heif.heif_js_context_get_primary_image_handle(context)
    if (!handle || handle.code) return { failure: 'corrupt' }
    try {
      return decodeImage(handle, maximumPixels)
    } finally {
      heif.heif_image_handle_release(handle)
    }
  } finally {
    heif.heif_context_free(context)
  }
}

function decodeImage(handle, maximumPixels) {
  const width = heif.heif_image_handle_get_width(handle)
  const height = heif.heif_image_handle_get_height(handle)
  if (width * height > maximumPixels) return { failure: 'too-large' }
  const channels = heif.heif_image_handle_has_alpha_channel(handle) ? 4 : 3
  const chroma = channels === 4 ? heif.heif_chroma_interleaved_RGBA : heif.heif_chroma_interleaved_RGB
  const image = heif.heif_js_decode_image2(handle, heif.heif_colorspace_RGB, chroma)
  if (!image || image.code) return { failure: 'corrupt' }
  const plane = image.channels.find(({ id }) => id === heif.heif_channel_interleaved)
  if (!plane || plane.width !== width || plane.height !== height) {
    heif.heif_image_release(image.image)
    return { failure: 'corrupt' }
  }
  // libheif pads rows.
  const row = width * channels
  const data = new Uint8Array(row * height)
  for (let y = 0; y < height; y++) data.set(plane.data.subarray(y * plane.stride, y * plane.stride + row), y * row)
  heif.heif_image_release(image.image)
  return { data, width, height, channels }
}

// What is thrown (libheif ran out of memory or has a fault) ends this worker: its state cannot be trusted any more.
parentPort.on('message', (job) => {
  const answer = decode(job)
  parentPort.postMessage(answer, answer.data ? [answer.data.buffer] : [])
})
