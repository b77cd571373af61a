// The keychain's entries over D-Bus, for the one case in which keytar cannot reach them: libsecret binds itself to the first Secret Service
// that it meets, and fails with every later one (a restarted gnome-keyring, a reopened KeePassXC) until the app is restarted.
import { Variant } from '@jellybrick/dbus-next'
import type { Keytar } from './keychain'
import type { SessionBus } from '../system/session-bus'

const NAME = 'org.freedesktop.secrets'
const SERVICE = { name: NAME, path: '/org/freedesktop/secrets', interface: 'org.freedesktop.Secret.Service' } as const
const ITEM = 'org.freedesktop.Secret.Item'

/** Reads and writes the same entries as keytar does. Rejects with the D-Bus error's name, or `locked`. */
export function createSecretItems(bus: SessionBus): Keytar {
  const ask = async (path: string, iface: string, member: string, signature = '', body: readonly unknown[] = []): Promise<readonly unknown[]> => {
    const reply = await bus.call({ name: NAME, path, interface: iface, member, signature, body })
    if (!reply.ok) throw new Error(reply.error)
    return reply.body
  }
  const onService = (member: string, signature: string, body: readonly unknown[]): Promise<readonly unknown[]> =>
    ask(SERVICE.path, SERVICE.interface, member, signature, body)

  /** Secrets travel in the clear within the session, on a socket that only this user may open. */
  const inSession = async <T>(run: (session: string) => Promise<T>): Promise<T> => {
    const session = asPath((await onService('OpenSession', 'sv', ['plain', new Variant('s', '')]))[1])
    try {
      return await run(session)
    } finally {
      await ask(session, 'org.freedesktop.Secret.Session', 'Close').catch(() => undefined)
    }
  }

  const find = async (service: string, account: string): Promise<readonly string[]> => {
    const [unlocked, locked] = await onService('SearchItems', 'a{ss}', [{ service, account }])
    const items = Array.isArray(unlocked) ? unlocked.map(asPath) : []
    if (items.length === 0 && Array.isArray(locked) && locked.length > 0) throw new Error('locked')
    return items
  }

  return {
    async getPassword(service, account) {
      const [item] = await find(service, account)
      if (item === undefined) return null
      return inSession(async (session) => {
        const [secret] = await ask(item, ITEM, 'GetSecret', 'o', [session])
        const value: unknown = Array.isArray(secret) ? secret[2] : undefined
        if (!(value instanceof Uint8Array)) throw new Error('secret not understood')
        return Buffer.from(value).toString('utf8')
      })
    },
    async setPassword(service, account, password) {
      const [item] = await find(service, account)
      await inSession(async (session) => {
        const secret = [session, Buffer.alloc(0), Buffer.from(password), 'text/plain']
        if (item !== undefined) return void (await ask(item, ITEM, 'SetSecret', '(oayays)', [secret]))
        const collection = asPath((await onService('ReadAlias', 's', ['default']))[0])
        const properties = {
          [`${ITEM}.Label`]: new Variant('s', `${service}/${account}`),
          [`${ITEM}.Attributes`]: new Variant('a{ss}', { service, account, 'xdg:schema': 'org.freedesktop.Secret.Generic' }),
        }
        const [, prompt] = await ask(collection, 'org.freedesktop.Secret.Collection', 'CreateItem', 'a{sv}(oayays)b', [properties, secret, false])
        if (asPath(prompt) !== '/') throw new Error('locked')
      })
    },
    async deletePassword(service, account) {
      const items = await find(service, account)
      for (const item of items) {
        if (asPath((await ask(item, ITEM, 'Delete'))[0]) !== '/') throw new Error('locked')
      }
      return items.length > 0
    },
  }
}

function asPath(value: unknown): string {
  if (typeof value !== 'string') throw new Error('answer not understood')
  return value
}
