// Evolution API on the packaged app: its instances adopted, a new one linked by the code on the screen, a dead code never shown,
// a fight over a session told once.
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { EvolutionStandIn } from '../../standins/evolution'
import { addConnection } from '../rig/forms'
import { operatorAt } from '../rig/operator'
import { QUICK } from '../rig/quick'
import { placesIn, search } from '../rig/secret-search'
import { inWorld, type Scene } from '../rig/test'

const words = ru.window
const KEY = 'evolution-global-key-of-the-server'

/** A server, and the app signed in to it. */
async function signedIn({ world, launch }: Scene, prepare: (server: EvolutionStandIn) => void = () => undefined) {
  const server = await EvolutionStandIn.start(KEY)
  world.onStop(() => server.close())
  prepare(server)
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  await addConnection(page, 'evolution', { address: server.address, apiKey: KEY })
  return { server, app, page, operator: operatorAt(page) }
}

inWorld('adopts the instances of the server, names the cause of a drop, and keeps no key but its own in the keychain', {}, async (scene) => {
  const { world } = scene
  const { server, app, page, operator } = await signedIn(scene, (standIn) => standIn.link('shop', '79001234567'))
  await page.getByRole('button', { name: /^shop/ }).click()
  await operator.sees(words.card.connected)
  server.closeWith('shop', 403)
  const notice = await world.notices.waitForNotice(({ summary }) => summary.startsWith('shop: '))
  expect(notice.summary).toBe(ru.desktop.drop.title.banned.replace('{{name}}', 'shop'))
  await app.stop()
  const secrets = new Map([
    ['the key of the server', KEY],
    ['the key of an instance', 'TOKEN-OF-0'],
  ])
  expect(search(secrets, await placesIn(world.bus.folder))).toEqual([])
})

inWorld('links a new instance by the code on the screen, and never shows the code from before a logout', {}, async (scene) => {
  const { server, operator, page } = await signedIn(scene)
  await operator.connectNumber()
  const first = await operator.readsQr()
  expect(first).toBe(server.codeOf('number-1'))
  server.scan('number-1')
  await operator.sees(words.card.connected)

  // Until WhatsApp issues the next code the server answers with the old one.
  server.codeMs = 3_000
  server.closeWith('number-1', 401)
  await page.getByRole('button', { name: words.card.reconnect }).click()
  await operator.sees(words.card.waiting)
  const next = await operator.readsQr()
  expect(next).not.toBe(first)
  expect(next).toBe(server.codeOf('number-1'))
  server.scan('number-1')
  await operator.sees(words.card.connected)
})

inWorld('tells once that another server takes the session, for as long as the two fight', {}, async (scene) => {
  const { world } = scene
  const { server, operator, page } = await signedIn(scene, (standIn) => standIn.link('shop', '79001234567'))
  await page.getByRole('button', { name: /^shop/ }).click()
  await operator.sees(words.card.connected)
  await expect.poll(() => server.listeners()).toBeGreaterThan(0)
  server.fightOver('shop', 300)
  const notice = await world.notices.waitForNotice(({ summary }) => summary.startsWith('shop: '))
  expect(notice.body).toContain(ru.desktop.drop.why.replaced)
  const asked = server.asked.length
  await expect.poll(() => server.asked.length, { timeout: 30_000 }).toBeGreaterThan(asked + 15)
  expect(world.notices.notices.map(({ summary }) => summary)).toEqual([notice.summary])
})
