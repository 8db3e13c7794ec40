/** Bundles the `fovea` command for plain Node: one CommonJS file; native packages stay outside. */
import { defineConfig } from 'vite'
import { nativePackages } from './electron.vite.config'

/**
 * LanceDB's own JavaScript is bundled and only its binaries stay outside: who installs the command from its tarball would get
 * all that LanceDB could use (400 MB, see vendor/absent), for overrides are heard in a root package only.
 */
const outside = [...nativePackages.filter((name) => name !== '@lancedb/lancedb'), /^@lancedb\/lancedb-/]

export default defineConfig({
  ssr: { noExternal: true },
  build: {
    ssr: 'main/cli/index.ts',
    outDir: 'out/cli',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      external: outside,
      output: { format: 'cjs', entryFileNames: 'fovea.js', codeSplitting: false },
    },
  },
})
