/** Builds the app: the shell and the two engine processes, the preload script, and the page. */
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/** Packages with native parts: loaded from node_modules at run time. All else is bundled. */
export const nativePackages = ['electron', '@lancedb/lancedb', 'apache-arrow', 'onnxruntime-node', 'sharp']

export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      // The oldest runtime the app is tested on is Electron 25: Node 18, Chrome 114.
      target: 'node18',
      sourcemap: true,
      lib: { entry: 'main/index.ts', formats: ['cjs'] },
      rollupOptions: { external: nativePackages },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      target: 'node18',
      lib: { entry: 'preload/index.ts', formats: ['cjs'] },
      rollupOptions: { external: ['electron'] },
    },
  },
  renderer: {
    root: 'renderer',
    base: './',
    plugins: [react()],
    build: {
      target: 'chrome114',
      minify: true,
      rollupOptions: { input: resolve('renderer/index.html') },
    },
  },
})
