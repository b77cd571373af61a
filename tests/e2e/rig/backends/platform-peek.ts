// Asks the sandbox's platform what it issued, past the app: address from the app's log, key from the keyring, the platform's own HTTP.
import { readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { settingsSchema } from '../../../../src/shared/model/settings'
import { createChanges } from '../changes'
import type { World } from '../world'

const SERVICE = 'WPP Companion'

/** The settings file of the app in this world. */
export function readSettings(world: World) {
  return settingsSchema.parse(JSON.parse(readFileSync(join(world.profile, 'settings.json'), 'utf8')))
}

/** The app's log so far. */
export function readLog(world: World): string {
  return readFileSync(join(world.profile, 'logs', 'main.log'), 'utf8')
}

/** Waits until the app has logged a line that fits, after the first `from` characters of the log. */
export async function waitForLog(world: World, line: RegExp, from = 0): Promise<void> {
  const changes = createChanges()
  const watcher = watch(join(world.profile, 'logs'), () => changes.changed())
  try {
    await changes.until(
      `${line} in the log`,
      () => (line.test(readLog(world).slice(from)) ? true : undefined),
      undefined,
      () => readLog(world).slice(-300),
    )
  } finally {
    watcher.close()
  }
}

/** The API key of a number, or of the first, from the keyring. */
export async function storedKey(world: World, sessionId?: string): Promise<string> {
  const number = readSettings(world).numbers.find((each) => sessionId === undefined || each.sessionId === sessionId)
  if (!number) throw new Error('The app knows no number')
  const key = await world.keyring.readSecret(SERVICE, `connection:${number.connectionId}/number:${number.sessionId}`)
  if (key === null) throw new Error('The keyring holds no key of the number')
  return key
}

/** The code that the platform issues for the only number right now. */
export async function platformQr(world: World): Promise<string> {
  const address = [...readLog(world).matchAll(/sandbox listens \{"address":"(http:[^"]+)"/g)].at(-1)?.[1]
  const session = readSettings(world).numbers[0]?.sessionId
  const token = await ask(`${address}/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiKey: await storedKey(world) }),
  })
  const code = await ask(`${address}/api/accounts/${session}/qr`, { headers: { authorization: `Bearer ${String(token['token'])}` } })
  return String(code['qr'])
}

async function ask(url: string, init: RequestInit): Promise<Record<string, unknown>> {
  return (await (await fetch(url, init)).json()) as Record<string, unknown>
}
