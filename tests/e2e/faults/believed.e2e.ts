// Faults by kind (docs/reliability.md) on the packaged app: what it makes of them, and a picture of each state in test-results/.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { toDataURL } from 'qrcode'
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import type { FailureCode } from '../../../src/shared/model/failure'
import { wasmSqlite } from '../../../src/main/history/sqlite'
import { valueOf } from '../../fakes/gateways/gateway-rig'
import { json } from '../../standins/academyos-deployed'
import { EvolutionStandIn } from '../../standins/evolution'
import type { RunningApp } from '../rig/app'
import { academyosIn, platformIn, tapIn } from '../rig/backends/backends'
import { addConnection, choose, fillFields, openForm, seesFailure } from '../rig/forms'
import { withLinkedNumbers } from '../rig/linked-numbers'
import { operatorAt } from '../rig/operator'
import { freePort } from '../rig/backends/ports'
import { QUICK } from '../rig/quick'
import { inWorld } from '../rig/test'
import { kindWords } from '../../fakes/kind-specs'

const words = ru.window

/** Pictures of the window in both languages; it is left in Russian. */
async function picture(app: RunningApp, name: string): Promise<void> {
  const page = await app.window()
  for (const language of ['en', 'ru']) {
    await page.evaluate(`window.companion.call('preferences.set', { language: '${language}' })`)
    await expect.poll(() => page.evaluate('document.documentElement.lang')).toBe(language)
    await app.screenshot(`faults-${name}-${language}`)
  }
}

/** Adds a change to the history that no build of the app could have written. */
async function damageHistory(path: string): Promise<void> {
  const database = (await wasmSqlite())(path)
  // As the app opens it: the compiled SQLite has no shared memory.
  database.exec('PRAGMA locking_mode = EXCLUSIVE')
  database.exec(`INSERT INTO changes (number, connection, at, to_phase) SELECT number, connection, at + 1, 'moved to the moon' FROM changes`)
  database.close()
}

inWorld('unreadable records cost nobody else; what was known to be down stays so when the backend is silent', {}, async (scene) => {
  const { world, launch } = scene
  const { app, operator, platform, session } = await withLinkedNumbers(scene)
  await operator.page.getByRole('button', { name: words.settings.title }).first().click()
  await operator.page.getByRole('switch', { name: words.settings.sound }).click()
  await app.stop()
  const path = join(world.profile, 'settings.json')
  const file = JSON.parse(readFileSync(path, 'utf8')) as { connections: object[]; numbers: { last: object }[]; sound: boolean; escalationState: object }
  const later = { ...file.connections[0], id: 'later', kind: 'a kind of a newer app', name: 'Новый шлюз' }
  const moved = { ...file.numbers[0], key: 'moved', sessionId: '77', name: 'Бухгалтерия', last: { ...file.numbers[0]?.last, cause: 'moved to the moon' } }
  const damaged = {
    ...file,
    connections: [later, ...file.connections],
    numbers: [moved, ...file.numbers],
    window: { width: null },
    alarms: [{ key: 7, cause: 'moved to the moon' }, null],
    escalationState: { ...file.escalationState, outbox: ['no message', { id: 'half a message' }] },
  }
  await damageHistory(join(world.profile, 'history.db'))
  writeFileSync(path, `\ufeff${JSON.stringify(damaged)}`)

  const again = await launch({ timings: QUICK })
  const second = operatorAt(await again.window())
  await second.sees(/Не все настройки удалось прочитать: подключения: Новый шлюз; номера: Бухгалтерия/)
  await second.sees(words.card.connected)
  await world.tray.waitForTray(({ icon, menu }) => icon === 'connected' && menu.filter(({ label }) => label.endsWith(': подключён')).length === 1)
  await second.sees(ru.history.title)
  expect(await second.page.getByText(ru.window.banner['history-set-aside']).count()).toBe(0)
  await picture(again, 'settings')
  const saved = JSON.parse(readFileSync(path, 'utf8')) as typeof file
  expect(saved).toMatchObject({ sound: file.sound, connections: expect.arrayContaining([later]), numbers: expect.arrayContaining([moved]) })

  await platform.phone(session, 'unlink')
  await second.sees(words.cause['logged-out'].what)
  await platform.stop()
  await second.sees(new RegExp(words.status.uncheckedNow))
  await second.sees(words.cause['logged-out'].next)
  await world.tray.waitForTray(
    ({ icon, menu }) => icon === 'disconnected' && menu.some(({ label }) => /отвязан от телефона с .*, сейчас не проверить$/.test(label)),
  )
  await picture(again, 'down-and-unreachable')
})

inWorld('a short or empty list removes nobody, and an answer speaks only about the number that it names', {}, async ({ world, launch }) => {
  const { server, fields } = await academyosIn(world)
  const sessions = [79000000042, 79000000043, 79000000044]
  let listed: readonly number[] = sessions
  let about: number | null = null
  /** What stands in the answers beside the state. */
  let beside: object = {}
  const row = (session: number) => ({ id: session % 100, provider: 'wpp', is_enabled: true, settings: { wppAccountNumber: session } })
  server.switches.scripted.set('messenger-integrations', () => json(200, { success: true, integrations: listed.map(row) }))
  server.switches.scripted.set('wpp-status', ({ body }) =>
    json(200, {
      success: true,
      status: ' Connected\n',
      account_number: about ?? Number(`790000000${String((body as { integration_id?: unknown }).integration_id)}`),
      ...beside,
    }),
  )
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  await addConnection(page, 'academyos', fields)
  const connected = () => world.tray.waitForTray(({ menu }) => menu.filter(({ label }) => label.endsWith(': подключён')).length === 3)
  await connected()

  /** Asks for the list as the operator does, and waits until it has been asked again. */
  const lists = async (first: readonly number[], second: readonly number[]): Promise<void> => {
    const before = server.calls('messenger-integrations').length
    listed = first
    await choose(page, 'AcademyOS', words.connection.refresh)
    await expect.poll(() => server.calls('messenger-integrations').length, { timeout: 10_000 }).toBe(before + 1)
    listed = second
    await expect.poll(() => server.calls('messenger-integrations').length, { timeout: 10_000 }).toBe(before + 2)
  }
  await lists(sessions.slice(1), sessions)
  await connected()
  expect(world.notices.notices).toEqual([])
  await lists([], [])
  const doubt = await world.notices.waitForNotice(() => true)
  expect(doubt.summary).toBe('AcademyOS: в списке нет большинства номеров')
  await page.getByTitle('Открыть подключение AcademyOS').click()
  await seesFailure(page, 'list-doubtful')
  await connected()
  await picture(app, 'empty-list')

  // All three are answered for with the state of the second.
  about = 79000000043
  await world.tray.waitForTray(({ icon, menu }) => icon === 'attention' && menu.filter(({ label }) => label.endsWith(': подключён')).length === 1)
  await picture(app, 'another-identity')
  about = null
  await connected()

  // Neither is "connected" a proof beside a word that denies it.
  for (const [name, denied] of [
    ['success-in-words', { success: 'false' }],
    ['connected-beside-an-error', { error: 'session is not active' }],
  ] as const) {
    beside = denied
    await world.tray.waitForTray(({ icon, menu }) => icon === 'attention' && !menu.some(({ label }) => label.endsWith(': подключён')))
    await picture(app, name)
    beside = {}
    await connected()
  }
  expect(world.notices.notices.map(({ summary }) => summary)).toEqual([doubt.summary])
})

/** An image of one colour. */
function plainPicture(): string {
  const png = new PNG({ width: 200, height: 200 })
  png.data.fill(0xc0)
  return `data:image/png;base64,${PNG.sync.write(png).toString('base64')}`
}
/** An image that breaks off after its head, as over a bad line. */
function cutPicture(): string {
  return plainPicture().slice(0, 100)
}
const JUNK = ['undefined', 'null', '[object Object]', 'Error: no QR', '<svg></svg>', 'data:image/png;base64,', { code: 1 }]
/** As WhatsApp's clients make it. */
const PAIRING = `2@${'Ab3dEf'.repeat(12)},${'pubkey'.repeat(7)}=,${'idkey'.repeat(8)}=,${'adv'.repeat(10)}=`

inWorld('what is pasted is cleaned or refused by name, and only a code is offered as a code', {}, async ({ world, launch }) => {
  const platform = await platformIn(world)
  const tap = await tapIn(world, platform.address)
  const evolution = await EvolutionStandIn.start('a key')
  world.onStop(() => evolution.close())
  const { apiKey, session } = valueOf(await platform.control.issue())
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)
  await openForm(page, 'wpp-platform')
  const refused = async (typed: Readonly<Record<string, string>>, code: FailureCode, name: string): Promise<void> => {
    await fillFields(page, 'wpp-platform', { address: tap.address, apiKey, session, ...typed })
    await page.getByRole('button', { name: words.form.add, exact: true }).click()
    await seesFailure(page, code)
    await picture(app, name)
  }
  await refused({ apiKey: 'key_ab••••••9f3c' }, 'pasted-characters', 'masked-key')
  await refused({ apiKey: 'key_ab 9f3c' }, 'pasted-space', 'key-with-space')
  await refused({ address: 'http://192.168.77.5:8080' }, 'address-unencrypted', 'office-network')
  await page.getByRole('button', { name: words.form.goPlain, exact: true }).waitFor()
  expect(tap.asked).toEqual([])
  await refused({ address: evolution.address }, 'address-other-kind', 'other-kind')
  await page.getByRole('button', { name: words.form.switchKind.replace('{{kind}}', kindWords('evolution').name), exact: true }).waitFor()

  let sent: unknown = JUNK[0]
  tap.answer = (path, response) => {
    if (!path.endsWith('/qr')) return false
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ qr: sent }))
    return true
  }
  const askedAgain = async (): Promise<void> => {
    const codes = () => tap.asked.filter((each) => each.endsWith('/qr')).length
    const before = codes()
    await tap.until('the code asked twice', () => (codes() >= before + 2 ? true : undefined), undefined, codes)
  }
  await fillFields(page, 'wpp-platform', {
    address: `«"${tap.address}"»`,
    apiKey: `Bearer ${apiKey.slice(0, 6)}\u200b${apiKey.slice(6)}`,
    session: `"${session}"`,
  })
  await page.getByRole('button', { name: words.form.add, exact: true }).click()
  await operator.sees(words.card.waiting)
  for (sent of JUNK) {
    await askedAgain()
    expect(await page.getByRole('img', { name: words.card.qrName }).count()).toBe(0)
  }
  await picture(app, 'junk-code')
  for (sent of [plainPicture(), cutPicture(), await toDataURL('undefined')]) {
    await operator.sees(words.card.brokenCode)
    expect(await page.getByRole('img', { name: words.card.qrName }).count()).toBe(0)
    await picture(app, 'picture-without-code')
    sent = 'undefined'
    await page.getByText(words.card.brokenCode).waitFor({ state: 'hidden' })
  }
  const prefix = 'data:image/png;base64,'
  sent = prefix + (await toDataURL(PAIRING))
  expect(await operator.readsQr()).toBe(PAIRING)
  await picture(app, 'doubled-prefix')
})

inWorld('a message goes unencrypted only when asked, and a mail server that refuses is named', {}, async ({ launch }) => {
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await page.getByRole('button', { name: words.settings.title }).first().click()
  await page.getByRole('switch', { name: new RegExp(`^${ru.escalation.on}`) }).click()
  await page.getByText(ru.escalation.severalHelp).waitFor()
  await button(ru.escalation.setUpOf.replace('{{channel}}', ru.escalation.channel.webhook)).click()
  await page.getByLabel(ru.escalation.address, { exact: true }).fill('http://10.0.0.7/hook')
  await button(words.app.save).click()
  await page.getByText(ru.failure['webhook-unencrypted'].next).filter({ visible: true }).first().waitFor()
  await picture(app, 'webhook-unencrypted')
  await button(words.app.cancel).click()
  await button(ru.escalation.setUpOf.replace('{{channel}}', ru.escalation.channel.email)).click()
  for (const [name, value] of [
    [ru.escalation.server, `127.0.0.1:${await freePort()}`],
    [ru.escalation.from, 'app@example.org'],
    [ru.escalation.to, 'duty@example.org'],
  ] as const)
    await page.getByLabel(name, { exact: true }).fill(value)
  await button(words.app.save).click()
  await button(ru.escalation.drill).click()
  await page.getByText(ru.failure['mail-no-connection'].what).filter({ visible: true }).first().waitFor()
  await page.getByText(ru.failure['mail-no-connection'].next).first().scrollIntoViewIfNeeded()
  await picture(app, 'mail-refused')
})
