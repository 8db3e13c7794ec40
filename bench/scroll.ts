/** Does scrolling through a library of 100,000 photos stay smooth, and the window small? */
import { join } from 'node:path'
import { _electron, type CDPSession, type Page } from 'playwright-core'
import { withElectron, type Electron } from './support/electron'
import { measure } from './support/measure'
import { readOptions } from './support/options'
import { root, withTemporaryFolder } from './support/photos'
import { settled } from './support/processes'
import { machine, printReport, rounded, table } from './support/report'
import { percentile } from './support/statistics'
import { makeWindowLibrary } from './support/window-library'

const targets = { frameMs: 50, nodes: 800, heapMB: 250 }
const { json, photos, numbers } = readOptions({ items: 100_000, flings: 40 })
/** Of a touchpad: most of the way is made in the first third of a second, and another follows soon. */
const fling = { decayMs: 325, lengthMs: 1300, pauseMs: 200 }

interface Flings {
  frames: number[]
  nodes: number
  /** Pixels. */
  height: number
  end: number
}

async function main(): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const home = await makeWindowLibrary(join(folder, 'library'), numbers.items, photos)
    await withElectron(async (electron) => {
      const app = await launch(electron, home)
      try {
        const page = await app.firstWindow()
        await page.locator('[role="gridcell"] img[data-loaded]').first().waitFor({ timeout: 60_000 })
        // What a start brings with it, up to the comparison with the disk, is measured by `startup` and `scan`.
        await settled(app)
        const idle = await page.evaluate(flingThrough, { ...fling, flings: 1, share: 0 })
        let flings: Flings | undefined
        const { others } = await measure(async () => {
          flings = await page.evaluate(flingThrough, { ...fling, flings: numbers.flings, share: 1 })
        })
        await page.waitForTimeout(1000)
        report(electron.version, idle, flings!, await heapOf(page), others)
      } finally {
        await app.close()
      }
    })
  })
}

function launch({ executable, args, env }: Electron, home: string) {
  return _electron.launch({
    executablePath: executable,
    args: [root, ...args, `--home=${home}`],
    env,
    colorScheme: null,
  })
}

/** In the page: scrolls by `share` of all photos in so many flings, each as fast as it must be for that, and watches each frame. */
async function flingThrough(options: {
  flings: number
  share: number
  decayMs: number
  lengthMs: number
  pauseMs: number
}): Promise<Flings> {
  const scroller = document.querySelector('[role="grid"]')!.parentElement!
  const height = scroller.scrollHeight - scroller.clientHeight
  const length = (height * options.share) / options.flings
  const frames: number[] = []
  let nodes = 0
  let before = performance.now()
  const frame = async (): Promise<number> => {
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
    frames.push(now - before)
    before = now
    nodes = Math.max(nodes, document.getElementsByTagName('*').length)
    return now
  }
  await frame()
  frames.length = 0
  for (let i = 0; i < options.flings; i++) {
    const from = scroller.scrollTop
    const started = before
    for (let now = started; now - started < options.lengthMs + options.pauseMs; now = await frame()) {
      const share = 1 - Math.exp((started - now) / options.decayMs)
      if (now - started < options.lengthMs) scroller.scrollTop = from + length * share
    }
  }
  return { frames, nodes, height, end: scroller.scrollTop }
}

/** Bytes that are still used after everything unused was collected, and the nodes that are still held, on screen or not. */
async function heapOf(page: Page): Promise<{ bytes: number; nodes: number }> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes } = await session.send('Memory.getDOMCounters')
  return { bytes: usedSize, nodes }
}

function report(
  electron: string,
  idle: Flings,
  { frames, nodes, height, end }: Flings,
  heap: { bytes: number; nodes: number },
  others: number,
): void {
  const figures = {
    frames: frames.length,
    longestMs: rounded(Math.max(...frames), 1),
    p99Ms: rounded(percentile(frames, 0.99), 1),
    p50Ms: rounded(percentile(frames, 0.5), 1),
    late: frames.filter((ms) => ms > targets.frameMs).length,
    idleP99Ms: rounded(percentile(idle.frames, 0.99), 1),
    nodes,
    heapMB: rounded(heap.bytes / 1e6, 1),
    heldNodes: heap.nodes,
  }
  const isMet =
    figures.longestMs <= targets.frameMs &&
    nodes <= targets.nodes &&
    figures.heapMB <= targets.heapMB &&
    end > 0.9 * height
  printReport(
    { benchmark: 'scroll', ...machine(), electron, ...numbers, ...figures, isMet },
    [
      `${String(numbers.items)} photos, ${height.toFixed(0)} pixels in ${String(numbers.flings)} flings, Electron ${electron}`,
      '',
      ...table([
        ['', 'measured', 'target'],
        ['longest frame, ms', figures.longestMs.toFixed(1), String(targets.frameMs)],
        ['p99 frame, ms', figures.p99Ms.toFixed(1), ''],
        ['p50 frame, ms', figures.p50Ms.toFixed(1), ''],
        [`frames over ${String(targets.frameMs)} ms, of ${String(frames.length)}`, String(figures.late), '0'],
        ['p99 frame at rest, ms', figures.idleP99Ms.toFixed(1), ''],
        ['elements in the document, at most', String(nodes), String(targets.nodes)],
        ['heap of the page afterwards, MB', figures.heapMB.toFixed(1), String(targets.heapMB)],
        ['nodes held afterwards', String(heap.nodes), ''],
      ]),
      '',
      `target  ${isMet ? 'met' : 'MISSED'}`,
      ...(others > 0.2 ? [`noise   the app and other processes used ${others.toFixed(2)} cores meanwhile`] : []),
    ],
    json,
  )
  if (!isMet) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
