/** One trial of a provider, in a process of its own: embeds photos, measures, and says what came of it. */
import { listSupportedBackends } from '../onnxruntime'
import { decodeForEncoder } from '../media/decode'
import { readPhoto } from '../media/photo'
import { Encoder, type Pixels } from './encoder'
import type { TrialAnswer, TrialMessage, TrialRequest } from './probation'

async function tryProvider(request: TrialRequest): Promise<TrialAnswer> {
  const { folder, madeTowers, provider, photos, configurations, budgetMs } = request
  const encoders = new Map<number, Encoder>()
  const withThreads = async (threads: number): Promise<Encoder> => {
    const open =
      encoders.get(threads) ?? (await Encoder.open(folder, { threads, provider, isOnTrial: true, madeTowers }))
    encoders.set(threads, open)
    return open
  }
  const encoder = await withThreads(configurations[0]?.threads ?? 1)
  const pixels: Pixels[] = []
  for (const photo of photos) {
    pixels.push(await decodeForEncoder((await readPhoto(photo)).bytes, encoder.manifest.image))
  }
  const vectors: number[][] = []
  for (const photo of pixels) vectors.push(...(await encoder.embedImages([photo])).map((vector) => [...vector]))

  const times: number[][] = configurations.map(() => [])
  const endsAt = performance.now() + budgetMs
  // In turns, so that whatever else the machine does meanwhile falls on all alike. The first round warms up.
  for (let round = 0; round < 6; round++) {
    for (const [at, { threads, batch }] of configurations.entries()) {
      if (performance.now() > endsAt && (at > 0 || round > 1)) continue
      const some = Array.from({ length: batch }, (_, place) => pixels[place % pixels.length]!)
      const tower = await withThreads(threads)
      const startedAt = performance.now()
      await tower.embedImages(some)
      if (round > 0) times[at]?.push((performance.now() - startedAt) / batch)
    }
  }
  return {
    type: 'answer',
    vectors,
    msPerPhoto: times.map((some) => median(some)),
    backends: listSupportedBackends().map(({ name, bundled }) => ({ name, bundled })),
  }
}

function median(values: readonly number[]): number | null {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null
}

/** Answers over Electron's parent port or Node's IPC, then ends the process. */
export async function serveTrial(request: string): Promise<void> {
  const message = await tryProvider(JSON.parse(request) as TrialRequest).catch((error: unknown): TrialMessage => ({
    type: 'failed',
    message: innermost(error),
  }))
  const { parentPort } = process as unknown as { parentPort?: { postMessage(message: unknown): void } }
  if (parentPort) parentPort.postMessage(message)
  else process.send?.(message, () => process.exit())
}

/** The first line of what the runtime says itself. */
function innermost(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause !== undefined) return innermost(cause)
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1)
  return line.replace(/^\S+\.(?:cc|h):\d+ .* was false\. /, '') // where in its sources, and which condition
}
