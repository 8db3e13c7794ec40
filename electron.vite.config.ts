/** Builds the app: the shell and the two engine processes, the preload script, and the page. */
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/** Packages with native parts or WebAssembly, one of them LGPL, or read by workers: loaded from node_modules at run time. All else is bundled. */
export const nativePackages = [
  'electron',
  '@lancedb/lancedb',
  'apache-arrow',
  'onnxruntime-node',
  'sharp',
  'libheif-js',
  'jxl-oxide-wasm',
  'unpdf',
]

export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      // The oldest runtime the app is tested on is Electron 25: Node 18, Chrome 114.
      target: 'node18',
      sourcemap: true,
      rolldownOptions: {
        // Four kinds of processes, four entries. What they share ends up in chunks without any Electron: the engine imports none.
        input: {
          index: 'main/index.ts',
          indexer: 'main/engine/indexer.ts',
          searcher: 'main/engine/searcher.ts',
          'provider-trial': 'main/engine/provider-trial.ts',
        },
        external: nativePackages,
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'shared-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      target: 'node18',
      rolldownOptions: {
        input: { index: 'preload/index.ts' },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].js' }, // a sandboxed preload cannot be an ES module
      },
    },
  },
  renderer: {
    root: 'renderer',
    base: './',
    plugins: [react()],
    build: {
      target: 'chrome114',
      minify: true,
      rolldownOptions: {
        input: {
          index: resolve('renderer/index.html'),
          quick: resolve('renderer/quick.html'),
          reader: resolve('renderer/reader/reader.html'),
        },
      },
    },
  },
})
