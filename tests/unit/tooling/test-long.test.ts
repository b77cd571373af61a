import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { longTests } from '../../../scripts/test-long.mjs'

it('every test of damaged input that draws at random takes part in the long run', () => {
  const tests = join(import.meta.dirname, '../..')
  const random = (readdirSync(tests, { recursive: true }) as string[])
    .filter((file) => /^(?:gateways|unit\/properties)\/.*\.test\.ts$/.test(file))
    .filter((file) => readFileSync(join(tests, file), 'utf8').includes("from 'fast-check'"))
    .map((file) => join('tests', file))
  expect(random.length).toBeGreaterThan(10)
  expect(longTests()).toEqual(expect.arrayContaining(random))
})
