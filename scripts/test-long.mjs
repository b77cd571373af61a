// The long run: 100,000 sequences of every property and the 72-hour soak, its report printed. By hand: npm run test:long [files of tests …]
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { bin, ROOT } from './lib/exec.mjs'

/** The tests that try as much as they are told to: they import the number of runs (tests/unit/properties/runs.ts), or are the soak. */
export function longTests() {
  const files = fs.readdirSync(path.join(ROOT, 'tests'), { recursive: true }).map((file) => path.join('tests', file))
  const isLong = (file) => /\/runs'|SOAK_HOURS/.test(fs.readFileSync(path.join(ROOT, file), 'utf8'))
  return files.filter((file) => file.endsWith('.test.ts') && isLong(file)).sort()
}

if (import.meta.filename === process.argv[1]) {
  const env = { ...process.env, PROPERTY_RUNS: process.env['PROPERTY_RUNS'] ?? '100000', SOAK_HOURS: process.env['SOAK_HOURS'] ?? '72' }
  const named = process.argv.slice(2)
  const files = named.length > 0 ? named : [...longTests(), 'tests/unit/soak']
  const run = spawn(bin('vitest'), ['run', '--project', 'unit', ...files], { cwd: ROOT, env, stdio: 'inherit' })
  run.once('exit', (code) => {
    process.exitCode = code ?? 1
  })
}
