import { defineConfig } from 'vitest/config'

// Tests of the packaged app. Each has its own screen, bus and home, so two can run side by side; more only slow each other down.
export default defineConfig({
  test: {
    projects: [{ test: { name: 'e2e', environment: 'node', include: ['tests/e2e/**/*.e2e.ts'], testTimeout: 60_000, hookTimeout: 30_000, pool: 'forks' } }],
    maxWorkers: 2,
  },
})
