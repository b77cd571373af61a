// `npm test`: everything that must hold, in the order of how fast it tells. By hand: node scripts/test.mjs [lint|unit|server|e2e …]
// The last line is `N passed, N failed`. A test that was skipped counts as failed: nothing is left out silently.
import fs from 'node:fs'
import path from 'node:path'
import { bin, exec, ROOT } from './lib/exec.mjs'
import { run, say, Stop } from './lib/say.mjs'
import { packageApp } from './package.mjs'
import { ensureRuntime } from './runtime.mjs'
import { ensurePackages } from './system-packages.mjs'

const RESULTS = path.join(ROOT, 'test-results')
const total = { passed: 0, failed: 0 }
const broken = []

function fail(what) {
  total.failed += 1
  broken.push(what)
}

async function step(title, command, args) {
  say(`\n— ${title}`)
  const { code } = await exec(bin(command), args, { loud: true })
  if (code !== 0) fail(title)
}

/** Runs vitest and adds up its report; a file that could not be loaded and an error outside of tests are failures too. */
async function vitest(title, name, args) {
  say(`\n— ${title}`)
  const report = path.join(RESULTS, `${name}.json`)
  fs.rmSync(report, { force: true })
  const { code } = await exec(bin('vitest'), ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], { loud: true })
  if (!fs.existsSync(report)) return fail(`${title}: no report`)
  const before = total.failed
  for (const file of JSON.parse(fs.readFileSync(report, 'utf8')).testResults) {
    const where = path.relative(ROOT, file.name)
    if (file.status === 'failed' && file.assertionResults.every((each) => each.status !== 'failed')) fail(where)
    for (const test of file.assertionResults) {
      if (test.status === 'passed') total.passed += 1
      else fail(`${where} › ${test.fullName}${test.status === 'failed' ? '' : ` (${test.status})`}`)
    }
  }
  if (code !== 0 && total.failed === before) fail(`${title}: errors outside of tests`)
}

const STEPS = {
  async lint() {
    await step('Lint', 'eslint', ['.', '--max-warnings', '0'])
    await step('Types of main, sandbox and tests', 'tsc', ['-p', 'tsconfig.node.json'])
    await step('Types of the window', 'tsc', ['-p', 'tsconfig.web.json'])
    await step('Types of the server tests', 'tsc', ['-p', 'tsconfig.server.json'])
    await step('Types of the measurements', 'tsc', ['-p', 'tsconfig.bench.json'])
  },
  unit: () => vitest('Unit, gateway and window tests', 'unit', []),
  server: () => vitest('Edge functions on real PostgreSQL and Deno', 'server', ['--config', 'vitest.server.config.ts']),
  async e2e() {
    await packageApp({ forTests: true })
    await vitest('Tests of the packaged app', 'e2e', ['--config', 'vitest.e2e.config.ts'])
  },
}

await run(async () => {
  const wanted = process.argv.slice(2)
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
