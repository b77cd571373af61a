// Wiring of the self-healing: drops and changes in, starts out; the trail in the snapshot and the log.
import { failed, success } from '../shared/failure'
import type { HealingView } from '../shared/healing'
import type { CallHandlers } from '../shared/ipc-contract'
import type { Connections } from './core/connections'
import { healing, type Healing } from './core/healing'
import type { Clock, Log } from './core/ports'
import type { SessionWatcher } from './core/session-watcher'
import type { SettingsBook } from './core/settings-book'
import type { SnapshotStore } from './core/snapshot-store'

interface AppHealingOptions {
  readonly clock: Clock
  readonly log: Log
  readonly book: SettingsBook
  readonly connections: Connections
  readonly snapshots: SnapshotStore
  readonly watcher: Pick<SessionWatcher, 'heal' | 'cancel'>
  /** Part of every pause: 1 = the product's own, less in tests on loopback. */
  pace(key: string): number
}

/** The healing, and the handler of its one intent. */
export interface AppHealing {
  readonly healing: Healing
  readonly handlers: Pick<CallHandlers, 'healing.stop'>
}

/** Connects it. */
export function appHealing({ clock, log, book, connections, snapshots, watcher, pace }: AppHealingOptions): AppHealing {
  const views = new Map<string, HealingView>()
  let planned = false
  /** Shown together a little later: thousands may drop in one answer. */
  const plan = (): void => {
    if (planned) return
    planned = true
    void Promise.resolve().then(() => {
      planned = false
      snapshots.set({ healing: Object.fromEntries(views) })
    })
  }
  const show = (key: string, view: HealingView | null): void => {
    const last = view?.trail.at(-1)
    if (last && last !== views.get(key)?.trail.at(-1)) log.info('healing', { key, what: last.what })
    if (view === null) views.delete(key)
    else views.set(key, view)
    plan()
  }
  const doctor = healing({
    clock,
    pace,
    on: () => book.current().healing,
    canHeal(key) {
      const record = book.number(key)
      const gateway = record && connections.gatewayOf(record.connectionId)
      return gateway !== null && !('code' in gateway) && gateway.mayRestart()
    },
    start: (key) => watcher.heal(key),
    cancel: (key) => watcher.cancel(key),
    onChange: show,
  })
  return {
    healing: doctor,
    handlers: {
      'healing.stop': ({ key }) => {
        if (!book.number(key)) return failed('not-found')
        doctor.operator(key)
        return success()
      },
    },
  }
}
