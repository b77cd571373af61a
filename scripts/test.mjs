// `npm test`: all checks and tests, the fastest first.
// By hand: node scripts/test.mjs [lint|unit|server|e2e …] [files of tests …], e.g. `npm run test:e2e -- tests/e2e/desktop/tray.e2e.ts`.
// The last line is `N passed, N failed`. A test that was skipped counts as failed: nothing is left out silently.
import fs from 'node:fs'
import path from 'node:path'
import { bin, exec, ROOT } from './lib/exec.mjs'
import { run, say, Stop } from './lib/say.mjs'
import { TOTALS_FILE } from './lib/totals-reporter.mjs'
import { packageApp } from './package.mjs'
import { ensureRuntime } from './runtime.mjs'
import { ensurePackages } from './system-packages.mjs'

const RESULTS = path.join(ROOT, 'test-results')
const REPORTER = path.join(ROOT, 'scripts/lib/totals-reporter.mjs')
const total = { passed: 0, failed: 0 }
const broken = []
/** Test files named on the command line; empty = all. */
const files = process.argv.slice(2).filter((each) => each.includes('/'))

function fail(what) {
  total.failed += 1
  broken.push(what)
}

async function step(title, command, args) {
  say(`\n— ${title}`)
  const { code } = await exec(bin(command), args, { loud: true })
  if (code !== 0) fail(title)
}

/** Runs projects of vitest.config.ts and adds up their totals. */
async function vitest(title, ...projects) {
  say(`\n— ${title}`)
  const file = path.join(RESULTS, `${projects.join('-')}.json`)
  const args = ['run', ...files, ...projects.map((each) => `--project=${each}`), '--reporter=default', `--reporter=${REPORTER}`]
  const { code } = await exec(bin('vitest'), args, { loud: true, env: { ...process.env, [TOTALS_FILE]: file } })
  if (!fs.existsSync(file)) return fail(`${title}: the run did not end`)
  const { passed, failures } = JSON.parse(fs.readFileSync(file, 'utf8'))
  total.passed += passed
  for (const failure of failures) fail(failure)
  if (code !== 0 && failures.length === 0) fail(`${title}: vitest ended with code ${code}`)
}

const STEPS = {
  async lint() {
    await step('Format', 'biome', ['format', '.'])
    await step('Lint', 'eslint', ['.', '--max-warnings', '0'])
    await step('Unused files, exports and packages', 'knip', ['--no-progress'])
    await step('Types of main, sandbox and tests', 'tsc', ['-p', 'tsconfig.node.json'])
    await step('Types of the window', 'tsc', ['-p', 'tsconfig.web.json'])
    await step('Types of the server tests', 'tsc', ['-p', 'tsconfig.server.json'])
    await step('Types of the measurements', 'tsc', ['-p', 'tsconfig.bench.json'])
  },
  unit: () => vitest('Unit, gateway and window tests', 'unit', 'renderer'),
  server: () => vitest('Edge functions on real PostgreSQL and Deno', 'server'),
  async e2e() {
    await packageApp({ forTests: true })
    // Before the tests, which run side by side: two of them look at the release.
    await packageApp()
    await vitest('Tests of the packaged app', 'e2e')
  },
}

await run(async () => {
  const wanted = process.argv.slice(2).filter((each) => !files.includes(each))
  const missing = files.find((each) => !fs.existsSync(path.resolve(each)))
  if (missing) throw new Stop(`There is no file ${missing}.`)
  const unknown = wanted.find((each) => !(each in STEPS))
  if (unknown) throw new Stop(`Unknown step "${unknown}": ${Object.keys(STEPS).join(', ')}`)
  const started = Date.now()
  await ensurePackages('test')
  await ensureRuntime()
  fs.rmSync(RESULTS, { recursive: true, force: true })
  fs.mkdirSync(RESULTS)
  for (const name of wanted.length > 0 ? wanted : Object.keys(STEPS)) {
    try {
      await STEPS[name]()
    } catch (error) {
      if (!(error instanceof Stop)) throw error
      say(error.message)
      fail(name)
    }
  }
  say(`\n${broken.map((each) => `failed: ${each}\n`).join('')}${Math.round((Date.now() - started) / 1000)} s`)
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
})
