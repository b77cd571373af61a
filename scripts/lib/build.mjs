// Builds `out/`, or the test build beside it, with electron-vite, only when something it is made of is newer.
import fs from 'node:fs'
import path from 'node:path'
import { bin, exec, ROOT } from './exec.mjs'
import { say, Stop } from './say.mjs'

const SOURCES = ['src', 'package.json', 'package-lock.json', 'electron.vite.config.ts', 'scripts/lib/third-party-notices.mjs']

/** Folder of the build, from the project's. The test build has hooks that a release must not have. */
export function builtIn(forTests) {
  return forTests ? '.cache/test-build' : 'out'
}

/** Time of the newest file or folder (a removed file touches its folder) under `from`, epoch ms; 0 when it is not there. */
export function newest(from) {
  const stat = fs.statSync(from, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...fs.readdirSync(from).map((name) => newest(path.join(from, name))))
}

/** Brings the build up to date; throws {@link Stop} with the builder's words when it fails. */
export async function build({ forTests = false } = {}) {
  const folder = builtIn(forTests)
  const stamp = path.join(ROOT, folder, '.built')
  if (newest(stamp) > Math.max(...SOURCES.map((each) => newest(path.join(ROOT, each))))) return
  say(forTests ? 'Building for tests …' : 'Building …')
  const started = Date.now() // before the build: a file saved meanwhile makes the result stale again
  const { code, output } = await exec(bin('electron-vite'), ['build', '--outDir', path.join(ROOT, folder)], {
    env: { ...process.env, WPP_COMPANION_TEST_BUILD: forTests ? '1' : '0' },
  })
  if (code !== 0) throw new Stop(`${output}\nThe build failed.`)
  fs.writeFileSync(stamp, '')
  fs.utimesSync(stamp, started / 1000, started / 1000)
}
