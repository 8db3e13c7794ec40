// Embeds photos with @huggingface/transformers as its documentation shows it, and tells the parent how long that took.
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { AutoProcessor, CLIPVisionModelWithProjection, env, load_image } from '@huggingface/transformers'

// { models, model, photos, warmUp, batch, threads }: folders, and how many photos go into the model at once.
const task = JSON.parse(process.argv[2])
env.allowRemoteModels = false
env.localModelPath = task.models

const processor = await AutoProcessor.from_pretrained(task.model)
const model = await CLIPVisionModelWithProjection.from_pretrained(task.model, {
  dtype: 'fp32',
  session_options: { intraOpNumThreads: task.threads },
})

async function embed(files) {
  const vectors = []
  for (let from = 0; from < files.length; from += task.batch) {
    const images = await Promise.all(files.slice(from, from + task.batch).map((file) => load_image(file)))
    const { pixel_values } = await processor(images)
    const { image_embeds } = await model({ pixels: pixel_values })
    vectors.push(...image_embeds.tolist())
  }
  return vectors
}

async function filesOf(folder) {
  return (await readdir(folder)).sort().map((name) => path.join(folder, name))
}

const milliseconds = ({ user, system }) => (user + system) / 1000

await embed(await filesOf(task.warmUp))
const files = await filesOf(task.photos)
const before = process.cpuUsage()
const started = performance.now()
const vectors = await embed(files)
const wall = performance.now() - started
const answer = {
  wall,
  cpu: milliseconds(process.cpuUsage(before)),
  totalCpu: milliseconds(process.cpuUsage()),
  rss: process.resourceUsage().maxRSS * 1024,
  names: files.map((file) => path.basename(file)),
  vectors,
}
process.send(answer, () => process.disconnect())
