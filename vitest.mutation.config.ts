import { defineConfig } from 'vitest/config'

// The tests that judge a damaged core in `npm run test:mutation`. A file of its own, because Stryker takes a config file and neither a project nor a choice of
// tests: with vitest.config.ts it would start PostgreSQL and the packaged app for each damage. Random plays and the soak are left out: they run for minutes,
// and a damage that only they notice deserves a test of its own.
export default defineConfig({
  define: { __TEST_BUILD__: 'true' },
  test: { environment: 'node', include: ['tests/unit/core/**/*.test.ts'], testTimeout: 20_000, isolate: false },
})
