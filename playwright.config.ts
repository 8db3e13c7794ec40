// Window tests: the built app in a real Electron. See test/e2e/support/app.ts for how it is started.
import { defineConfig } from '@playwright/test'

const jsonReport = process.env.FOVEA_TEST_REPORT

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  // Each test starts an app whose processes keep two cores busy: two at a time take as long.
  workers: 1,
  // What passes only the second time is named, and counts as failed once there are several: see scripts/test.mjs.
  retries: 1,
  timeout: 180_000,
  // Photos are decoded by WebAssembly here, on machines that may be half as fast as one would think.
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [
    ['list'],
    ['./scripts/loud-reporter.mjs'],
    ...(jsonReport === undefined ? [] : [['json', { outputFile: jsonReport }] as ['json', { outputFile: string }]]),
  ],
})
