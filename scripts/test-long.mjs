// The long run: 100,000 sequences of the properties and the 72-hour soak, its report printed. By hand: npm run test:long
import { spawn } from 'node:child_process'
import { bin, ROOT } from './lib/exec.mjs'

const env = { ...process.env, PROPERTY_RUNS: process.env['PROPERTY_RUNS'] ?? '100000', SOAK_HOURS: process.env['SOAK_HOURS'] ?? '72' }
const run = spawn(bin('vitest'), ['run', '--project', 'unit', 'tests/unit/properties', 'tests/gateways/properties', 'tests/unit/soak'], {
  cwd: ROOT,
  env,
  stdio: 'inherit',
})
run.once('exit', (code) => {
  process.exitCode = code ?? 1
})
