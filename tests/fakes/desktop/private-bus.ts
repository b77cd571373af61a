// A private D-Bus session bus: no service of the machine is on it or is started, except those that the test names.
import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Message, sessionBus, type MessageBus } from '@jellybrick/dbus-next'

/** A running bus in a throwaway folder. */
export interface PrivateBus {
  readonly address: string
  /** Throwaway folder; removed by `stop`. */
  readonly folder: string
  /** What a child process needs to see this bus and no home but the throwaway one. */
  readonly env: Readonly<Record<string, string>>
  /** A further connection, e.g. to own a name; closed by `stop`. */
  connect(): Promise<MessageBus>
  /** Kills the bus daemon as a crash would and awaits its end; `start` brings it back at the same address. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

const config = (
  address: string,
  services: string,
): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>${address}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>${services}</servicedir>
  <policy context="default"><allow user="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`

/** Starts a bus; `services` maps a bus name to the command that the bus starts on demand. */
export async function startPrivateBus(services: Readonly<Record<string, string>> = {}): Promise<PrivateBus> {
  const folder = mkdtempSync(join(tmpdir(), 'private-bus-'))
  const address = `unix:path=${join(folder, 'bus')}`
  const at = (name: string): string => {
    const path = join(folder, name)
    mkdirSync(path, { recursive: true, mode: 0o700 })
    chmodSync(path, 0o700)
    return path
  }
  const serviceFolder = at('services')
  for (const [name, command] of Object.entries(services)) {
    writeFileSync(join(serviceFolder, `${name}.service`), `[D-BUS Service]\nName=${name}\nExec=${command}\n`)
  }
  writeFileSync(join(folder, 'bus.conf'), config(address, serviceFolder))
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    DBUS_SESSION_BUS_ADDRESS: address,
    HOME: at('home'),
    XDG_RUNTIME_DIR: at('run'),
    XDG_DATA_HOME: at('home/.local/share'),
    XDG_CONFIG_HOME: at('home/.config'),
    XDG_CACHE_HOME: at('home/.cache'),
  }

  let daemon: ChildProcess | null = null
  const connections: MessageBus[] = []
  const start = async (): Promise<void> => {
    const child = spawn('dbus-daemon', [`--config-file=${join(folder, 'bus.conf')}`, '--nofork', '--nopidfile', '--print-address=1'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    daemon = child
    await firstLine(child, 'dbus-daemon')
  }
  const kill = async (): Promise<void> => {
    const child = daemon
    daemon = null
    if (child) await end(child, 'SIGKILL')
  }
  await start()
  return {
    address,
    folder,
    env,
    connect: () => {
      const bus = sessionBus({ busAddress: address })
      connections.push(bus)
      return new Promise((resolve, reject) => {
        bus.on('connect', () => resolve(bus))
        bus.on('error' as 'connect', ((error: unknown) => reject(error instanceof Error ? error : new Error(String(error)))) as () => void)
      })
    },
    kill,
    start,
    async stop() {
      for (const each of connections) each.disconnect()
      await kill()
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** Ends a child that this test started and awaits its end. */
export async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(signal)
  const hard = setTimeout(() => child.kill('SIGKILL'), 2_000)
  await gone
  clearTimeout(hard)
}

/** The first line a child prints; rejects when it ends or is missing. */
function firstLine(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) return reject(new Error(`${name} has no stdout`))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
    createInterface({ input: child.stdout }).once('line', resolve)
  })
}

/** One method call on a bus connection; the reply's values. */
export async function callBus(
  bus: MessageBus,
  name: string,
  path: string,
  iface: string,
  member: string,
  signature = '',
  body: unknown[] = [],
): Promise<unknown[]> {
  const reply = await bus.call(new Message({ destination: name, path, interface: iface, member, signature, body }))
  return reply?.body ?? []
}

/** Waits until a name has (or, with `false`, has no) owner. */
export async function untilOwned(bus: MessageBus, name: string, owned = true): Promise<void> {
  const daemon = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'] as const
  await callBus(bus, ...daemon, 'AddMatch', 's', [`type='signal',sender='${daemon[0]}',member='NameOwnerChanged',arg0='${name}'`])
  await new Promise<void>((resolve) => {
    const settle = (): void => {
      bus.off('message', hear)
      resolve()
    }
    const hear = (message: Message): void => {
      if (message.member === 'NameOwnerChanged' && message.body[0] === name && (message.body[2] !== '') === owned) settle()
    }
    bus.on('message', hear)
    void callBus(bus, ...daemon, 'NameHasOwner', 's', [name]).then(([has]) => {
      if (has === owned) settle()
    })
  })
}

/** What a fake service answers: values with their signature, an error name, or nothing at all, ever. */
export type Answer = { readonly signature: string; readonly body: unknown[] } | { readonly error: string } | 'silence'

/** Owns a name and answers every call by one function; undefined = no such method. */
export async function serve(bus: MessageBus, name: string, answer: (call: Message) => Answer | undefined): Promise<void> {
  bus.addMethodHandler((call) => {
    const said = answer(call)
    if (said === undefined) return false
    if (said === 'silence') return true
    bus.send('error' in said ? Message.newError(call, said.error) : Message.newMethodReturn(call, said.signature, said.body))
    return true
  })
  await bus.requestName(name)
}
