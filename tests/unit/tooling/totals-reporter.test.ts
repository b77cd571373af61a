import { describe, expect, it } from 'vitest'
import { totalsOf } from '../../../scripts/lib/totals-reporter.mjs'

const testCase = (fullName: string, state: string) => ({ fullName, result: () => ({ state }) })
const testModule = (relativeModuleId: string, state: string, tests: readonly ReturnType<typeof testCase>[]) => ({
  relativeModuleId,
  state: () => state,
  children: { allTests: () => tests.values() },
})

describe('totals of a run', () => {
  it('counts what passed and names what failed', () => {
    const module = testModule('a.test.ts', 'failed', [testCase('a › works', 'passed'), testCase('a › breaks', 'failed')])
    expect(totalsOf([module], [])).toEqual({ passed: 1, failures: ['a.test.ts › a › breaks'] })
  })

  it.each([
    ['a skipped test', [testModule('a.test.ts', 'passed', [testCase('later', 'skipped')])], [], 'a.test.ts › later (skipped)'],
    ['a file that could not be loaded', [testModule('a.test.ts', 'failed', [])], [], 'a.test.ts'],
    ['a failed hook', [testModule('a.test.ts', 'failed', [testCase('a', 'passed')])], [], 'a.test.ts'],
    ['an error outside of tests', [], [new Error('unheard')], 'outside of tests: unheard'],
  ])('takes %s for a failure', (_what, modules, errors, failure) => {
    expect(totalsOf(modules, errors).failures).toEqual([failure])
  })
})
