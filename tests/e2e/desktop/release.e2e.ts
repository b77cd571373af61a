// What a test build can do and a release cannot: other durations, another Telegram, a debugger, code of another program. Each is tried where it works, too.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { expect, test } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { end } from '../../fakes/desktop/private-bus'
import { ensureRuntime } from '../../../scripts/runtime.mjs'
import { PACKAGED_APP } from '../rig/app'
import { freePort } from '../rig/backends/ports'
import { inWorld, type Scene } from '../rig/test'

/** The release, packaged before the tests. */
const RELEASE = join(import.meta.dirname, '../../../dist/linux-unpacked/wpp-companion')

/** The code of main in a package. */
function mainCode(executable: string): string {
  const archive = join(dirname(executable), 'resources/app.asar')
  const files = listPackage(archive, { isPack: false }).filter((each) => /^\/out\/main\/.*\.js$/.test(each))
  return files.map((each) => extractFile(archive, each.slice(1)).toString('utf8')).join('\n')
}

test('the release holds no hook of the tests', () => {
  const hooks = /WPP_COMPANION_\w+/g
  expect(new Set(mainCode(PACKAGED_APP).match(hooks))).toEqual(new Set(['WPP_COMPANION_TIMINGS', 'WPP_COMPANION_TELEGRAM']))
  expect(mainCode(RELEASE).match(hooks)).toBeNull()
})

/** What came of an app that was started with debugging switches. */
interface Debugged {
  /** A debugger found it. */
  readonly found: boolean
  /** V8 did as `--js-flags` says: a process of the app told of its garbage collections. */
  readonly traced: boolean
  /** The files that the switches ask for. */
  readonly files: readonly string[]
}

/** The environment with which Electron runs another program's code: as plain Node, and before its own. The code leaves a file in the folder. */
function foreignCode(folder: string): NodeJS.ProcessEnv {
  const hook = join(folder, 'hook.cjs')
  writeFileSync(hook, `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'ran'))}, '')`)
  return { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${hook}` }
}

test('a bare Electron runs the code of another program that its environment names', async () => {
  const runtime = await ensureRuntime()
  const folder = mkdtempSync(join(tmpdir(), 'foreign-'))
  const run = spawn(runtime?.executable ?? '', ['-e', '0'], { env: { ...process.env, ...foreignCode(folder) }, stdio: 'ignore' })
  await new Promise((resolve) => run.once('exit', resolve))
  expect(readdirSync(folder).sort()).toEqual(['hook.cjs', 'ran'])
  rmSync(folder, { recursive: true })
})

/** False once it has ended, reaped or not. */
const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}/exe`)

/** Starts an app with the switches that let others look into it, and looks once its tray item says what it watches. */
async function startDebugged({ world }: Scene, executable: string): Promise<Debugged> {
  const port = await freePort()
  const folder = join(world.home, 'debug')
  mkdirSync(folder)
  const switches = [
    `--remote-debugging-port=${port}`,
    '--remote-allow-origins=*',
    '--js-flags=--trace-gc',
    `--inspect=127.0.0.1:${await freePort()}`,
    `--log-net-log=${join(folder, 'net.json')}`,
    `--trace-startup-file=${join(folder, 'trace.json')}`,
    '--trace-startup=v8',
  ]
  const app = spawn(executable, ['--no-sandbox', '--disable-gpu', ...switches], {
    env: { ...world.env, ...foreignCode(folder) },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let said = ''
  app.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  const ended = new Promise((resolve) => app.once('exit', resolve))
  world.onStop(() => end(app, 'SIGKILL'))
  await world.tray.waitForTray(({ icon, tooltip }) => icon === 'empty' && tooltip.includes(ru.desktop.summary.empty), 20_000)
  const found = await fetch(`http://127.0.0.1:${port}/json/version`).then(
    ({ ok }) => ok,
    () => false,
  )
  // Chromium's lock of the profile names the process that holds it.
  const running = Number(readlinkSync(join(world.profile, 'SingletonLock')).split('-').at(-1))
  world.onStop(async () => void (isRunning(running) && process.kill(running, 'SIGKILL')))
  // The release has started itself again without the switches: that app is another process, and what the first one told says nothing.
  const first = running === app.pid ? null : String(app.pid)
  await world.tray.clickMenu(ru.desktop.tray.quit)
  await expect.poll(() => isRunning(running), { timeout: 15_000 }).toBe(false)
  await ended
  const traced = [...said.matchAll(/\[(\d+):0x[\da-f]+(?::\d+)?\] .*(?:Scavenge|Mark-Compact)/g)].some(([, pid]) => pid !== first)
  return { found, traced, files: readdirSync(folder).sort() }
}

inWorld('debugging switches work on the test build', {}, async (scene) => {
  expect(await startDebugged(scene, PACKAGED_APP)).toMatchObject({ found: true, traced: true })
})

inWorld('debugging switches and code in the environment do nothing on the release', {}, async (scene) => {
  expect(await startDebugged(scene, RELEASE)).toEqual({ found: false, traced: false, files: ['hook.cjs'] })
})
