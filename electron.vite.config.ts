import { defineConfig } from 'electron-vite'
import react from '@vitejs/plugin-react'

// Targets are written out because electron-vite would take them from the installed Electron, and the build must also run on Electron 33.
export default defineConfig({
  main: {
    build: {
      target: 'node20',
      externalizeDeps: false,
      sourcemap: false,
      rollupOptions: { input: 'src/main/index.ts', external: ['keytar', 'node-sqlite3-wasm'], output: { format: 'es' } },
    },
  },
  preload: {
    build: {
      target: 'node20',
      externalizeDeps: false,
      rollupOptions: { input: 'src/preload/index.ts', output: { format: 'cjs', entryFileNames: 'index.cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: { target: 'chrome130', assetsInlineLimit: 0, modulePreload: { polyfill: false }, rollupOptions: { input: 'src/renderer/index.html' } },
    plugins: [react()],
  },
})
