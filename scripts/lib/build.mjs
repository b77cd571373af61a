// Builds `out/` with electron-vite, only when something it is made of is newer.
import fs from 'node:fs'
import path from 'node:path'
import { bin, exec, ROOT } from './exec.mjs'
import { say, Stop } from './say.mjs'

const SOURCES = ['src', 'package.json', 'package-lock.json', 'electron.vite.config.ts']
const STAMP = path.join(ROOT, 'out', '.built')

/** Time of the newest file or folder (a removed file touches its folder) under `from`, epoch ms; 0 when it is not there. */
export function newest(from) {
  const stat = fs.statSync(from, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...fs.readdirSync(from).map((name) => newest(path.join(from, name))))
}

/** Brings `out/` up to date; throws {@link Stop} with the builder's words when it fails. */
export async function build() {
  if (newest(STAMP) > Math.max(...SOURCES.map((each) => newest(path.join(ROOT, each))))) return
  say('Building …')
  const started = Date.now() // before the build: a file saved meanwhile makes the result stale again
  const { code, output } = await exec(bin('electron-vite'), ['build'])
  if (code !== 0) throw new Stop(`${output}\nThe build failed.`)
  fs.writeFileSync(STAMP, '')
  fs.utimesSync(STAMP, started / 1000, started / 1000)
}
