// What the window's page may not do, tried on the packaged app from inside the page and from beside it.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { copyApp, PACKAGED_APP, type RunningApp } from '../rig/app'
import { tapIn } from '../rig/backends/backends'
import { operatorAt } from '../rig/operator'
import { asOrdinaryUser } from '../rig/desktop/ordinary-user'
import { QUICK } from '../rig/quick'
import { inWorld } from '../rig/test'
import { ru } from '../../../src/shared/words/i18n/ru'

/** Runs code in the page and answers what it comes to. Text, so that it is the page's own code and not the test's. */
const inPage = <T>(page: Page, code: string): Promise<T> => page.evaluate<T>(`(async () => { ${code} })()`)

inWorld('the window runs in Chromium’s sandbox for an ordinary user', {}, async ({ world, launch }) => {
  const app = await launch({ executable: asOrdinaryUser(world, copyApp(world)), chromiumSandbox: true })
  const page = await app.window()
  await operatorAt(page).sees(ru.window.welcome.title)
  const pid = await app.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)
  expect(commandLine(pid)).toContain('--type=renderer')
  expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s2$/m)
  expect(commandLine(app.electron.process().pid ?? 0)).not.toContain('--no-sandbox')
})

function commandLine(pid: number): readonly string[] {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/)
}

const LEAKS: Readonly<Record<string, (url: string) => string>> = {
  fetch: (url) => `return fetch('${url}').then(() => 'out', (error) => error.name)`,
  XMLHttpRequest: (url) =>
    `return new Promise((end) => { const request = new XMLHttpRequest(); request.onload = () => end('out'); request.onerror = () => end('refused'); request.open('GET', '${url}'); request.send() })`,
  WebSocket: (url) =>
    `return new Promise((end) => { try { const socket = new WebSocket('${url.replace('http', 'ws')}'); socket.onopen = () => end('out'); socket.onerror = () => end('refused') } catch (error) { end(error.name) } })`,
  image: (url) =>
    `return new Promise((end) => { const image = new Image(); image.onload = () => end('out'); image.onerror = () => end('refused'); image.src = '${url}/a.png' })`,
  'script from elsewhere': (url) =>
    `return new Promise((end) => { const script = document.createElement('script'); script.onload = () => end('out'); script.onerror = () => end('refused'); script.src = '${url}/a.js'; document.head.append(script) })`,
  frame: (url) =>
    `return new Promise((end) => { const frame = document.createElement('iframe'); document.addEventListener('securitypolicyviolation', () => end('refused'), { once: true }); frame.src = '${url}'; document.body.append(frame) })`,
  form: (url) =>
    `return new Promise((end) => { const form = document.createElement('form'); form.action = '${url}'; document.addEventListener('securitypolicyviolation', () => end('refused'), { once: true }); document.body.append(form); form.submit() })`,
  beacon: (url) =>
    `return new Promise((end) => { document.addEventListener('securitypolicyviolation', () => end('refused'), { once: true }); if (!navigator.sendBeacon('${url}', 'x')) end('refused') })`,
}
const CODE: Readonly<Record<string, string>> = {
  'inline script': `window.ran = false; const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.head.append(script); return window.ran`,
  'inline handler': `window.ran = false; const node = document.createElement('button'); node.setAttribute('onclick', 'window.ran = true'); document.body.append(node); node.click(); return window.ran`,
  // Later, in a task of the page's own: code that the debugger runs directly may be exempt from the policy.
  eval: `return new Promise((end) => setTimeout(() => { try { end(eval('true')) } catch { end(false) } }))`,
  Function: `return new Promise((end) => setTimeout(() => { try { end(new Function('return true')()) } catch { end(false) } }))`,
}

inWorld('the page reaches no network, runs no code but its own, goes nowhere and gets no permission', {}, async ({ world, launch }) => {
  const outside = await tapIn(world)
  const app = await launch()
  const page = await app.window()
  await operatorAt(page).sees(ru.window.welcome.title)
  const home = page.url()
  // A page that was loaded anew would have lost this.
  const same = await inPage<number>(page, 'window.same = Math.random(); return window.same')
  for (const [name, code] of Object.entries(LEAKS)) expect(await inPage<string>(page, code(outside.address)), name).not.toBe('out')
  for (const [name, code] of Object.entries(CODE)) expect(await inPage<boolean>(page, code), name).toBe(false)

  for (const leave of [
    `location.href = '${outside.address}/away'`,
    `const link = document.createElement('a'); link.href = '${outside.address}/link'; document.body.append(link); link.click()`,
  ]) {
    await noteNavigation(app)
    await inPage(page, leave)
    expect(await refusedNavigation(app), leave).toBe(true)
  }
  // Chromium itself refuses a file before the app is asked, and says so on the console.
  const refusal = page.waitForEvent('console', (message) => message.text().includes('Not allowed to load local resource'))
  await inPage(page, `location.href = 'file:///etc/passwd'`)
  await refusal
  expect(await inPage<number>(page, 'return window.same')).toBe(same)
  expect(await inPage(page, `return window.open('${outside.address}/new') === null`)).toBe(true)
  expect(await inPage(page, `return window.open('companion://app/index.html') === null`)).toBe(true)
  expect(app.electron.windows()).toHaveLength(1)
  expect(page.url()).toBe(home)

  expect(await inPage(page, 'return Notification.requestPermission()')).toBe('denied')
  for (const device of ['{ audio: true }', '{ video: true }'])
    expect(await inPage(page, `return navigator.mediaDevices.getUserMedia(${device}).then(() => 'given', () => 'refused')`)).toBe('refused')
  expect(await inPage(page, `return new Promise((end) => navigator.geolocation.getCurrentPosition(() => end('given'), () => end('refused')))`)).toBe('refused')
  expect(await inPage(page, `return navigator.clipboard.readText().then(() => 'given', () => 'refused')`)).toBe('refused')
  expect(await inPage(page, 'return [typeof require, typeof process, typeof module, Object.keys(window.companion).sort().join()].join(" ")')).toBe(
    'undefined undefined undefined call,drawn,onPatch',
  )
  expect(outside.asked).toEqual([])
})

/** Notes in the main process how the window's next attempt to navigate ends. The app's own listener is older, so it has decided by then; `will-navigate` does not follow what this event refused. */
async function noteNavigation({ inMain }: RunningApp): Promise<void> {
  await inMain(({ BrowserWindow }) => {
    const refused = new Promise<boolean>((resolve) =>
      BrowserWindow.getAllWindows()[0]?.webContents.once('will-frame-navigate', (event) => resolve(event.defaultPrevented)),
    )
    Object.assign(globalThis, { refused })
  })
}

/** Waits for the attempt; true = the app refused it. */
function refusedNavigation({ inMain }: RunningApp): Promise<boolean | undefined> {
  return inMain(() => (globalThis as { refused?: Promise<boolean> }).refused)
}

const REFUSED: readonly (readonly [name: unknown, args: unknown])[] = [
  ['no.such.call', undefined],
  ['__proto__', undefined],
  ['constructor', undefined],
  [{ toString: 'snapshot.get' }, undefined],
  [null, undefined],
  ['snapshot.get', { surprise: true }],
  ['number.connect', undefined],
  ['number.connect', { key: 7 }],
  ['number.connect', { key: '' }],
  ['number.rename', { key: 'a', name: 'x'.repeat(201) }],
  ['link.open', { link: 'https://elsewhere.example' }],
  ['notices.mute', { hours: 3 }],
  ['connection.add', { kind: 'another', name: '', fields: {} }],
  ['connection.add', { kind: 'sandbox', name: '', fields: { a: { b: 1 } } }],
  ['clipboard.copy', { text: 'x'.repeat(10_001) }],
  ['preferences.set', { language: '../../etc' }],
]

inWorld('a call that is not in the contract, or from a page that is not ours, is answered by a typed refusal', {}, async ({ world, launch }) => {
  const app = await launch()
  const page = await app.window()
  await operatorAt(page).sees(ru.window.welcome.title)
  for (const [name, args] of REFUSED) {
    const answer = await page.evaluate(`window.companion.call(${JSON.stringify(name)}, ${JSON.stringify(args)})`)
    expect(answer, JSON.stringify([name, args]).slice(0, 100)).toMatchObject({ ok: false, failure: { code: 'invalid-input' } })
  }
  // Another window with the same preload, showing somebody else's page.
  const opened = app.electron.waitForEvent('window')
  await app.inMain(({ app: main, BrowserWindow }) => {
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload: `${main.getAppPath()}/out/preload/index.cjs`, sandbox: true } })
    void stranger.loadURL('data:text/html,<title>stranger</title>')
  })
  const stranger = await opened
  await stranger.waitForLoadState('domcontentloaded')
  for (const call of [`'snapshot.get'`, `'notices.test'`]) {
    expect(await stranger.evaluate(`window.companion.call(${call})`)).toEqual({ ok: false, failure: { code: 'refused' } })
  }
  expect(world.notices.notices).toEqual([])
  expect(await page.evaluate(`window.companion.call('snapshot.get')`)).toMatchObject({ ok: true })
})

inWorld('a second start shows the window of the first and ends', {}, async ({ world, launch }) => {
  const app = await launch({ timings: QUICK })
  await operatorAt(await app.window()).sees(ru.window.welcome.title)
  await world.tray.waitForTray(({ icon }) => icon === 'empty')
  await app.closeWindow()
  const opened = app.electron.waitForEvent('window')
  const second = spawn(PACKAGED_APP, ['--no-sandbox', '--disable-gpu'], { env: world.env, stdio: 'ignore' })
  const ended = new Promise<number | null>((resolve) => second.once('exit', resolve))
  await operatorAt(await opened).sees(ru.window.welcome.title)
  expect(await ended).toBe(0)
})
