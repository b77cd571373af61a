// The keyring in every state an operator's machine can have it. Whatever happens to it, nothing reads as "signed out" and nothing secret is on disk.
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { operatorAt, type Operator } from '../rig/operator'
import { startPlatform, type OutsidePlatform } from '../rig/backends/platform'
import { storedKey } from '../rig/backends/platform-peek'
import { QUICK } from '../rig/quick'
import { placesIn, search } from '../rig/secret-search'
import { inWorld, type Scene } from '../rig/test'

const FIRST = '+7 000 000-00-01'
const SECOND = '+7 000 000-00-02'
const CONNECTED = 'WhatsApp подключён'
const { keyringLocked: LOCKED, keyringNone: NONE, keyringMemory: MEMORY } = ru.window.banner
/** Everything that would tell the operator that the sign-in is gone. */
const SIGNED_OUT = /Вы вышли|Войти снова|Войдите снова|Вход устарел/

interface Kept {
  readonly platform: OutsidePlatform
  readonly apiKey: string
  readonly session: string
}

/** One connected number, its key in the keyring, and the app ended. */
async function keptNumber({ world, launch }: Scene): Promise<Kept> {
  const platform = await startPlatform(world)
  const number = await platform.issueLinked()
  const app = await launch({ timings: QUICK })
  const operator = operatorAt(await app.window())
  await operator.addsPlatform(platform.address, number)
  await operator.sees(CONNECTED)
  await app.stop()
  return { platform, ...number }
}

/** Keyring trouble, and nothing but that. */
async function seesKeyringTrouble({ page, sees }: Operator, { world }: Scene): Promise<void> {
  await sees(LOCKED)
  await page.getByTitle(`${FIRST} — Не удаётся проверить`).waitFor()
  await sees('Разблокируйте её, и приложение продолжит работу.')
  expect(await page.getByText(SIGNED_OUT).count()).toBe(0)
  const tray = await world.tray.waitForTray(({ icon }) => icon === 'attention')
  expect(tray.tooltip).toContain(`${FIRST}: не удаётся проверить`)
}

const gone = ({ page }: Operator, text: string): Promise<void> => page.getByText(text).waitFor({ state: 'hidden' })

inWorld('says that there is no keyring, and keeps keys in memory only when told so', { keyring: 'none' }, async (scene) => {
  const { world, launch } = scene
  const platform = await startPlatform(world)
  const number = await platform.issueLinked()
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)
  await operator.sees(NONE)
  expect(await page.getByRole('button', { name: 'Разблокировать' }).count()).toBe(0)
  await operator.addsPlatform(platform.address, number)
  await operator.sees(ru.failure['keyring-none'].what)
  expect(platform.asked).toEqual([])

  await page.getByRole('button', { name: 'Хранить до выхода' }).click()
  await gone(operator, NONE)
  await operator.sees(MEMORY)
  await operator.types(number)
  await page.getByRole('button', { name: 'Подключить', exact: true }).click()
  await operator.sees(CONNECTED)
  await app.stop()
  expect(search(new Map([['API key', number.apiKey]]), await placesIn(world.home))).toEqual([])

  // Signing in may take longer here than QUICK lets a number go unchecked without a notice.
  const again = await launch({ timings: { ...QUICK, cannotCheckNotice: 60_000 } })
  const later = operatorAt(await again.window())
  await later.sees(NONE)
  await later.page.getByTitle(`${FIRST} — Не удаётся проверить`).waitFor()
  expect(await later.page.getByText(SIGNED_OUT).count()).toBe(0)
  await later.page.getByRole('button', { name: 'Хранить до выхода' }).click()
  await gone(later, NONE)
  await later.page.getByRole('main').getByRole('button', { name: 'Войти снова' }).click()
  await later.types(number)
  await later.page.getByRole('dialog').getByRole('button', { name: 'Войти' }).click()
  await later.sees(CONNECTED)
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  expect(world.notices.notices).toEqual([])
})

inWorld('takes a locked keyring whose prompt cannot be shown for what it is, and goes on by itself once it opens', {}, async (scene) => {
  const { world, launch } = scene
  const { apiKey, session } = await keptNumber(scene)
  await world.keyring.lock()
  const app = await launch({ timings: QUICK })
  const operator = operatorAt(await app.window())
  await seesKeyringTrouble(operator, scene)
  await operator.page.getByRole('status').getByRole('button', { name: 'Разблокировать' }).click()
  await operator.page.getByRole('status').getByText('Связка ключей заблокирована.', { exact: true }).waitFor()
  await seesKeyringTrouble(operator, scene)

  await world.keyring.unlock()
  await operator.sees(CONNECTED)
  await gone(operator, LOCKED)
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  expect(await storedKey(world, session)).toBe(apiKey)
  expect(world.notices.notices).toEqual([])
})

inWorld('stays responsive while nobody answers the prompt of a locked keyring', { keyring: 'locked-unanswered' }, async (scene) => {
  const { world, launch } = scene
  await world.keyring.unlock()
  const { platform } = await keptNumber(scene)
  await world.keyring.lock()
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)
  await seesKeyringTrouble(operator, scene)
  await page.getByRole('status').getByRole('button', { name: 'Разблокировать' }).click()
  await world.keyring.waitForPrompt()

  // Everything else works: settings are opened and kept, the window closes and comes back, with the same trouble and no worse.
  await page.getByRole('button', { name: 'Настройки' }).click()
  await page.getByLabel('Со звуком').click()
  await page.getByRole('button', { name: 'Пробное уведомление' }).click()
  await world.notices.waitForNotice(({ summary }) => summary === 'Пробное уведомление')
  await app.closeWindow()
  const opened = app.electron.waitForEvent('window')
  await world.tray.clickMenu('Открыть WPP Companion')
  const later = operatorAt(await opened)
  await seesKeyringTrouble(later, scene)

  // Another number can be watched meanwhile, its key in memory.
  await later.page.getByRole('button', { name: 'Хранить до выхода' }).click()
  await gone(later, LOCKED)
  await later.addsNumber(await platform.issueLinked())
  await later.page.getByTitle(`${SECOND} — Подключено`).waitFor()
  await later.page.getByTitle(`${FIRST} — Не удаётся проверить`).waitFor()
  await world.keyring.unlock()
  await later.page.getByTitle(`${FIRST} — Подключено`).waitFor()
})

inWorld('watches on when the keyring vanishes while it runs, and is whole again when it is back', {}, async (scene) => {
  const { world, launch } = scene
  const platform = await startPlatform(world)
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)
  await operator.sees('Подключите WhatsApp и следите за ним')
  expect(await page.getByText(NONE).or(page.getByText(LOCKED)).count()).toBe(0)
  const watched = platform.waitForRequests(5)
  await operator.addsPlatform(platform.address, await platform.issueLinked())
  await operator.sees(CONNECTED)
  // The sign-in asks for a token and a status; whoever watches asks for its own, with the key from the keyring.
  await watched

  await world.keyring.vanish()
  await operator.sees(NONE)
  // Counted from before the fault: the app may have renewed its token by the time the fault is confirmed.
  const renewed = platform.waitForRequests(1, '/auth/token')
  await platform.faults('expired-token', 1)
  await renewed
  await platform.waitForRequests(2)
  await page.getByTitle(`${FIRST} — Подключено`).waitFor()
  const second = await platform.issueLinked()
  await operator.addsNumber(second)
  await operator.sees(ru.failure['keyring-none'].what)

  await world.keyring.appear()
  await gone(operator, NONE)
  await operator.types(second)
  await operator.connectNumber()
  await page.getByTitle(`${SECOND} — Подключено`).waitFor()
  expect(await storedKey(world, second.session)).toBe(second.apiKey)
  expect(world.notices.notices).toEqual([])
})
