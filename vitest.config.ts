import { defineConfig } from 'vitest/config'

// One project per kind of test. `npm run test:unit` runs the first two; `vitest run` without --project would run all four.
// Projects with a limit of workers of their own need a groupOrder of their own: their groups run one after another.
export default defineConfig({
  test: {
    projects: [
      {
        define: { __TEST_BUILD__: 'true' },
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'tests/unit/**/*.test.ts',
            'tests/gateways/**/*.test.ts',
            'tests/channels/**/*.test.ts',
            'tests/sandbox/**/*.test.ts',
            'tests/functions/properties/**/*.test.ts',
          ],
        },
      },
      { test: { name: 'renderer', environment: 'jsdom', include: ['tests/renderer/**/*.test.{ts,tsx}'] } },
      {
        // The server side: handlers on their own, and the whole system (PostgreSQL, Deno, HTTP), started once for all files.
        test: {
          name: 'server',
          environment: 'node',
          include: ['tests/functions/**/*.test.ts'],
          exclude: ['tests/functions/properties/**'],
          globalSetup: ['tests/functions/rig/global-setup.ts'],
          // The stuck platform is waited for in full: 10 s, and 12 s until a dead request's lease ends.
          testTimeout: 40_000,
          hookTimeout: 40_000,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // The packaged app. Each test has its own screen, bus and home, so two can run side by side; more only slow each other down.
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.e2e.ts'],
          testTimeout: 60_000,
          hookTimeout: 30_000,
          pool: 'forks',
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
