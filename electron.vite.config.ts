import { fileURLToPath } from 'node:url'
import { defineConfig } from 'electron-vite'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { createNoticesPlugins } from './scripts/lib/third-party-notices.mjs'

const NO_XML = fileURLToPath(new URL('src/main/desktop/system/no-xml.ts', import.meta.url))

/** The test build has hooks that a release must not have (main/desktop/system/test-hooks.ts). scripts/lib/build.mjs sets it. */
const TEST_BUILD = process.env['WPP_COMPANION_TEST_BUILD'] === '1'

const noticesPlugin = createNoticesPlugins()

/** Text in the window's own letters from the first picture on: the page asks for them together with its script. */
function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => file.endsWith('.woff2'))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `./${file}` },
            injectTo: 'head' as const,
          })),
    },
  }
}

// Targets are written out because electron-vite would take them from the installed Electron, and the build must also run on Electron 33.
export default defineConfig({
  main: {
    // dbus-next reads XML only to build proxies, which this app does not use.
    resolve: { alias: { 'fast-xml-parser': NO_XML, 'fast-xml-builder': NO_XML } },
    plugins: [noticesPlugin()],
    define: { __TEST_BUILD__: JSON.stringify(TEST_BUILD) },
    // Names stay, so that a stack in the log can be read.
    esbuild: { minifyIdentifiers: false, charset: 'ascii' },
    build: {
      target: 'node20',
      minify: 'esbuild',
      externalizeDeps: false,
      sourcemap: false,
      rollupOptions: { input: 'src/main/index.ts', external: ['keytar', 'node-sqlite3-wasm'], output: { format: 'es' } },
    },
  },
  preload: {
    plugins: [noticesPlugin()],
    build: {
      target: 'node20',
      externalizeDeps: false,
      rollupOptions: { input: 'src/preload/index.ts', output: { format: 'cjs', entryFileNames: 'index.cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: {
      target: 'chrome130',
      minify: 'esbuild',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: 'src/renderer/index.html' },
    },
    plugins: [react(), preloadFonts(), noticesPlugin()],
  },
})
