import { defineConfig } from 'vitest/config'

// The tests that judge a damaged core in `npm run test:mutation`. Random plays and the soak are left out: they run for minutes, and a damage that only they notice deserves a test of its own.
export default defineConfig({
  define: { __TEST_BUILD__: 'true' },
  test: { environment: 'node', include: ['tests/unit/core/**/*.test.ts'], testTimeout: 20_000, isolate: false },
})
