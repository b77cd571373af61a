// The mutation tool: it damages one expression after another and runs the tests that reach it. A damage that no test notices is reported. See CONTRIBUTING.md.
export default {
  mutate: ['src/main/core/{session,notices,alarms,healing}/**/*.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts' },
  plugins: ['@stryker-mutator/vitest-runner'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  incremental: true,
  incrementalFile: '.cache/mutation/incremental.json',
  // Only what the tests read is copied.
  ignorePatterns: ['/*', '!/src', '!/tests', '!/*.json', '!/*.ts'],
  tempDirName: '.cache/mutation/copy',
  reporters: ['clear-text', 'html', 'json'],
  htmlReporter: { fileName: '.cache/mutation/report.html' },
  jsonReporter: { fileName: '.cache/mutation/report.json' },
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
}
