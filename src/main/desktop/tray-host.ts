// Whether the desktop has a place for tray icons. On Linux a Tray made before that place exists is lost for ever, so it is watched over D-Bus.
import type { Cancel } from '../core/ports'
import { getProperty, type SessionBus } from './session-bus'

/** `unknown` until the first answer. */
export type TrayHostState = 'present' | 'absent' | 'unknown'

/** Watches the desktop's tray. */
export interface TrayHost {
  current(): TrayHostState
  /** Told at each change and, with `present`, each time that a new host takes over: icons must then be made anew. */
  onChange(listener: (state: 'present' | 'absent') => void): Cancel
  dispose(): void
}

const WATCHER = { name: 'org.kde.StatusNotifierWatcher', path: '/StatusNotifierWatcher', interface: 'org.kde.StatusNotifierWatcher' } as const

/** Starts watching. `bus` is null where a tray always exists (macOS, Windows). */
export function createTrayHost(bus: SessionBus | null): TrayHost {
  const listeners = new Set<(state: 'present' | 'absent') => void>()
  const cancels: Cancel[] = []
  let state: TrayHostState = bus === null ? 'present' : 'unknown'
  let asked = 0
  let renewed = false // a new watcher took the name since the last answer

  const become = (next: 'present' | 'absent', again: boolean): void => {
    if (state === next && !again) return
    state = next
    for (const each of [...listeners]) each(next)
  }

  if (bus !== null) {
    /** A watcher without a host takes icons and shows them nowhere. */
    const look = async (newWatcher: boolean): Promise<void> => {
      renewed ||= newWatcher
      const mine = (asked += 1)
      const registered = await getProperty(bus, { ...WATCHER, start: false }, 'IsStatusNotifierHostRegistered')
      if (mine !== asked) return
      const present = registered.ok && registered.value === true
      const again = renewed && present
      renewed = false
      become(present ? 'present' : 'absent', again)
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
