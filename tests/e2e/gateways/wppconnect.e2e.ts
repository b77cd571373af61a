// A WPPConnect Server as its operator meets it: sessions that exist come along, a new one is linked by its code, a dead browser is told and cured.
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { startWppconnect, type WppconnectStandIn } from '../../standins/wppconnect'
import { addConnection, seesFailure } from '../rig/forms'
import { operatorAt } from '../rig/operator'
import { readSettings } from '../rig/backends/platform-peek'
import { QUICK } from '../rig/quick'
import { inWorld } from '../rig/test'
import type { World } from '../rig/world'
import { kindWords } from '../../fakes/kind-specs'

const words = ru.window
/** A code lives 6 s here. */
const PACE = 0.1

async function serverIn(world: World, pace = PACE): Promise<WppconnectStandIn> {
  const server = await startWppconnect({ secret: 'a-secret-of-its-own', pace })
  world.onStop(() => server.stop())
  return server
}

inWorld('takes over the sessions of a server, tells a browser that died under one of them, and brings it back', {}, async ({ world, launch }) => {
  const server = await serverIn(world)
  server.sessions.link('kassa', '79000000042')
  // Never linked: its code runs out while the app looks on, and nobody expects anything of it.
  server.sessions.start('proba', undefined, () => undefined)
  const app = await launch({ timings: { ...QUICK, wakeQuiet: 0, healingPace: 0.1 } })
  const page = await app.window()
  await addConnection(page, 'wppconnect', { address: server.address, secretKey: 'wrong' })
  await seesFailure(page, 'secret-key-rejected')
  await page.getByLabel(kindWords('wppconnect').fields['secretKey']?.label ?? '', { exact: true }).fill(server.secret)
  await page.getByRole('button', { name: words.form.add, exact: true }).click()
  const tray = await world.tray.waitForTray(({ menu }) => menu.some(({ label }) => label.endsWith(': подключён')))
  expect(tray.icon).toBe('connected')
  expect(
    readSettings(world)
      .numbers.map(({ sessionId }) => sessionId)
      .sort(),
  ).toEqual(['kassa', 'proba'])
  expect(world.notices.notices).toEqual([])

  server.sessions.killBrowser('kassa', true)
  const drop = await world.notices.waitForNotice(({ summary }) => summary.startsWith('kassa:'))
  expect(drop.summary).toMatch(/отключ/)
  await world.notices.waitForNotice(({ body }) => body.startsWith('Перерыв длился'))
  expect(world.notices.notices.every(({ summary }) => summary.startsWith('kassa:'))).toBe(true)
  // The server starts nothing under a session that it takes for connected: it was closed first.
  const sent = server.seen.filter(({ method }) => method === 'POST').map(({ path }) => path)
  expect(sent.slice(-2)).toEqual(['/api/kassa/close-session', '/api/kassa/start-session'])
})

inWorld('tells at once that a phone was unlinked, because the server says so by itself', {}, async ({ world, launch }) => {
  // A code nobody asked for stays for a second, as on a real server.
  const server = await serverIn(world, 1)
  server.sessions.link('kassa', '79000000042')
  // The app would ask by itself in ten minutes.
  const app = await launch({ timings: { ...QUICK, wakeQuiet: 0, watchVisible: 600_000, watchHidden: 600_000 } })
  await addConnection(await app.window(), 'wppconnect', { address: server.address, secretKey: server.secret })
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  await server.listenedTo()
  const before = server.asked('status-session').length
  server.sessions.unlink('kassa')
  await world.notices.waitForNotice(({ summary }) => summary === 'kassa: WhatsApp отвязан от телефона')
  expect(before).toBeGreaterThanOrEqual(1)
  expect(before).toBeLessThanOrEqual(3)
})

inWorld('links a new number by the code on the screen, and by another one when the first ran out', {}, async ({ world, launch }) => {
  const server = await serverIn(world)
  const app = await launch({ timings: { ...QUICK, laterCode: 1_000 } })
  const page = await app.window()
  const operator = operatorAt(page)
  await addConnection(page, 'wppconnect', { address: server.address, secretKey: server.secret })
  await operator.asksForCode()
  const codeOnServer = (): string | null | undefined => server.sessions.memory.get('whatsapp')?.urlcode
  const first = await operator.readsQr()
  expect(first).toBe(codeOnServer())

  // Nobody scans. The server goes on sending the dead code; it is not shown.
  await seesFailure(page, 'codes-exhausted')
  expect(server.sessions.memory.get('whatsapp')?.status).toBe('CLOSED')
  expect(await page.getByRole('img', { name: words.card.qrName }).count()).toBe(0)

  await page.getByRole('button', { name: words.card.newCode, exact: true }).click()
  const second = await operator.readsQr()
  expect(second).toBe(codeOnServer())
  expect(second).not.toBe(first)
  server.sessions.scan('whatsapp', '79000000042')
  await operator.sees(words.card.connected)
  await operator.sees(/\+7 900 000-00-42/)
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  expect(world.notices.notices).toEqual([])
})

inWorld('links a session that nobody linked by a code to type, and says nothing of it before', {}, async ({ world, launch }) => {
  const server = await serverIn(world, 0.3)
  server.sessions.store('proba')
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)
  await addConnection(page, 'wppconnect', { address: server.address, secretKey: server.secret })
  await page.getByRole('button', { name: /^proba/ }).click()
  await page.getByText(words.card.idleLead).waitFor()
  expect(world.notices.notices).toEqual([])
  await page.getByRole('button', { name: words.pair.open }).click()
  await page.getByLabel(words.pair.phone).fill('8 900 000-00-42')
  await page.keyboard.press('Enter')
  await page.getByText(/^ABCD-?1234$/).waitFor()
  await page.getByText(words.pair.for.replace('{{phone}}', '+7 900 000-00-42')).waitFor()
  server.sessions.scan('proba', '79000000042')
  await operator.sees(words.card.connected)
})
