// Runs Playwright on the app, on Linux under a display of its own.
import process from 'node:process'
import { commandOf, runNode } from './repository.mjs'
import { startVirtualDisplay } from './virtual-display.mjs'

/** `env` names the app, see test/e2e/support/app.ts; `args` are Playwright's. Resolves to the exit code. */
export async function runWindowTests({ env: own, args = [] }) {
  const display = process.platform === 'linux' ? await startVirtualDisplay() : undefined
  const env = { ...process.env, ...own }
  delete env.ELECTRON_RUN_AS_NODE
  delete env.WAYLAND_DISPLAY
  if (display !== undefined) env.DISPLAY = display.display
  try {
    const playwright = [commandOf('@playwright/test', 'playwright'), 'test', ...args]
    const { code } = await runNode(playwright, { quiet: false, env })
    return code
  } finally {
    await display?.stop()
  }
}
