// Self-healing within the monitor: which numbers may be started again, and the trail of the tries as the window shows it.
import type { HealingView } from '../../../shared/model/healing'
import { createHealing, type Healing } from '../healing'
import type { SessionWatcher } from '../watch'
import type { PartOptions } from './monitored-parts'

/** What healing needs besides. */
export interface MonitoredHealingOptions extends PartOptions {
  readonly watcher: Pick<SessionWatcher, 'heal' | 'cancel'>
  /** Starting a session again does no harm on the number's backend. */
  mayRestart(connectionId: string): boolean
}

/** Connects self-healing. */
export function createMonitoredHealing({ clock, log, settings, timingsFor, session, show, watcher, mayRestart }: MonitoredHealingOptions): Healing {
  const views = new Map<string, HealingView>()
  let drawPlanned = false
  /** Thousands of numbers may drop in one answer: their views are shown together. */
  const planDraw = (): void => {
    if (drawPlanned) return
    drawPlanned = true
    void Promise.resolve().then(() => {
      drawPlanned = false
      show({ healing: Object.fromEntries(views) })
    })
  }
  const connectionOf = (key: string): string | undefined => session(key)?.connectionId

  return createHealing({
    clock,
    pace: (key) => timingsFor(connectionOf(key) ?? '').healingPace,
    on: () => settings.current().healing,
    canHeal(key) {
      const connectionId = connectionOf(key)
      return connectionId !== undefined && mayRestart(connectionId)
    },
    start: (key) => watcher.heal(key),
    cancel: (key) => watcher.cancel(key),
    onChange(key, view) {
      const lastStep = view?.trail.at(-1)
      if (lastStep && lastStep !== views.get(key)?.trail.at(-1)) log.info('healing', { key, what: lastStep.what })
      if (view === null) views.delete(key)
      else views.set(key, view)
      planDraw()
    },
  })
}
