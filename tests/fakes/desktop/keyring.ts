// A real gnome-keyring on a private bus: started without a keyring, unlocked, locked by request; secrets are read back over D-Bus, not by keytar.
import { spawn } from 'node:child_process'
import { Variant, type MessageBus } from '@jellybrick/dbus-next'
import { callBus, end, untilOwned, type PrivateBus } from './private-bus'

const NAME = 'org.freedesktop.secrets'
const PATH = '/org/freedesktop/secrets'
const SERVICE = 'org.freedesktop.Secret.Service'
const PASSWORD = 'keyring password of a test'

/** A running keyring daemon. */
export interface Keyring {
  readonly pid: number
  lock(): Promise<void>
  unlock(): Promise<void>
  /** The stored secret, or null; read without the app's own code. */
  readSecret(service: string, account: string): Promise<string | null>
  /** Ends the daemon; its files stay in the bus's folder, so that the next start finds the keyring again. */
  stop(): Promise<void>
}

/** Starts the daemon. `unlocked` makes or opens the login keyring; `closed` opens nothing: no keyring in a new folder, a locked one in a used folder. */
export async function startKeyring(bus: PrivateBus, as: 'unlocked' | 'closed'): Promise<Keyring> {
  const args = ['--foreground', '--components=secrets', ...(as === 'unlocked' ? ['--unlock'] : [])]
  const daemon = spawn('gnome-keyring-daemon', args, { env: { ...bus.env, LANG: 'C.UTF-8' }, stdio: ['pipe', 'ignore', 'ignore'] })
  const started = new Promise<never>((_resolve, reject) => {
    daemon.once('error', reject)
    daemon.once('exit', (code) => reject(new Error(`gnome-keyring-daemon ended with ${code}`)))
  })
  daemon.stdin.end(as === 'unlocked' ? PASSWORD : '')
  const connection = await bus.connect()
  await Promise.race([untilOwned(connection, NAME), started])
  started.catch(() => undefined)
  const ask = (path: string, iface: string, member: string, signature = '', body: unknown[] = []): Promise<unknown[]> =>
    callBus(connection, NAME, path, iface, member, signature, body)
  const session = async (): Promise<unknown> => (await ask(PATH, SERVICE, 'OpenSession', 'sv', ['plain', new Variant('s', '')]))[1]
  const collection = async (): Promise<unknown> => (await ask(PATH, SERVICE, 'ReadAlias', 's', ['default']))[0]
  return {
    pid: daemon.pid ?? 0,
    async lock() {
      await ask(PATH, SERVICE, 'Lock', 'ao', [[await collection()]])
    },
    async unlock() {
      const secret = [await session(), Buffer.alloc(0), Buffer.from(PASSWORD), 'text/plain']
      const guiltRidden = 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface'
      await ask(PATH, guiltRidden, 'UnlockWithMasterPassword', 'o(oayays)', [await collection(), secret])
    },
    readSecret: (service, account) => readSecret(connection, service, account),
    async stop() {
      await end(daemon)
      await untilOwned(connection, NAME, false)
      connection.disconnect()
    },
  }
}

/** Reads one secret from the Secret Service of a bus; null = no unlocked item of that service and account. */
async function readSecret(connection: MessageBus, service: string, account: string): Promise<string | null> {
  const ask = (member: string, signature: string, body: unknown[]): Promise<unknown[]> => callBus(connection, NAME, PATH, SERVICE, member, signature, body)
  const [, session] = await ask('OpenSession', 'sv', ['plain', new Variant('s', '')])
  const [unlocked] = await ask('SearchItems', 'a{ss}', [{ service, account }])
  if (!Array.isArray(unlocked) || unlocked.length === 0) return null
  const [secrets] = await ask('GetSecrets', 'aoo', [unlocked, session])
  const [first] = Object.values(secrets as Record<string, readonly [string, Buffer, Buffer, string]>)
  return first ? Buffer.from(first[2]).toString('utf8') : null
}
