// Unit tests sit beside their source; integration tests run the real engine, tools and files.
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const jsonReport = process.env.FOVEA_TEST_REPORT

export default defineConfig({
  test: {
    // Native addons (onnxruntime, LanceDB, sharp) are safe in processes, not in worker threads.
    pool: 'forks',
    // Most tests wait for a disk or a process half of the time: by default a core would have nothing to do.
    maxWorkers: availableParallelism(),
    reporters: [
      'default',
      './scripts/loud-reporter.mjs',
      ...(jsonReport === undefined ? [] : [['json', { outputFile: jsonReport }] as ['json', { outputFile: string }]]),
    ],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{main,preload,renderer,strings,contract}/**/*.test.{ts,tsx}'],
          testTimeout: 10_000,
          hookTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,tooling}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
