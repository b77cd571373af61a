// Whether the desktop shows tray icons. On Linux a Tray made before the desktop's tray host exists never appears, so the host is watched over D-Bus.
import type { Cancel } from '../../core/ports'
import { BUS_DAEMON, getProperty, type SessionBus } from '../system/session-bus'

/** `unknown` until the first answer. */
export type TrayHostState = 'present' | 'absent' | 'unknown'

/** Watches the desktop's tray. */
export interface TrayHost {
  current(): TrayHostState
  /**
   * Called at each change and, with `present`, each time that a new host takes over: icons must then be made anew. `ours` = the host has an item of
   * this process, which was made before the answer was known.
   */
  onChange(listener: (state: 'present' | 'absent', ours: boolean) => void): Cancel
  dispose(): void
}

const WATCHER = { name: 'org.kde.StatusNotifierWatcher', path: '/StatusNotifierWatcher', interface: 'org.kde.StatusNotifierWatcher' } as const

/** Starts watching. `bus` is null where a tray always exists (macOS, Windows). */
export function createTrayHost(bus: SessionBus | null, pid = process.pid): TrayHost {
  const listeners = new Set<(state: 'present' | 'absent', ours: boolean) => void>()
  const cancels: Cancel[] = []
  let state: TrayHostState = bus === null ? 'present' : 'unknown'
  let asked = 0
  let renewed = false // a new watcher took the name since the last answer

  const become = (next: 'present' | 'absent', again: boolean, ours: boolean): void => {
    if (state === next && !again) return
    state = next
    for (const each of [...listeners]) each(next, ours)
  }

  if (bus !== null) {
    /** A watcher without a host accepts icons and shows them nowhere. */
    const look = async (newWatcher: boolean): Promise<void> => {
      renewed ||= newWatcher
      const mine = (asked += 1)
      const [registered, ours] = await Promise.all([
        getProperty(bus, { ...WATCHER, start: false }, 'IsStatusNotifierHostRegistered'),
        state === 'unknown' ? holdsOurs(bus, pid) : false,
      ])
      if (mine !== asked) return
      const present = registered.ok && registered.value === true
      const again = renewed && present
      renewed = false
      become(present ? 'present' : 'absent', again, ours)
    }
    cancels.push(
      bus.watchName(WATCHER.name, (owner) => void look(owner !== null)),
      bus.onSignal({ interface: WATCHER.interface, member: 'StatusNotifierHostRegistered' }, () => void look(false)),
      bus.onSignal({ interface: WATCHER.interface, member: 'StatusNotifierHostUnregistered' }, () => void look(false)),
    )
  }

  return {
    current: () => state,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    dispose() {
      listeners.clear()
      for (const each of cancels.splice(0)) each()
    },
  }
}

/** Whether an item of the process is among those the watcher holds: it names them by bus name, with or without a path behind it. */
async function holdsOurs(bus: SessionBus, pid: number): Promise<boolean> {
  const items = await getProperty(bus, { ...WATCHER, start: false }, 'RegisteredStatusNotifierItems')
  if (!items.ok || !Array.isArray(items.value)) return false
  const names = items.value.map((each) => String(each).split('/')[0] ?? '')
  const pids = await Promise.all(names.map((name) => bus.call({ ...BUS_DAEMON, member: 'GetConnectionUnixProcessID', signature: 's', body: [name] })))
  return pids.some((reply) => reply.ok && reply.body[0] === pid)
}
