// The monitor as the app builds it, over backends that a test drives, with everything it told. For the properties, the soak and the tests of the composition.
import { createMonitor, type MonitorView } from '../../../src/main/core/monitor'
import type { Decision, Notice } from '../../../src/main/core/notices/notice'
import type { Gateway, Random } from '../../../src/main/core/ports'
import { createSettingsRepository } from '../../../src/main/core/registry/settings-repository'
import type { Happening } from '../../../src/main/core/session/session-state'
import type { PollLimits } from '../../../src/main/core/watch/schedule/connection-queues'
import type { SessionView } from '../../../src/shared/ipc/snapshot'
import type { Failure } from '../../../src/shared/model/failure'
import { success } from '../../../src/shared/model/failure'
import { DEFAULT_SETTINGS, type Settings } from '../../../src/shared/model/settings'
import { TIMINGS } from '../../../src/shared/timings'
import type { EscalationMessage } from '../../../src/main/core/alarms/escalation-words'
import type { FakeClock } from '../fake-clock'
import { wordingOf } from './policy-rig'
import { SilentLog } from '../silent-log'

const HOUR = 3_600_000

interface MonitorRigOptions {
  readonly clock: FakeClock
  readonly random: Random
  /** The backend of a connection, or why there is none. */
  gatewayOf(connectionId: string): Gateway | Failure
  onChange?(view: SessionView): void
  onHappening?(happening: Happening): void
  onDecision?(decision: Decision): void
  onRemind?(keys: readonly string[]): void
  /** The app starts a number by itself. */
  onHeal?(key: string): void
  /** Starts lost sessions again; default off. */
  readonly heals?: boolean
  readonly limits?: PollLimits
  readonly language?: 'ru' | 'en'
  /** What lies in the settings file at the start. */
  readonly settings?: Partial<Settings>
}

/** The monitor, with everything it told. `world` holds the preferences that a test changes while it runs; mutes in it last until the test ends them. */
export function monitorRig(options: MonitorRigOptions) {
  const { clock } = options
  const happenings: Happening[] = []
  const decisions: Decision[] = []
  const notices: (Notice & { readonly at: number })[] = []
  const onShow = new Map<string, Notice>()
  const sent: EscalationMessage[] = []
  const outside = { failure: null as Failure | null }
  let view: Partial<MonitorView> = {}
  let reminders = 0
  let ids = 0
  const world = { notices: true, sound: true, quietHours: DEFAULT_SETTINGS.quietHours, mutedUntil: null as number | null, mutedNumbers: new Set<string>() }
  const stored = createSettingsRepository({
    current: { ...DEFAULT_SETTINGS, reminders: true, healing: options.heals === true, ...options.settings },
    save: () => undefined,
  })
  const current = (): Settings => {
    const { mutedNumbers, ...rest } = world
    if (mutedNumbers.size === 0) return { ...stored.current(), ...rest }
    const mutes = Object.fromEntries([...mutedNumbers].map((key) => [key, clock.now() + HOUR]))
    return { ...stored.current(), ...rest, mutedNumbers: { ...stored.current().mutedNumbers, ...mutes } }
  }
  const monitor = createMonitor({
    clock,
    random: options.random,
    log: new SilentLog(),
    settings: { ...stored, current },
    ...(options.limits ? { limits: options.limits } : {}),
    timingsFor: () => TIMINGS,
    channelTimings: () => TIMINGS,
    gatewayOf: options.gatewayOf,
    connection: (id) => ({ name: id === 'c1' && options.language === 'ru' ? 'Школа' : id, signIn: 'signed-in', keyPerNumber: false }),
    wording: () => wordingOf(options.language ?? 'en'),
    newId: () => `id-${++ids}`,
    notices: {
      show(notice) {
        notices.push({ ...notice, at: clock.now() })
        onShow.set(notice.id, notice)
        if (notice.category !== 'reminder') return
        reminders += 1
        options.onRemind?.(notice.keys)
      },
      close: (id) => void onShow.delete(id),
    },
    send(_channel, message) {
      sent.push(message)
      return Promise.resolve(outside.failure ? { ok: false, failure: outside.failure } : success())
    },
    show: (change) => void (view = { ...view, ...change }),
    onSession: (session) => options.onChange?.(session),
    onHappening(happening) {
      happenings.push(happening)
      options.onHappening?.(happening)
    },
    onDecision(decision) {
      decisions.push(decision)
      options.onDecision?.(decision)
    },
  })
  const { watcher } = monitor
  if (options.onHeal) {
    const { onHeal } = options
    const heal = watcher.heal.bind(watcher)
    watcher.heal = (key) => {
      onHeal(key)
      return heal(key)
    }
  }
  return {
    ...monitor,
    monitor,
    world,
    settings: stored,
    happenings,
    decisions,
    /** Every notice that was shown, with when (epoch ms). */
    notices,
    /** Notices that are on the screen, by id. */
    onShow,
    /** Messages to people outside, and how their channel fails. */
    sent,
    outside,
    /** What the window is shown of alarms, mutes, healing and escalation. */
    view: () => view,
    reminders: () => reminders,
    silences: () => decisions.flatMap((decision) => ('silent' in decision ? [decision.silent] : [])),
    remove: (key: string, connectionId: string) => monitor.removed(key, connectionId),
  }
}
