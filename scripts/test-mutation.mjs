// `npm run test:mutation [-- files or folders]`: damages the core expression by expression and tells which damage no test of tests/unit/core notices.
// Without words: session, notices, alarms and healing, which takes the better part of an hour. Results are kept in .cache/mutation, so a repeated run is short.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { bin, ROOT } from './lib/exec.mjs'

const asPattern = (name) => (fs.statSync(path.join(ROOT, name), { throwIfNoEntry: false })?.isDirectory() ? `${name.replace(/\/+$/, '')}/**/*.ts` : name)
const chosen = process.argv.slice(2).map(asPattern)
// Stryker runs tests in worker threads, which do not notice a change of TZ; the test of quiet hours needs a zone with summer time.
const env = { ...process.env, TZ: 'Europe/Berlin' }
const run = spawn(bin('stryker'), ['run', ...(chosen.length > 0 ? ['--mutate', chosen.join(',')] : [])], { cwd: ROOT, env, stdio: 'inherit' })
run.once('exit', (code) => {
  process.exitCode = code ?? 1
})
