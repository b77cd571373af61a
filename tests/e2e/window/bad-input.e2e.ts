// Whatever is typed, answered or found on disk: one clear sentence, nothing lost, and the number beside it stays connected.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { FailureCode } from '../../../src/shared/model/failure'
import { ru } from '../../../src/shared/words/i18n/ru'
import { recordName } from '../../../src/shared/words/phone-text'
import { DEFAULT_SETTINGS } from '../../../src/shared/model/settings'
import { valueOf } from '../../fakes/gateways/gateway-rig'
import { academyosIn, platformIn, tapIn, type Tap } from '../rig/backends/backends'
import { addConnection, choose, fieldOf, fillFields, openForm, seesFailure } from '../rig/forms'
import { operatorAt } from '../rig/operator'
import { readSettings } from '../rig/backends/platform-peek'
import { QUICK } from '../rig/quick'
import { inWorld, type Scene } from '../rig/test'
import type { World } from '../rig/world'

const words = ru.window

/** A proxy that lets nothing out and writes down who was to be reached: requests to other machines end here. */
async function outside(world: World): Promise<{ readonly env: Readonly<Record<string, string>>; readonly wanted: readonly string[] }> {
  const wanted: string[] = []
  const server = createServer((request, response) => {
    wanted.push(request.url ?? '')
    response.writeHead(502).end()
  })
  server.on('connect', (request, socket) => {
    wanted.push(request.url ?? '')
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  world.onStop(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { env: { http_proxy: proxy, https_proxy: proxy }, wanted }
}

/** The app with one number connected on a platform of its own. */
async function withNeighbour({ world, launch }: Scene, env: Readonly<Record<string, string>> = {}) {
  const { address, control } = await platformIn(world)
  const { apiKey, session } = valueOf(await control.issue({ linked: true }))
  const app = await launch({ timings: QUICK, env })
  const page = await app.window()
  await addConnection(page, 'wpp-platform', { address, apiKey, session })
  await operatorAt(page).sees(words.card.connected)
  return { app, page, control, staysConnected: () => world.tray.waitForTray(({ menu }) => menu.some(({ label }) => label.endsWith(': подключён'))) }
}

async function submit(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  await fillFields(page, 'wpp-platform', values)
  await page.getByRole('button', { name: words.form.add, exact: true }).click()
}

const TYPED: readonly (readonly [typed: string, failure: FailureCode])[] = [
  ['htps://server.example', 'address-invalid'],
  ['http//server.example', 'address-invalid'],
  ['https://', 'address-invalid'],
  ['https://сервер школы', 'pasted-space'],
  ['ftp://server.example', 'address-invalid'],
  ['https://operator:secret@server.example', 'address-invalid'],
  ['http://server.example', 'address-insecure'],
  ['HTTP://127.0.0.1.server.example', 'address-insecure'],
]

inWorld('an address with a mistake in it is refused at its field, and nothing is asked of anybody', {}, async (scene) => {
  const { env, wanted } = await outside(scene.world)
  const { page, staysConnected } = await withNeighbour(scene, env)
  await openForm(page, 'wpp-platform')
  for (const [typed, failure] of TYPED) {
    await submit(page, { address: typed, apiKey: 'key_of_nobody', session: '1' })
    await seesFailure(page, failure)
    expect(await fieldOf(page, 'wpp-platform', 'address').inputValue()).toBe(typed)
    expect(await fieldOf(page, 'wpp-platform', 'session').inputValue()).toBe('1')
  }
  expect(wanted).toEqual([])
  // A good address is asked: what comes out of the app does arrive where the test looks.
  await submit(page, { address: 'https://server.example', apiKey: 'key_of_nobody' })
  await page.getByText(ru.failure.unreachable.what).filter({ visible: true }).first().waitFor()
  await page.getByText(words.form.unreachable).filter({ visible: true }).first().waitFor()
  expect(wanted).toEqual(['server.example:443'])
  await staysConnected()
  expect(readSettings(scene.world).connections).toHaveLength(1)
})

inWorld('an empty field is named before anything is sent', {}, async (scene) => {
  const tap = await tapIn(scene.world)
  const { page, staysConnected } = await withNeighbour(scene)
  await openForm(page, 'academyos')
  const add = page.getByRole('button', { name: words.form.add, exact: true })
  await add.click()
  expect(await page.getByText(words.form.required).count()).toBe(4)
  await fillFields(page, 'academyos', { address: tap.address, publicKey: 'key', password: 'x' })
  await add.click()
  await fieldOf(page, 'academyos', 'login').and(page.locator(':focus')).waitFor()
  expect(await page.getByText(words.form.required).count()).toBe(1)
  expect(tap.asked).toEqual([])
  await staysConnected()
})

/** Sends up to 100 MB for as long as the other side listens. `sent` counts bytes. */
function flood(response: ServerResponse, sent: { bytes: number }): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  const chunk = Buffer.alloc(1_000_000, ' ')
  const more = (): void => {
    while (!response.destroyed && sent.bytes < 100_000_000) {
      sent.bytes += chunk.length
      if (!response.write(chunk)) return void response.once('drain', more)
    }
    response.end()
  }
  more()
}

const say =
  (status: number, type: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': type, ...headers }).end(body)
  }
const ANSWERS = (elsewhere: string): Readonly<Record<string, (response: ServerResponse) => void>> => ({
  HTML: say(200, 'text/html', '<!doctype html><title>Sign in to the network</title>'),
  'wrong types': say(200, 'application/json', '{"token":{"a":1},"expiresIn":"soon","status":["connected"],"qr":7}'),
  'half a document': say(200, 'application/json', '{"token":"abc'),
  'a redirect': say(302, 'text/plain', '', { location: `${elsewhere}/auth/token` }),
})

inWorld('a server that answers nonsense is no platform: the form says so and keeps what was typed', {}, async (scene) => {
  const { world } = scene
  const tap = await tapIn(world)
  const elsewhere = await tapIn(world)
  const { page, staysConnected } = await withNeighbour(scene)
  await openForm(page, 'wpp-platform')
  await fillFields(page, 'wpp-platform', { address: tap.address, session: '0000000000042' })
  const sent = { bytes: 0 }
  const answers = { ...ANSWERS(elsewhere.address), '100 MB': (response: ServerResponse) => flood(response, sent) }
  for (const answer of Object.values(answers)) {
    tap.answer = (_path, response) => {
      answer(response)
      return true
    }
    await submit(page, { apiKey: 'key_of_somebody' })
    await page.getByText(words.form.busy).first().waitFor({ state: 'hidden' })
    await seesFailure(page, 'address-not-backend')
    expect(await fieldOf(page, 'wpp-platform', 'address').inputValue()).toBe(tap.address)
  }
  expect(elsewhere.asked).toEqual([])
  expect(sent.bytes).toBeGreaterThan(0)
  expect(sent.bytes).toBeLessThan(30_000_000) // what the sockets' buffers take; the app itself stops at 1 MB
  tap.answer = (_path, response) => {
    say(503, 'application/json', '{"error":"Service unavailable"}')(response)
    return true
  }
  await submit(page, { apiKey: 'key_of_somebody' })
  await seesFailure(page, 'server-error')
  await staysConnected()
  expect(readSettings(world).connections).toHaveLength(1)
})

inWorld('nonsense while a number is watched makes that number unknown and leaves the one beside it alone', {}, async (scene) => {
  const { world } = scene
  const { page, staysConnected } = await withNeighbour(scene)
  const { server, fields } = await academyosIn(world)
  const tap = await tapIn(world, server.address)
  await addConnection(page, 'academyos', { ...fields, address: tap.address })
  const operator = operatorAt(page)
  await operator.asksForCode()
  server.scan(server.rows[0]?.session ?? '')
  await operator.sees(words.card.connected)
  const bad: readonly (readonly [FailureCode, NonNullable<Tap['answer']>])[] = [
    ['too-large', (_path, response) => (flood(response, { bytes: 0 }), true)],
    ['not-understood', (_path, response) => (say(200, 'application/json', 'null')(response), true)],
    ['unreachable', (_path, response) => (response.destroy(), true)],
  ]
  for (const [failure, answer] of bad) {
    tap.answer = answer
    await operator.sees(words.card.unknown)
    await seesFailure(page, failure)
    await world.tray.waitForTray(({ icon }) => icon === 'attention')
    await staysConnected()
    tap.answer = null
    await operator.sees(words.card.connected)
  }
  expect(world.notices.notices).toEqual([])
})

const FILES: Readonly<Record<string, string>> = {
  'cut short': JSON.stringify(DEFAULT_SETTINGS).slice(0, 60),
  empty: '',
  'that are a list': JSON.stringify([DEFAULT_SETTINGS]),
}

for (const [kind, content] of Object.entries(FILES)) {
  inWorld(`settings ${kind}: set aside as they are, said once, and the app starts anew`, {}, async ({ world, launch }) => {
    mkdirSync(world.profile, { recursive: true })
    writeFileSync(join(world.profile, 'settings.json'), content)
    const app = await launch({ timings: QUICK })
    const page = await app.window()
    const operator = operatorAt(page)
    await operator.sees(words.banner['settings-set-aside'])
    const aside = readdirSync(world.profile).filter((name) => name.startsWith('settings.damaged-'))
    expect(aside.map((name) => readFileSync(join(world.profile, name), 'utf8'))).toEqual([content])
    await page.getByRole('button', { name: words.banner.dismiss }).click()
    await operator.addSandbox()
    await page.getByTitle('Открыть подключение Песочница').waitFor()
    await world.tray.clickMenu(ru.desktop.tray.quit)
    await app.ended
    expect(readSettings(world).connections).toHaveLength(1)

    const again = await (await launch({ timings: QUICK })).window()
    await again.getByTitle('Открыть подключение Песочница').waitFor()
    expect(await again.getByText(words.banner['settings-set-aside']).count()).toBe(0)
    expect(existsSync(join(world.profile, aside[0] ?? ''))).toBe(true)
  })
}

inWorld('a name of 200 characters breaks neither window nor tray', {}, async (scene) => {
  const { world } = scene
  const { page } = await withNeighbour(scene)
  const [before] = readSettings(world).numbers
  const name = 'Очень-длинное-имя<b>&'.repeat(10).slice(0, 200)
  const dialog = page.getByRole('dialog')
  await choose(page, before ? recordName(before) : '', words.card.rename)
  await dialog.getByLabel(words.confirm.name).fill('')
  await page.keyboard.insertText(name)
  await dialog.getByRole('button', { name: words.app.save }).click()
  await dialog.waitFor({ state: 'hidden' })
  const [number] = readSettings(world).numbers
  expect(number?.name).toBe(name.slice(0, 80)) // as much as the field takes
  for (const width of [1_000, 380]) {
    await page.setViewportSize({ width, height: 700 })
    // The window is drawn anew for its width a moment after it has it.
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth'), { message: `no sideways scrolling at ${width} px` }).toBe(true)
  }
  await world.tray.waitForTray(({ menu }) => menu.some(({ label }) => label.startsWith(name.slice(0, 20)) && label.endsWith(': подключён')))
})

inWorld('settings that cannot be written are said to be unsaved until they can be again', {}, async ({ world, launch }) => {
  const page = await (await launch({ timings: QUICK })).window()
  const operator = operatorAt(page)
  await page.getByRole('button', { name: words.settings.title }).first().click()
  const sound = page.getByRole('switch', { name: words.settings.sound })
  await sound.click()
  const file = join(world.profile, 'settings.json')
  rmSync(file)
  mkdirSync(join(file, 'in the way'), { recursive: true })
  await sound.click()
  await operator.sees(words.banner['settings-not-saved'])
  rmSync(file, { recursive: true })
  await sound.click()
  await page.getByText(words.banner['settings-not-saved']).waitFor({ state: 'hidden' })
  expect(readSettings(world).sound).toBe(false)
})

inWorld('open-at-login that the system refuses does not show as switched on', {}, async ({ world, launch }) => {
  const page = await (await launch({ timings: QUICK })).window()
  const config = join(world.profile, '..')
  writeFileSync(join(config, 'autostart'), 'not a folder')
  await page.getByRole('button', { name: words.settings.title }).first().click()
  const openAtLogin = page.getByRole('switch', { name: words.settings.openAtLogin })
  await openAtLogin.click()
  await page.getByText(ru.failure['not-allowed'].what).first().waitFor()
  expect(await openAtLogin.isChecked()).toBe(false)
  expect(readSettings(world).openAtLogin).toBe(false)
  rmSync(join(config, 'autostart'))
  await openAtLogin.click()
  await expect.poll(() => readSettings(world).openAtLogin).toBe(true)
})
