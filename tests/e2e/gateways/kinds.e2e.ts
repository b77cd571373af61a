// Each kind of connection against its real counterpart on the wire, from the sign-in to what an operator is told when it goes wrong.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { ru } from '../../../src/shared/words/i18n/ru'
import { valueOf } from '../../fakes/gateways/gateway-rig'
import { academyosIn, platformIn } from '../rig/backends/backends'
import { addConnection, choose, fieldOf, fillFields, seesFailure } from '../rig/forms'
import { operatorAt } from '../rig/operator'
import { readSettings } from '../rig/backends/platform-peek'
import { decodeQr } from '../rig/qr'
import { QUICK } from '../rig/quick'
import { inWorld, type Scene } from '../rig/test'
import type { World } from '../rig/world'

const words = ru.window
const told = (world: World): readonly string[] => world.notices.notices.map(({ summary }) => summary)
/** Before the first change there is no file at all. */
const connectionsIn = (world: World): readonly unknown[] => (existsSync(join(world.profile, 'settings.json')) ? readSettings(world).connections : [])

async function signsInAgain(page: Page, { login, password }: { readonly login: string; readonly password: string }): Promise<void> {
  const dialog = page.getByRole('dialog')
  await fillFields(page, 'academyos', { login, password })
  await dialog.getByRole('button', { name: words.form.signIn, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** A connection to the AcademyOS functions whose first number shows its code. */
async function askingForCode({ world, launch }: Scene) {
  const { server, fields } = await academyosIn(world)
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)
  await addConnection(page, 'academyos', fields)
  await operator.asksForCode()
  const session = server.rows[0]?.session ?? ''
  return { app, server, fields, page, operator, session }
}

inWorld('AcademyOS: connects a number by its QR code and quotes the server when it drops', {}, async (scene) => {
  const { world } = scene
  const { app, server, page, operator, session } = await askingForCode(scene)
  expect(decodeQr(await app.screenshot('academyos-scan'))).toBe(server.platform.qr(session))
  expect(server.calls('wpp-create')).toHaveLength(1)

  server.scan(session)
  await operator.sees(words.card.connected)
  await page.getByText(session).first().waitFor()
  await operator.sees(/^key_.{2}••••••.{4}$/)
  await world.tray.waitForTray(({ icon }) => icon === 'connected')

  server.drop(session)
  const drop = await world.notices.waitForNotice(({ summary }) => summary === `${session}: сервер сообщает, что номер не подключён`)
  expect(drop.body).toContain(ru.desktop.drop.why.server)
  await operator.sees(words.card.mayBeServer)
  expect(told(world)).toHaveLength(1)

  // The platform behind the server goes down: the deployed functions word that as "disconnected" too, and the app must not blame the phone.
  server.scan(session)
  await operator.sees(words.card.connected)
  await world.notices.waitForNotice(({ summary }) => summary === `${session}: WhatsApp снова подключён`)
  server.platformDown(true)
  await world.notices.waitForNotice(({ id, summary }) => id !== drop.id && summary === drop.summary)
  await operator.sees(words.card.mayBeServer)
})

inWorld('AcademyOS: an answer that is no answer means unknown, not disconnected', {}, async (scene) => {
  const { world } = scene
  const { server, page, operator, session } = await askingForCode(scene)
  server.scan(session)
  await operator.sees(words.card.connected)

  for (const [answer, failure] of [
    ['html', 'not-understood'],
    ['bad-gateway', 'server-error'],
    ['redirect', 'not-understood'],
    ['wrong-types', 'not-understood'],
  ] as const) {
    server.switches.gateway = { prefix: '/functions/v1/', answer }
    await operator.sees(words.card.unknown)
    await seesFailure(page, failure)
    await world.tray.waitForTray(({ icon }) => icon === 'attention')
    server.switches.gateway = null
    await operator.sees(words.card.connected)
  }
  server.switches.missing.add('wpp-status')
  await operator.sees(words.card.unknown)
  await seesFailure(page, 'function-missing')
  // It lasts: said once, as something that cannot be checked.
  const notice = await world.notices.waitForNotice(({ summary }) => summary === `${session}: не удаётся проверить`)
  expect(notice.body).toContain('сам WhatsApp может работать')
  expect(told(world)).toEqual([notice.summary])
})

inWorld('AcademyOS: a wrong password keeps the form, and an ended sign-in is told once and cured by signing in', {}, async ({ world, launch }) => {
  const { server, person, fields } = await academyosIn(world)
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)
  await addConnection(page, 'academyos', { ...fields, password: 'not the password' })
  await seesFailure(page, 'sign-in-wrong')
  for (const name of ['address', 'publicKey', 'login'] as const) expect(await fieldOf(page, 'academyos', name).inputValue()).toBe(fields[name])
  expect(await fieldOf(page, 'academyos', 'password').inputValue()).toBe('')
  await fieldOf(page, 'academyos', 'password').and(page.locator(':focus')).waitFor()
  expect(connectionsIn(world)).toEqual([])

  await fillFields(page, 'academyos', { password: fields.password })
  await page.keyboard.press('Enter')
  await operator.asksForCode()
  const session = server.rows[0]?.session ?? ''
  server.scan(session)
  await operator.sees(words.card.connected)

  const ends = [server.auth.expireSessions, server.auth.revoke] as const
  for (const [index, end] of ends.entries()) {
    end(person.email)
    server.auth.expireAccessTokens()
    await seesFailure(page, 'sign-in-expired')
    await world.notices.waitForNotice(() => told(world).length === index + 1)
    await page.getByRole('button', { name: words.connection.signInAgain }).first().click()
    await signsInAgain(page, fields)
    await operator.sees(words.card.connected)
  }
  person.banned = true
  await seesFailure(page, 'account-blocked')
  await world.notices.waitForNotice(() => told(world).length === 3)
  expect(told(world)).toEqual(Array(3).fill('AcademyOS: нужно войти снова'))
})

inWorld('AcademyOS: a function that is not deployed is named as such, before and after signing in', {}, async ({ world, launch }) => {
  const { server, fields } = await academyosIn(world)
  for (const name of ['messenger-integrations', 'wpp-integrations', 'wpp-status']) server.switches.missing.add(name)
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  await addConnection(page, 'academyos', fields)
  await seesFailure(page, 'function-missing')
  expect(connectionsIn(world)).toEqual([])
  for (const name of ['messenger-integrations', 'wpp-status']) server.switches.missing.delete(name)
  server.switches.missing.add('wpp-create')
  await fillFields(page, 'academyos', { password: fields.password })
  await page.getByRole('button', { name: words.form.add, exact: true }).click()
  await operatorAt(page).connectNumber()
  await seesFailure(page, 'function-missing')
  expect(server.calls('wpp-create')).toHaveLength(1)
  server.switches.missing.delete('wpp-create')
  await operatorAt(page).asksForCode()
})

inWorld('AcademyOS: a connection is renamed, signed out and signed in again with its number', {}, async (scene) => {
  const { world } = scene
  const { server, fields, page, operator, session } = await askingForCode(scene)
  server.scan(session)
  await operator.sees(words.card.connected)

  const dialog = page.getByRole('dialog')
  await choose(page, 'AcademyOS', words.connection.rename)
  await dialog.getByLabel(words.confirm.name).fill('Школа')
  await dialog.getByRole('button', { name: words.app.save }).click()
  await page.getByRole('heading', { name: 'Школа' }).first().waitFor()
  await choose(page, session, words.card.rename)
  await dialog.getByLabel(words.confirm.name).fill('Приёмная')
  await dialog.getByRole('button', { name: words.app.save }).click()
  await world.tray.waitForTray(({ menu }) => menu.some(({ label }) => label === 'Приёмная: подключён'))

  const [connection] = readSettings(world).connections
  const kept = () => world.keyring.readSecret('WPP Companion', `connection:${connection?.id}/session`)
  expect(await kept()).not.toBeNull()
  await choose(page, 'Школа', words.connection.signOut)
  await dialog.getByText(words.confirm.signOutBody).waitFor()
  await dialog.getByRole('button', { name: words.confirm.signOut, exact: true }).click()
  await seesFailure(page, 'signed-out')
  expect(await kept()).toBeNull()
  expect(server.seen.some(({ path }) => path === '/auth/v1/logout')).toBe(true)

  await page.getByRole('button', { name: words.connection.signInAgain }).first().click()
  await signsInAgain(page, fields)
  await operator.sees(words.card.connected)
  expect(await kept()).not.toBeNull()
  expect(readSettings(world).numbers.map(({ name }) => name)).toEqual(['Приёмная'])
  expect(world.notices.notices).toEqual([])
})

inWorld('WPP Platform: one key is one number; a revoked key stops its own number only; removing clears the keychain', {}, async ({ world, launch }) => {
  const { address, control } = await platformIn(world)
  const [first, second] = [valueOf(await control.issue()), valueOf(await control.issue())]
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)

  await addConnection(page, 'wpp-platform', { address, apiKey: first.apiKey, session: first.session })
  const code = await operator.readsQr()
  expect(code).toBe(valueOf(await control.number(first.session)).qr)
  valueOf(await control.phone(first.session, 'scan'))
  await operator.sees(words.card.connected)

  // The same session again is refused at its field; another key is another number.
  await page.getByTitle('Открыть подключение WPP Platform').click()
  const connect = page.getByRole('main').getByRole('button', { name: words.card.connect, exact: true })
  await fillFields(page, 'wpp-platform', { apiKey: second.apiKey, session: first.session })
  await connect.click()
  await seesFailure(page, 'number-exists')
  await fillFields(page, 'wpp-platform', { apiKey: second.apiKey, session: second.session })
  await connect.click()
  await operator.readsQr()
  valueOf(await control.phone(second.session, 'scan'))
  await operator.sees(words.card.connected)
  await world.tray.waitForTray(({ icon, menu }) => icon === 'connected' && menu.filter(({ label }) => label.endsWith(': подключён')).length === 2)

  valueOf(await control.revokeKey(second.session, true))
  await seesFailure(page, 'key-rejected')
  await world.notices.waitForNotice(({ summary }) => summary === '+7 000 000-00-02: ключ не принят')
  const tray = await world.tray.waitForTray(({ icon }) => icon === 'attention')
  expect(tray.menu.filter(({ label }) => label.endsWith(': подключён'))).toHaveLength(1)
  expect(world.notices.notices).toHaveLength(1)

  const [connection] = readSettings(world).connections
  const keys = () =>
    Promise.all([first, second].map(({ session }) => world.keyring.readSecret('WPP Companion', `connection:${connection?.id}/number:${session}`)))
  expect(await keys()).toEqual([first.apiKey, second.apiKey])
  const dialog = page.getByRole('dialog')
  await choose(page, 'WPP Platform', words.connection.remove)
  await dialog.getByText(words.confirm.removeConnectionBody).waitFor()
  await dialog.getByRole('button', { name: words.app.cancel }).click()
  expect(await keys()).toEqual([first.apiKey, second.apiKey])
  await choose(page, 'WPP Platform', words.connection.remove)
  await dialog.getByRole('button', { name: words.confirm.removeConnection, exact: true }).click()
  await operator.sees(words.welcome.title)
  expect(await keys()).toEqual([null, null])
  expect(readSettings(world)).toMatchObject({ connections: [], numbers: [] })
  await world.tray.waitForTray(({ icon }) => icon === 'empty')
})
