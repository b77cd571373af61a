// Checks the Debian packages that the app (`run`) and its tests (`test`) need. As root it installs what is missing;
// otherwise it prints the one command and stops. By hand: node scripts/system-packages.mjs [run|test]
import fs from 'node:fs'
import { pathToFileURL } from 'node:url'
import { exec, onPath } from './lib/exec.mjs'
import { run, say, Stop } from './lib/say.mjs'

// `needs` is what must be there, whatever package it came from; several names: Ubuntu 24.04 renamed libraries (…t64).
const RUN = [
  { names: ['libgtk-3-0t64', 'libgtk-3-0'], library: 'libgtk-3.so.0' },
  { names: ['libnss3'], library: 'libnss3.so' },
  { names: ['libasound2t64', 'libasound2'], library: 'libasound.so.2' },
  { names: ['libgbm1'], library: 'libgbm.so.1' },
  { names: ['libsecret-1-0'], library: 'libsecret-1.so.0' },
  { names: ['libnotify4'], library: 'libnotify.so.4' },
]
const DISPLAY = [{ names: ['xvfb'], program: 'Xvfb' }]
const TEST = [
  { names: ['dbus'], program: 'dbus-daemon' },
  { names: ['gnome-keyring'], program: 'gnome-keyring-daemon' },
]

/** What each purpose needs. `display` = running without a screen. */
const SETS = { run: RUN, display: [...RUN, ...DISPLAY], test: [...RUN, ...DISPLAY, ...TEST] }

async function loadable() {
  const ldconfig = fs.existsSync('/sbin/ldconfig') ? '/sbin/ldconfig' : 'ldconfig'
  return (await exec(ldconfig, ['-p'])).output
}

/** Packages that are missing for a purpose (`run`, `display` or `test`), as entries of the tables above. Empty off Linux. */
export async function missingPackages(purpose) {
  if (process.platform !== 'linux') return []
  const libraries = await loadable()
  return SETS[purpose].filter((each) => (each.library ? !libraries.includes(`\t${each.library} `) : !onPath(each.program)))
}

/** The package name in this release of the distribution: the first for which apt has a candidate. */
async function nameHere(names) {
  if (names.length === 1) return names[0]
  for (const name of names) {
    const { code, output } = await exec('apt-cache', ['show', '--no-all-versions', name])
    if (code === 0 && output.includes('Package:')) return name
  }
  return names.at(-1)
}

const APT = ['-o', 'DPkg::Lock::Timeout=300', '-q'] // waits for another apt that is running

/** Makes sure that all packages for a purpose are installed; throws {@link Stop} with the exact command when it may not install them. */
export async function ensurePackages(purpose) {
  const missing = await missingPackages(purpose)
  if (missing.length === 0) return
  if (!onPath('apt-get')) {
    throw new Stop(`This system lacks ${missing.map((each) => each.library ?? each.program).join(', ')}: install the packages that bring them, then try again.`)
  }
  if (process.getuid() !== 0) {
    const names = await Promise.all(missing.map((each) => nameHere(each.names)))
    throw new Stop(
      `Some system packages are missing. Run this, then try again:\n\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}\n`,
    )
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const update = await exec('apt-get', [...APT, 'update'], { env })
  const names = await Promise.all(missing.map((each) => nameHere(each.names)))
  say(`Installing system packages: ${names.join(' ')} …`)
  const { code, output } = await exec('apt-get', [...APT, 'install', '-y', '--no-install-recommends', ...names], { env })
  if (code !== 0) throw new Stop(`${update.code === 0 ? '' : update.output}${output}\napt-get could not install: ${names.join(' ')}`)
  const still = await missingPackages(purpose)
  if (still.length > 0) throw new Stop(`Installed, and yet not found: ${still.map((each) => each.library ?? each.program).join(', ')}`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  await run(async () => {
    const purpose = process.argv[2] ?? 'run'
    if (!(purpose in SETS)) throw new Stop(`Unknown purpose "${purpose}": ${Object.keys(SETS).join(', ')}`)
    await ensurePackages(purpose)
  })
}
