import { defineConfig } from 'vitest/config'

// The server side: handlers on their own, and the whole system (PostgreSQL, Deno, HTTP), started once for all files.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'server',
          environment: 'node',
          include: ['tests/functions/**/*.test.ts'],
          globalSetup: ['tests/functions/rig/global-setup.ts'],
          // The stuck platform is waited for in full: 10 s, and 12 s until a dead request's lease ends.
          testTimeout: 40_000,
          hookTimeout: 40_000,
          maxWorkers: 3,
        },
      },
    ],
  },
})
