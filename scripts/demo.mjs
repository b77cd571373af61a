// `npm run demo`: plays the main job unattended on the packaged app, with a screen, bus and home of its own. Screenshots and timeline.md go to demo/.
import fs from 'node:fs'
import path from 'node:path'
import { runnerImport } from 'vite'
import { ROOT } from './lib/exec.mjs'
import { run, say } from './lib/say.mjs'
import { packageApp } from './package.mjs'
import { ensurePackages } from './system-packages.mjs'

await run(async () => {
  await ensurePackages('test')
  await packageApp({ forTests: true })
  const folder = path.join(ROOT, 'demo')
  fs.rmSync(folder, { recursive: true, force: true })
  fs.mkdirSync(folder)
  const { module } = await runnerImport(path.join(ROOT, 'tests/e2e/demo.ts'), { root: ROOT, configFile: false, logLevel: 'error' })
  await module.playMainJob(folder, say)
  say(`\nScreenshots and timeline.md are in ${path.relative(process.cwd(), folder) || '.'}`)
})
