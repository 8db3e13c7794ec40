// How the window looks: in both themes and at two sizes, with nothing for axe to complain about in any.
import { expect, test, type Fovea } from './app'
import { transitionsEnd, violations } from './axe'

const sizes = [
  [1280, 800],
  [1920, 1080],
] as const

/**
 * Looks at what the window shows in every theme and size: there are screenshots to look at, and axe finds nothing. Colours are
 * those of a theme and names those of the screen, whatever the size, so that axe looks at the smaller one.
 */
export async function expectSoundInEveryLook(fovea: Fovea, name: string): Promise<void> {
  test.setTimeout(test.info().timeout + 30_000)
  for (const [width, height] of sizes) {
    await fovea.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]),
      [width, height] as const,
    )
    for (const theme of ['light', 'dark'] as const) {
      await fovea.setTheme(theme)
      const look = `${name}-${theme}-${String(width)}`
      if (width === sizes[0][0]) expect(await violations(fovea.page), look).toEqual([])
      else await transitionsEnd(fovea.page)
      await fovea.screenshot(look)
    }
  }
}
