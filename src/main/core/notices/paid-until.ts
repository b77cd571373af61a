// The end of what was paid: a service stops a number that is not paid, so it is told 7, 3 and 1 days before, and once when it has come.
import type { SessionView } from '../../../shared/ipc/snapshot'
import { numberName } from '../../../shared/words/number-name'
import type { Clock } from '../ports'
import { createTimerQueue } from '../time'
import { noticeId, type Notice } from './notice'
import type { Wording } from './notice-words'
import { recheckAt, type SilentUntil } from './silence'

const DAY = 24 * 3_600_000
/** Days before the end at which it is told, the last first. */
const STEPS = [0, 1, 3, 7] as const

/** One step of a warning: the end, epoch ms, and the days before it. */
interface Step {
  readonly until: number
  readonly days: (typeof STEPS)[number]
}

interface PaidWatchOptions {
  readonly clock: Clock
  /** Why nothing may be said about the number now; null = it may be. */
  silence(key: string): SilentUntil | null
  /** What was told last of a number, kept across restarts; undefined = nothing. */
  told(key: string): string | undefined
  note(key: string, told: string): void
  tell(view: SessionView, step: Step): void
}

/** Warns of numbers whose payment ends. */
export interface PaidWatch {
  /** A number looks like this now. */
  seen(view: SessionView): void
  removed(key: string): void
  dispose(): void
}

/** Builds the watch. A silence postpones a warning to its end; each step is told once, also over restarts. */
export function createPaidWatch({ clock, silence, told, note, tell }: PaidWatchOptions): PaidWatch {
  const views = new Map<string, SessionView>()
  const timers = createTimerQueue({ clock, onDue: (key) => decide(key) })

  function decide(key: string): void {
    const view = views.get(key)
    if (!view || view.paidUntil === null) return
    const until = view.paidUntil
    const now = clock.now()
    const days = STEPS.find((each) => now >= until - each * DAY)
    const next = STEPS.filter((each) => until - each * DAY > now).at(-1)
    // A timer cannot wait for weeks.
    if (next !== undefined) timers.set(key, Math.min(until - next * DAY, now + DAY))
    else timers.delete(key)
    if (days === undefined || told(key) === wordOf({ until, days })) return
    const silent = silence(key)
    if (silent) return timers.set(key, recheckAt(silent, now))
    note(key, wordOf({ until, days }))
    tell(view, { until, days })
  }

  return {
    seen(view) {
      const { key, paidUntil } = view
      const before = views.get(key)?.paidUntil ?? null
      views.set(key, view)
      if (paidUntil === before) return
      timers.delete(key)
      decide(key)
    },
    removed(key) {
      timers.delete(key)
      views.delete(key)
    },
    dispose: () => timers.clear(),
  }
}

const wordOf = ({ until, days }: Step): string => `${until}/${days}`

/** The notice. */
export function paidNotice({ t, time }: Wording, view: SessionView, { until, days }: Step, sound: boolean): Notice {
  const { key, connectionId } = view
  const name = numberName(view)
  return {
    id: noticeId('paid', key),
    category: 'paid',
    sessionKey: key,
    connectionId,
    keys: [],
    title: days === 0 ? t('desktop.paid.over', { name }) : t('desktop.paid.soon', { name, count: days }),
    body: t(days === 0 ? 'desktop.paid.overBody' : 'desktop.paid.soonBody', { time: time(until) }),
    severity: 'warning',
    sound,
  }
}
