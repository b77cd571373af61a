// A Vitest reporter that writes what scripts/test.mjs adds up: how many tests passed, and the name of each failure.
import fs from 'node:fs'

/** Name of the environment variable with the path of the file that the totals are written to. */
export const TOTALS_FILE = 'TEST_TOTALS_FILE'

/**
 * Totals of a finished run: `{ passed, failures }`. A skipped test, a file that could not be loaded and an error outside of tests
 * count as failures: nothing is left out silently.
 */
export function totalsOf(modules, errors) {
  let passed = 0
  const failures = []
  for (const module of modules) {
    const where = module.relativeModuleId
    const tests = [...module.children.allTests()].map((test) => ({ name: test.fullName, state: test.result().state }))
    for (const { name, state } of tests) {
      if (state === 'passed') passed += 1
      else failures.push(`${where} › ${name}${state === 'failed' ? '' : ` (${state})`}`)
    }
    if (module.state() === 'failed' && tests.every(({ state }) => state !== 'failed')) failures.push(where)
  }
  for (const error of errors) failures.push(`outside of tests: ${error.message}`)
  return { passed, failures }
}

/** The reporter; Vitest takes the default export. Without the environment variable it does nothing. */
export default class TotalsReporter {
  onTestRunEnd(modules, errors) {
    const file = process.env[TOTALS_FILE]
    if (file) fs.writeFileSync(file, JSON.stringify(totalsOf(modules, errors)))
  }
}
