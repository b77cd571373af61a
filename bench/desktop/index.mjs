// `npm run bench`: the app against named baselines, in one run. `-- --only start,memory,idle,latency` runs a part, `-- --quick` fewer rounds,
// `-- --sizes 1,5000` other numbers for the idle part.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'
import { ROOT } from '../../scripts/lib/exec.mjs'
import { run, say } from '../../scripts/lib/say.mjs'
import { packageApp } from '../../scripts/package.mjs'
import { ensurePackages } from '../../scripts/system-packages.mjs'

await run(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string' }, sizes: { type: 'string' }, quick: { type: 'boolean', default: false } } })
  await ensurePackages('test')
  await packageApp({ forTests: true })
  const { module } = await runnerImport(path.join(ROOT, 'bench/desktop/run.ts'), { root: ROOT, configFile: false, logLevel: 'error' })
  await module.measure({ sizes: values.sizes?.split(',').map(Number) ?? null, only: values.only?.split(',') ?? null, quick: values.quick, say })
})
