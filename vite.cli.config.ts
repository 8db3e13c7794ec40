/** Bundles the `fovea` command for plain Node: one CommonJS file; native packages stay outside. */
import { defineConfig } from 'vite'
import { nativePackages } from './electron.vite.config'

export default defineConfig({
  ssr: { noExternal: true, external: nativePackages },
  build: {
    ssr: 'main/cli/index.ts',
    outDir: 'out/cli',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    rolldownOptions: { output: { format: 'cjs', entryFileNames: 'fovea.js', codeSplitting: false } },
  },
})
