// The packaged app against the whole system that `npm run system` starts: nothing stands in for the server but WhatsApp itself.
import { afterAll, beforeAll, expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { valueOf } from '../../fakes/gateways/gateway-rig'
import { launchApp } from '../rig/app'
import { addConnection, fieldOf, fillFields, seesFailure } from '../rig/forms'
import { operatorAt } from '../rig/operator'
import { readSettings } from '../rig/backends/platform-peek'
import { QUICK } from '../rig/quick'
import { startSystem, type Account, type System } from '../rig/backends/system'
import { inWorld } from '../rig/test'
import { startWorld, type World } from '../rig/world'

const words = ru.window
const LIMIT = 30_000
let system: System
const operator = (team: number, index: number): Account => system.teams[team]?.[index] ?? expect.fail('no such operator')
const sessionOf = (world: World): string => readSettings(world).numbers[0]?.sessionId ?? ''
const told = (world: World): readonly string[] => world.notices.notices.map(({ summary }) => summary)

beforeAll(async () => void (system = await startSystem()), LIMIT)
afterAll(() => system.stop(), LIMIT)

inWorld('signs in, connects by the code on the screen, and is told the drop with its cause; then the operator is revoked', {}, async ({ world, launch }) => {
  const account = operator(1, 0)
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const person = operatorAt(page)
  await addConnection(page, 'academyos', { ...account, password: 'not the password' })
  await seesFailure(page, 'sign-in-wrong')
  expect(await fieldOf(page, 'academyos', 'password').inputValue()).toBe('')
  await fillFields(page, 'academyos', { password: account.password })
  await page.keyboard.press('Enter')

  await person.asksForCode()
  const session = sessionOf(world)
  expect(await person.readsQr()).toBe(valueOf(await system.platform.number(session)).qr)
  valueOf(await system.platform.phone(session, 'scan'))
  await person.sees(words.card.connected)
  const { phone } = valueOf(await system.platform.number(session))
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  // Where a number stands is on disk within a second.
  await expect.poll(() => readSettings(world).numbers[0], { timeout: 5_000 }).toMatchObject({ phone })

  valueOf(await system.platform.phone(session, 'unlink'))
  await world.notices.waitForNotice(({ summary }) => summary.endsWith('WhatsApp отвязан от телефона'))
  await world.tray.waitForTray(({ icon }) => icon === 'disconnected')
  expect(told(world)).toHaveLength(1)

  await system.ban(account.login)
  await world.notices.waitForNotice(({ summary }) => summary === 'AcademyOS: нужно войти снова')
  await page.getByRole('button', { name: words.connection.signInAgain }).first().click()
  await fillFields(page, 'academyos', { login: account.login, password: account.password })
  await page.getByRole('dialog').getByRole('button', { name: words.form.signIn, exact: true }).click()
  await seesFailure(page, 'account-blocked')
  expect(told(world)).toHaveLength(2)
})

inWorld('two operators of one organisation who click at once get one number, and each is told its drop once', {}, async ({ world, launch }) => {
  const otherWorld = await startWorld()
  world.onStop(() => otherWorld.stop())
  const apps = [await launch({ timings: QUICK }), await launchApp({ world: otherWorld, timings: QUICK, name: 'second-operator' })]
  const people = await Promise.all(apps.map(async (app) => operatorAt(await app.window())))
  for (const [index, person] of people.entries()) {
    await addConnection(person.page, 'academyos', { ...operator(0, index) })
    await person.sees(words.connection.oneClick)
  }
  await Promise.all(people.map((person) => person.asksForCode()))
  const session = sessionOf(world)
  expect([readSettings(world), readSettings(otherWorld)].map(({ numbers }) => numbers.map(({ sessionId }) => sessionId))).toEqual([[session], [session]])

  valueOf(await system.platform.phone(session, 'scan'))
  for (const person of people) await person.sees(words.card.connected)
  valueOf(await system.platform.phone(session, 'unlink'))
  for (const each of [world, otherWorld]) {
    await each.notices.waitForNotice(({ summary }) => summary.endsWith('WhatsApp отвязан от телефона'))
    await each.tray.waitForTray(({ icon }) => icon === 'disconnected')
    expect(told(each)).toHaveLength(1)
  }
})

inWorld('a drop is told as soon as the platform tells the functions, however seldom the app asks', {}, async ({ world, launch }) => {
  const own = await startSystem()
  world.onStop(() => own.stop())
  // Far longer than this test: what is told within it was told by an event.
  const seldom = { watchVisible: 600_000, watchHidden: 600_000 }
  const app = await launch({ timings: { ...QUICK, ...seldom } })
  const page = await app.window()
  const person = operatorAt(page)
  await addConnection(page, 'academyos', { ...(own.teams[0]?.[0] ?? expect.fail('no operator')) })
  await person.sees(words.connection.oneClick)
  await person.asksForCode()
  const session = sessionOf(world)
  valueOf(await own.platform.phone(session, 'scan'))
  await person.sees(words.card.connected)
  valueOf(await own.platform.phone(session, 'unlink'))
  await world.notices.waitForNotice(({ summary }) => summary.endsWith('WhatsApp отвязан от телефона'))
})

inWorld('a server without a function is named as such', {}, async ({ launch }) => {
  const partly = await startSystem(['wpp-create'])
  try {
    const account = partly.teams[0]?.[0] ?? expect.fail('no operator')
    const app = await launch({ timings: QUICK })
    const page = await app.window()
    await addConnection(page, 'academyos', { ...account })
    await operatorAt(page).sees(words.connection.oneClick)
    await operatorAt(page).connectNumber()
    await seesFailure(page, 'function-missing')
    expect(valueOf(await partly.platform.numbers())).toEqual([])
  } finally {
    await partly.stop()
  }
})
