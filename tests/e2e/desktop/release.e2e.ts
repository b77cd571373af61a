// What a test build can do and a release cannot: other durations, another Telegram, a debugger. Each is tried on the test build too, where it works.
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { expect, test } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { end } from '../../fakes/desktop/private-bus'
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

/** Starts an app with debugging switches and answers whether a debugger finds it, once its tray item says what it watches. */
async function isDebuggable({ world }: Scene, executable: string): Promise<boolean> {
  const port = await freePort()
  const app = spawn(executable, ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`, '--remote-allow-origins=*'], {
    env: world.env,
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => app.once('exit', resolve))
  world.onStop(() => end(app, 'SIGKILL'))
  await world.tray.waitForTray(({ icon, tooltip }) => icon === 'empty' && tooltip.includes(ru.desktop.summary.empty), 20_000)
  const found = await fetch(`http://127.0.0.1:${port}/json/version`).then(
    ({ ok }) => ok,
    () => false,
  )
  app.kill('SIGTERM')
  await ended
  return found
}

inWorld('a debugger finds the test build', {}, async (scene) => {
  expect(await isDebuggable(scene, PACKAGED_APP)).toBe(true)
})

inWorld('no debugger finds the release', {}, async (scene) => {
  expect(await isDebuggable(scene, RELEASE)).toBe(false)
})
