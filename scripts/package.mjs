// Packages the app into a folder that runs: dist/<platform>-unpacked. By hand: npm run package [-- --test]
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, builtIn, newest } from './lib/build.mjs'
import { bin, exec, ROOT } from './lib/exec.mjs'
import { releaseVersion } from './lib/runtime-support.mjs'
import { run, say, Stop } from './lib/say.mjs'
import { ensureRuntime } from './runtime.mjs'

/** Names the folder of the build to electron-builder.yml. */
export const BUILD_FOLDER = 'WPP_COMPANION_BUILD'
const about = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
const UNPACKED = { linux: 'linux-unpacked', win32: 'win-unpacked', darwin: process.arch === 'arm64' ? 'mac-arm64' : 'mac' }[process.platform]

/**
 * Packages for this platform and answers `{ dir, executable, version, why }`; `why` tells why it is not for release, null = it is. `forTests` makes the same package in dist/test of the test build and with one fuse on,
 * the inspector, without which the app cannot be driven.
 */
export async function packageApp({ forTests = false } = {}) {
  const built = builtIn(forTests)
  await build({ forTests })
  const runtime = await ensureRuntime()
  const output = path.join('dist', ...(forTests ? ['test'] : []))
  const dir = path.join(ROOT, output, UNPACKED)
  const stamp = path.join(ROOT, output, '.packaged')
  const { version, why } = releaseVersion({ version: about.version, runtime: runtime.version, pinned: about.devDependencies.electron })
  const made = `${runtime.dir} ${runtime.version} ${version}`
  const sources = [`${built}/.built`, 'resources', 'electron-builder.yml', 'package.json', 'LICENSE'].map((each) => newest(path.join(ROOT, each)))
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== made || newest(stamp) < Math.max(...sources)) {
    say(forTests ? 'Packaging for tests …' : 'Packaging …')
    const fuses = forTests ? ['-c.electronFuses.enableNodeCliInspectArguments=true'] : []
    const { code, output: words } = await exec(
      bin('electron-builder'),
      [
        '--dir',
        '--publish',
        'never',
        `-c.electronDist=${runtime.dir}`,
        `-c.electronVersion=${runtime.version}`,
        `-c.extraMetadata.version=${version}`,
        `-c.directories.output=${output}`,
        ...fuses,
      ],
      { env: { ...process.env, [BUILD_FOLDER]: built } },
    )
    if (code !== 0) throw new Stop(`${words}\nPackaging failed.`)
    fs.writeFileSync(stamp, made)
  }
  return {
    dir,
    version,
    why,
    executable: path.join(
      dir,
      process.platform === 'linux' ? 'wpp-companion' : process.platform === 'win32' ? 'WPP Companion.exe' : 'WPP Companion.app/Contents/MacOS/WPP Companion',
    ),
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  await run(async () => {
    process.stdout.write(`${(await packageApp({ forTests: process.argv.includes('--test') })).dir}\n`)
  })
}
