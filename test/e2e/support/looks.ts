// How the window looks: in both themes and at two sizes, with nothing for axe to complain about in any.
import { expect, type Fovea } from './app'
import { violations } from './axe'

const sizes = [
  [1280, 800],
  [1920, 1080],
] as const

/** Looks at what the window shows in every theme and size: axe finds nothing, and there are screenshots to look at. */
export async function expectSoundInEveryLook(fovea: Fovea, name: string): Promise<void> {
  for (const [width, height] of sizes) {
    await fovea.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]),
      [width, height] as const,
    )
    for (const theme of ['light', 'dark'] as const) {
      await fovea.setTheme(theme)
      const found = await violations(fovea.page)
      const look = `${name}-${theme}-${String(width)}`
      await fovea.screenshot(look)
      expect(found, look).toEqual([])
    }
  }
}
