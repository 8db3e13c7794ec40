/** Bundles the benchmarks for plain Node, as vite.cli.config.ts does for the command line. */
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { defineConfig } from 'vite'
import { nativePackages } from '../electron.vite.config'

const notBenchmarks = new Set(['vite.config.ts'])
const folder = import.meta.dirname
const benchmarks = readdirSync(folder).filter((name) => name.endsWith('.ts') && !notBenchmarks.has(name))

export default defineConfig({
  ssr: { noExternal: true, external: [...nativePackages, 'playwright-core'] },
  build: {
    ssr: true,
    outDir: join(folder, '..', 'out', 'bench'),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: Object.fromEntries(benchmarks.map((name) => [basename(name, '.ts'), join(folder, name)])),
      output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'shared-[hash].js' },
    },
  },
})
