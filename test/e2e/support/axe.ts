// What axe, the accessibility checker, has to complain about.
import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'

const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** Until what was just asked for has begun, and what a message that goes takes at most. */
const [beginningMs, goingMs] = [100, 1000]

/** What is only there while something fades, as a message that goes, is none: it is gone at a second look. */
export async function violations(page: Page): Promise<string[]> {
  const found = await look(page)
  if (found.length === 0) return found
  await page.waitForTimeout(goingMs)
  return look(page)
}

/** Colours are measured after transitions; what turns for ever is not waited for. */
export async function transitionsEnd(page: Page): Promise<void> {
  await page.waitForTimeout(beginningMs)
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
  )
}

async function look(page: Page): Promise<string[]> {
  await transitionsEnd(page)
  if (!(await page.evaluate(() => Reflect.has(globalThis, 'axe')))) await page.evaluate(source)
  return page.evaluate(async () => {
    const axe = Reflect.get(globalThis, 'axe') as {
      run(context: object, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
    }
    const { violations: found } = await axe.run(
      // What keeps the Tab key inside an open menu takes the focus for no longer than it takes to hand it on.
      { exclude: [['[data-base-ui-focus-guard]']] },
      { resultTypes: ['violations'] }, // nobody reads the others
    )
    return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
  })
}
