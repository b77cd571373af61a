// Secrets live in the keychain and in main's memory. Everything else that a run leaves behind is searched for them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { expect, test } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { valueOf } from '../../fakes/gateways/gateway-rig'
import type { RunningApp } from '../rig/app'
import { academyosIn, platformIn, tapIn } from '../rig/backends/backends'
import { startWppconnect } from '../../standins/wppconnect'
import { addConnection, fillFields, seesFailure } from '../rig/forms'
import { recordMessages } from '../rig/messages'
import { operatorAt } from '../rig/operator'
import { readSettings } from '../rig/backends/platform-peek'
import { QUICK } from '../rig/quick'
import { formsOf, heapOf, placesIn, search, type Place } from '../rig/secret-search'
import { inWorld } from '../rig/test'
import type { World } from '../rig/world'

const SERVICE = 'WPP Companion'
const PASSWORD = 'Пар"оль v3ry/distinctive+\\1&'
const MISTYPED = 'Gfh"jkm v3ry/distinctive+\\1&'

function named(secrets: Iterable<string>): ReadonlyMap<string, string> {
  return new Map([...secrets].map((secret, index) => [`secret ${index + 1} (${secret.length} characters)`, secret]))
}

const text = (name: string, value: string): Place => ({ name, bytes: Buffer.from(value) })

/** What the app prints; listens from now on. */
function output(app: RunningApp): () => Place {
  const chunks: Buffer[] = []
  const child = app.electron.process()
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => ({ name: 'stdout and stderr', bytes: Buffer.concat(chunks) })
}

/** Closes the window, opens it again from the tray, looks into the new one, quits the app and gathers all that is left. */
async function leftBehind(world: World, app: RunningApp, messages: () => Promise<Place>, printed: () => Place): Promise<readonly Place[]> {
  await app.closeWindow()
  const opened = app.electron.waitForEvent('window')
  await world.tray.clickMenu(ru.desktop.tray.open)
  const page = await opened
  await operatorAt(page).sees('Session:')
  const seen = [
    await heapOf(page),
    await messages(),
    text('notices', JSON.stringify(world.notices.notices)),
    text('tray', JSON.stringify(await world.tray.read())),
  ]
  await app.stop()
  return [...seen, printed(), ...(await placesIn(world.bus.folder))]
}

inWorld('AcademyOS: password and tokens are in the keychain and nowhere else', {}, async ({ world, launch }) => {
  const { server, fields } = await academyosIn(world, PASSWORD)
  const tap = await tapIn(world, server.address)
  const app = await launch({ timings: QUICK })
  const printed = output(app)
  const page = await app.window()
  const messages = await recordMessages(app)
  const operator = operatorAt(page)

  await addConnection(page, 'academyos', { ...fields, address: tap.address, password: MISTYPED })
  await seesFailure(page, 'sign-in-wrong')
  await fillFields(page, 'academyos', { password: PASSWORD })
  await page.getByRole('button', { name: ru.window.form.add, exact: true }).click()
  await operator.asksForCode()
  const session = server.rows[0]?.session ?? ''
  server.scan(session)
  await operator.sees(ru.window.card.connected)
  // The sign-in is renewed, so that spent tokens exist too; then a notice is told.
  server.auth.expireAccessTokens()
  await tap.until('a refresh of the sign-in', () => tap.asked.some((each) => each.includes('grant_type=refresh_token')) || undefined)
  server.drop(session)
  await world.notices.waitForNotice(({ summary }) => summary.includes(session))

  const places = await leftBehind(world, app, messages, printed)
  const [connection] = readSettings(world).connections
  const stored = await world.keyring.readSecret(SERVICE, `connection:${connection?.id}/session`)
  const secrets = new Set([...tap.secrets].filter((each) => each !== fields.publicKey))
  expect(stored).not.toBeNull()
  expect(secrets).toContain(stored)
  expect(secrets).toContain(PASSWORD)
  expect(secrets).toContain(MISTYPED)
  expect(secrets.size).toBeGreaterThanOrEqual(6) // two passwords, two access and two refresh tokens
  expect(search(named(secrets), places)).toEqual([])
  expectSearched(places, session, ['notices'])
})

inWorld('WPP Platform: API key and tokens are in the keychain and nowhere else', {}, async ({ world, launch }) => {
  const { address, control } = await platformIn(world)
  const tap = await tapIn(world, address)
  const { apiKey, session } = valueOf(await control.issue())
  const app = await launch({ timings: QUICK })
  const printed = output(app)
  const page = await app.window()
  const messages = await recordMessages(app)
  const operator = operatorAt(page)

  await addConnection(page, 'wpp-platform', { address: tap.address, apiKey, session })
  await operator.readsQr()
  valueOf(await control.phone(session, 'scan'))
  await operator.sees(ru.window.card.connected)
  valueOf(await control.phone(session, 'unlink'))
  await world.notices.waitForNotice(({ summary }) => summary.includes('отвязан'))

  const places = await leftBehind(world, app, messages, printed)
  const [connection] = readSettings(world).connections
  expect(await world.keyring.readSecret(SERVICE, `connection:${connection?.id}/number:${session}`)).toBe(apiKey)
  expect(tap.secrets).toContain(apiKey)
  expect(tap.secrets.size).toBeGreaterThanOrEqual(2) // the key and a token
  expect(search(named(tap.secrets), places)).toEqual([])
  expectSearched(places, session)
})

inWorld('WPPConnect Server: the secret key is in the keychain and nowhere else, tokens are kept nowhere', {}, async ({ world, launch }) => {
  const server = await startWppconnect({ secret: 'Wpp/secret+of=the%server7351' })
  world.onStop(() => server.stop())
  const session = 'kassa-7351'
  server.sessions.link(session, '79000000042')
  const app = await launch({ timings: QUICK })
  const printed = output(app)
  const page = await app.window()
  const messages = await recordMessages(app)
  await addConnection(page, 'wppconnect', { address: server.address, secretKey: 'mistyped-7351' })
  await seesFailure(page, 'secret-key-rejected')
  await fillFields(page, 'wppconnect', { secretKey: server.secret })
  await page.getByRole('button', { name: ru.window.form.add, exact: true }).click()
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  server.sessions.killBrowser(session, false)
  await world.notices.waitForNotice(({ summary }) => summary.includes(session))

  const places = await leftBehind(world, app, messages, printed)
  const [connection] = readSettings(world).connections
  expect(await world.keyring.readSecret(SERVICE, `connection:${connection?.id}/secretKey`)).toBe(server.secret)
  const tokens = server.seen.flatMap(({ headers }) => (typeof headers['authorization'] === 'string' ? [headers['authorization'].replace('Bearer ', '')] : []))
  expect(tokens.length).toBeGreaterThan(0)
  expect(search(named(new Set([server.secret, 'mistyped-7351', ...tokens])), places)).toEqual([])
  expectSearched(places, session)
})

/** The places are the real ones: what may be there is found there. */
function expectSearched(places: readonly Place[], session: string, more: readonly string[] = []): void {
  const found = search(new Map([['session', session]]), places)
  for (const place of ['heap of the window', 'messages to the window', 'settings.json', 'main.log', ...more]) {
    expect(
      found.some((each) => each.startsWith('session as UTF-8') && each.endsWith(place)),
      `the session is seen in ${place}`,
    ).toBe(true)
  }
}

test('the search finds a secret in every encoding, inside a file and inside a database', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'))
  try {
    for (const [form, bytes] of formsOf(PASSWORD)) {
      const file = join(folder, 'planted')
      writeFileSync(file, Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' after')]))
      expect(search(named([PASSWORD]), await placesIn(folder)).join()).toContain(`as ${form} in planted`)
    }
    for (const shift of [0, 1, 2]) {
      writeFileSync(join(folder, 'planted'), Buffer.from(`${'x'.repeat(shift)}${PASSWORD}y`).toString('base64'))
      expect(search(named([PASSWORD]), await placesIn(folder)).join()).toContain(`as base64+${shift} in planted`)
    }
    rmSync(join(folder, 'planted'))
    const level = new ClassicLevel(join(folder, 'database'))
    // Long and repetitive, so that the block is compressed and the plain bytes are gone from the file.
    await level.put('key', `${'padding '.repeat(2_000)}${PASSWORD}${'padding '.repeat(2_000)}`)
    await level.compactRange('', '~')
    await level.close()
    expect(search(named([PASSWORD]), await placesIn(folder)).join()).toContain('in database (unpacked)')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
