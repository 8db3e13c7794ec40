// Runs the golden inputs of the starter model through the engine and reports the cosines: in whatever process starts it.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Encoder } from '../../../main/engine/encoder/encoder'
import { dot, normalise } from '../../../main/engine/encoder/vectors'
import { decodeForEncoder } from '../../../main/engine/media/decode'
import { decoderName } from '../../../main/engine/media/sharp'
import { readPhoto } from '../../../main/engine/media/photo'

interface Golden {
  text: Record<string, number[]>
  images: Record<string, number[]>
}

export interface GoldenReport {
  runtime: string
  decoder: string
  /** Cosine of each text's and each photo's vector to the one to expect. */
  text: Record<string, number>
  images: Record<string, number>
}

async function compare(resources: string): Promise<GoldenReport> {
  const model = path.join(resources, 'models', 'starter')
  const golden = JSON.parse(await readFile(path.join(model, 'golden.json'), 'utf8')) as Golden
  const encoder = await Encoder.open(model)
  const cosine = (vector: Float32Array, expected: number[]): number =>
    dot(vector, normalise(Float32Array.from(expected)))
  const report: GoldenReport = {
    runtime: 'electron' in process.versions ? 'electron' : 'node',
    decoder: decoderName(),
    text: {},
    images: {},
  }
  for (const [text, expected] of Object.entries(golden.text)) {
    report.text[text] = cosine(await encoder.embedText(text), expected)
  }
  for (const [name, expected] of Object.entries(golden.images)) {
    const { bytes } = await readPhoto(path.join(resources, 'samples', name))
    const [vector] = await encoder.embedImages([await decodeForEncoder(bytes, encoder.manifest.image)])
    report.images[name] = vector ? cosine(vector, expected) : 0
  }
  return report
}

const { parentPort } = process as unknown as { parentPort: { postMessage(message: unknown): void } }
compare(process.argv.at(-1) ?? '')
  .then((report) => {
    parentPort.postMessage(report)
  })
  .catch((error: unknown) => {
    parentPort.postMessage({ error: String(error) })
  })
