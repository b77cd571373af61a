// An alarm nobody acknowledges reaches people outside, with the app's window closed and across a restart; what the channels need stays secret.
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { recordMessages } from '../rig/messages'
import { operatorAt, type Operator } from '../rig/operator'
import { startPlatform } from '../rig/backends/platform'
import { readLog, readSettings, waitForLog } from '../rig/backends/platform-peek'
import { QUICK } from '../rig/quick'
import { isSigned, receiverIn } from '../rig/backends/receiver'
import { placesIn, search } from '../rig/secret-search'
import { inWorld, type Scene } from '../rig/test'

const words = ru.escalation
const FIRST = '+7 000 000-00-01'
const PATH = '/services/T0QW12ER/B98zYxWv/kJh7Gf5Ds3Aq1'
const SECRET = 'sIgn1ng/secret "of" escalation'
const TOKEN = '7284610395:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'
const CHAT = '-1001234567890'
/** Five minutes of the setting last half a second. */
const TIMES = { ...QUICK, wakeQuiet: 0, escalationMinute: 100, escalationRetry: 200, escalationRetryMost: 400 }

async function openSettings({ page }: Operator): Promise<void> {
  await page.getByRole('button', { name: 'Настройки' }).click()
  await page.getByRole('dialog').waitFor()
}

/** Sets both channels up in the settings and switches the escalation on. */
async function setsUp({ page }: Operator, address: string, token = TOKEN): Promise<void> {
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await page.getByRole('switch', { name: new RegExp(`^${words.on}`) }).click()
  await button(words.setUpOf.replace('{{channel}}', words.channel.webhook)).click()
  await page.getByLabel(words.address, { exact: true }).fill(address + PATH)
  await page.getByLabel(words.secret, { exact: true }).fill(SECRET)
  await button('Сохранить').click()
  await page.getByText(words.signed.replace('{{origin}}', address)).waitFor()
  await button(words.setUpOf.replace('{{channel}}', words.channel.telegram)).click()
  await page.getByLabel(words.token, { exact: true }).fill(token)
  await page.getByLabel(words.chat, { exact: true }).fill(CHAT)
  await button('Сохранить').click()
  await page.getByText(words.chatState.replace('{{chat}}', CHAT)).waitFor()
  await page.getByLabel(words.after, { exact: true }).selectOption('5')
}

async function watching({ world, launch }: Scene) {
  const platform = await startPlatform(world)
  const receiver = await receiverIn(world)
  receiver.token = TOKEN
  const launched = () => launch({ timings: TIMES, env: { WPP_COMPANION_TELEGRAM: receiver.address } })
  const app = await launched()
  const messages = await recordMessages(app)
  const operator = operatorAt(await app.window())
  const number = await platform.issueLinked()
  await operator.addsPlatform(platform.address, number)
  await operator.sees('WhatsApp подключён')
  await openSettings(operator)
  return { platform, receiver, launched, app, messages, operator, session: number.session }
}

inWorld('passes an alarm on with the window closed, tells how it went on, and leaves no secret behind', {}, async (scene) => {
  const { world } = scene
  const { platform, receiver, launched, app, messages, operator, session } = await watching(scene)
  await setsUp(operator, receiver.address)

  // The drill goes the whole way.
  await operator.page.getByRole('button', { name: words.drill, exact: true }).click()
  await operator.sees(words.drillOk)
  await operator.sees('Telegram: бот @duty_bot на связи')
  const drill = await receiver.waitFor('the drill', ({ body }) => body.type === 'drill')
  expect(drill.path).toBe(PATH)
  expect(isSigned(drill, SECRET)).toBe(true)
  await receiver.waitFor('the drill in the chat', ({ body }) => body.chat_id === CHAT && body.text === words.message.drill)
  await app.closeWindow()

  await platform.phone(session, 'unlink')
  const down = await receiver.waitFor('the alarm', ({ body }) => body.type === 'number.down')
  expect(isSigned(down, SECRET)).toBe(true)
  expect(down.body).toMatchObject({ count: 1, numbers: [{ name: FIRST, session, cause: 'logged-out', severity: 'critical', backSince: null }] })
  expect(down.body.text).toMatch(new RegExp(`^🔴 \\${FIRST}: WhatsApp не на связи\n.*\n.*\nПодключение: WPP Platform\n.* за 5 минут\\.$`))
  const said = await receiver.waitFor('the alarm in the chat', ({ body }) => body.chat_id === CHAT && (body.text ?? '').startsWith('🔴'))
  expect(said.body.text).toBe(down.body.text)

  // Who was told once is not told again after a restart, but hears how it went on.
  for (const channel of ['webhook', 'telegram']) await waitForLog(world, new RegExp(`"channel":"${channel}","type":"down"`))
  const seen = [await messages()]
  await app.stop()
  const before = receiver.received.length
  const again = await launched()
  const later = await recordMessages(again)
  const second = operatorAt(await again.window())
  await second.sees(/^Передано дальше в \d\d:\d\d: Вебхук, Telegram\.$/)
  await second.page.getByRole('button', { name: ru.alarms.acknowledge }).click()
  const taken = await receiver.waitFor('the acknowledgement', ({ body }) => body.type === 'number.acknowledged')
  expect(isSigned(taken, SECRET)).toBe(true)
  await receiver.waitFor('the acknowledgement in the chat', ({ body }) => body.chat_id === CHAT && (body.text ?? '').startsWith('🟡'))
  await second.page.getByRole('button', { name: 'Подключить снова' }).click()
  await second.readsQr()
  await platform.phone(session, 'scan')
  await second.sees('WhatsApp подключён')
  const back = await receiver.waitFor('the recovery', ({ body }) => body.type === 'number.recovered')
  expect(back.body.numbers?.[0]?.['backSince']).toMatch(/^\d{4}-/)
  await receiver.waitFor('the recovery in the chat', ({ body }) => body.chat_id === CHAT && (body.text ?? '').startsWith('🟢'))
  expect(
    receiver.received
      .slice(before)
      .map(({ body }) => body.type ?? body.text?.slice(0, 2))
      .sort(),
  ).toEqual(['number.acknowledged', 'number.recovered', '🟡', '🟢'])
  // The chat has it; the app still has to read that it has.
  await waitForLog(world, /"channel":"telegram","type":"recovered"/)

  seen.push(await later())
  await again.stop()
  const settings = readSettings(world)
  expect(settings.escalation).toEqual({
    on: true,
    afterMinutes: 5,
    webhook: { origin: receiver.address, signed: true, service: 'plain' },
    telegram: { chat: CHAT },
    email: null,
  })
  expect(settings.escalationState).toEqual({ records: [], outbox: [] })
  const secrets = new Map([
    ['the webhook’s path', PATH],
    ['the signing secret', SECRET],
    ['the token', TOKEN],
  ])
  expect(search(secrets, [...seen, ...(await placesIn(world.bus.folder))])).toEqual([])
  expect(await world.keyring.readSecret('WPP Companion', 'connection:escalation/telegram')).toBe(TOKEN)
  expect(readLog(world)).toContain('fire drill')
})

inWorld('says in the window and in a notice that nobody could be told, and tells once it can', {}, async (scene) => {
  const { world } = scene
  const { platform, receiver, operator, session } = await watching(scene)
  await setsUp(operator, receiver.address, TOKEN.replace('7284', '9999'))
  await operator.page.getByRole('button', { name: words.drill, exact: true }).click()
  await operator.sees(words.drillPart)
  await operator.sees(/^Telegram: бот не найден\. Telegram не знает такого бота/)
  await operator.page.keyboard.press('Escape')
  receiver.broken = true

  await platform.phone(session, 'unlink')
  await operator.sees(/^Вебхук: сообщение о тревоге не доставлено\. На сервере ошибка\./)
  await world.notices.waitForNotice(({ summary }) => summary === 'Вебхук: тревога не доставлена')
  await world.notices.waitForNotice(({ summary, body }) => summary === 'Telegram: тревога не доставлена' && body.startsWith('На сервере ошибка'))
  const tried = receiver.received.filter(({ body }) => body.type === 'number.down')
  expect(new Set(tried.map(({ headers }) => headers['x-wpp-delivery'])).size).toBe(1)
  receiver.broken = false
  await operator.sees(/^Передано дальше в \d\d:\d\d: Вебхук\.$/)
  await operator.page.getByText(/^Вебхук: сообщение о тревоге не доставлено/).waitFor({ state: 'hidden' })

  // Telegram does not know the bot: nothing more is tried until the token is set right, then the alarm goes out.
  await operator.sees(/^Telegram: сообщение о тревоге не доставлено\. Telegram не знает такого бота/)
  await openSettings(operator)
  await operator.page.getByRole('button', { name: words.changeOf.replace('{{channel}}', words.channel.telegram) }).click()
  await operator.page.getByLabel(words.token, { exact: true }).fill(TOKEN)
  await operator.page.getByRole('button', { name: 'Сохранить', exact: true }).click()
  await receiver.waitFor('the alarm in the chat', ({ path, body }) => path.includes(TOKEN) && (body.text ?? '').startsWith('🔴'))
  await operator.page.keyboard.press('Escape')
  await operator.sees(/^Передано дальше в \d\d:\d\d: Вебхук, Telegram\.$/)
})
