// Watcher, policy, alarms and healing wired as the app wires them, over backends that a test drives: for properties and the soak.
import { numberName } from '../../src/shared/number-name'
import { mayCancel } from '../../src/shared/may'
import { DEFAULT_SETTINGS } from '../../src/shared/settings'
import { TIMINGS } from '../../src/shared/timings'
import { openAlarms } from '../../src/main/core/alarms'
import { healing } from '../../src/main/core/healing'
import type { Decision } from '../../src/main/core/notice'
import { notificationPolicy } from '../../src/main/core/notification-policy'
import { flapSilence, silenceNow } from '../../src/main/core/policy-room'
import type { PollLimits } from '../../src/main/core/poll-scheduler'
import type { Gateway, Random } from '../../src/main/core/ports'
import type { Happening } from '../../src/main/core/session-state'
import { SessionWatcher } from '../../src/main/core/session-watcher'
import type { SessionView } from '../../src/shared/app-snapshot'
import type { Failure } from '../../src/shared/failure'
import type { FakeClock } from './fake-clock'
import { wordingOf } from './policy-rig'
import { SilentLog } from './silent-log'

interface HouseOptions {
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
}

/** The house, with all it told. */
export function house(options: HouseOptions) {
  const { clock } = options
  const happenings: Happening[] = []
  const decisions: Decision[] = []
  let reminders = 0
  const world = { notices: true, sound: true, quietHours: DEFAULT_SETTINGS.quietHours, mutedUntil: null as number | null, mutedNumbers: new Set<string>() }
  const silent = { clock, preferences: () => world, mutedUntil: () => world.mutedUntil }
  const watcher = new SessionWatcher({
    clock,
    random: options.random,
    log: new SilentLog(),
    ...(options.limits ? { limits: options.limits } : {}),
    timingsFor: () => TIMINGS,
    gatewayOf: options.gatewayOf,
    onChange: (view) => options.onChange?.(view),
    onHappening(happening) {
      happenings.push(happening)
      options.onHappening?.(happening)
      alarms.happened(happening)
      policy.happened(happening)
      healer.happened(happening)
    },
    onPhase: (change) => healer.changed(change),
    onRecord: () => undefined,
  })
  const policy = notificationPolicy({
    clock,
    timingsFor: () => TIMINGS,
    preferences: () => world,
    mutedUntil: () => world.mutedUntil,
    mutedNumber: (key) => (world.mutedNumbers.has(key) ? Infinity : null),
    wording: () => wordingOf('en'),
    session: (key) => watcher.view(key),
    nameOf: numberName,
    connection: (id) => ({ name: id, signIn: 'signed-in', keyPerNumber: false }),
    peers: (id, key) => watcher.peersOf(id, key),
    checkPeers: (id, except) => watcher.checkConnection(id, except),
    check: (keys) => watcher.checkNumbers(keys),
    decide(decision) {
      decisions.push(decision)
      options.onDecision?.(decision)
      alarms.decided(decision)
    },
    withdraw: () => undefined,
  })
  const alarms = openAlarms({
    clock,
    saved: [],
    timingsFor: () => TIMINGS,
    reminders: () => true,
    isBeingLinked(key) {
      const view = watcher.view(key)
      return view !== undefined && mayCancel(view)
    },
    silence: (key, { severity }) => (world.mutedNumbers.has(key) ? { why: 'muted-number', until: Infinity } : flapSilence(watcher.view(key), severity, clock.now()) ?? silenceNow(silent, severity)),
    remind(alarms) {
      reminders += 1
      options.onRemind?.(alarms.map(({ key }) => key))
    },
    keptQuiet: () => undefined,
    onRecords: () => undefined,
  })
  const healer = healing({
    clock, pace: () => 1, on: () => options.heals === true, canHeal: () => true, onChange: () => undefined,
    start(key) {
      options.onHeal?.(key)
      return watcher.heal(key)
    },
    cancel: (key) => watcher.cancel(key),
  })
  return {
    watcher, policy, alarms, healer, world, happenings, decisions,
    reminders: () => reminders,
    suspend() {
      watcher.suspend()
      policy.suspended()
      alarms.suspended()
      healer.suspended()
    },
    resume() {
      watcher.resume()
      policy.resumed()
      alarms.resumed()
      healer.resumed()
    },
    remove(key: string, connectionId: string) {
      watcher.remove(key)
      policy.removed(key, connectionId)
      alarms.removed(key)
      healer.removed(key)
    },
    dispose() {
      watcher.dispose()
      policy.dispose()
      alarms.dispose()
      healer.dispose()
    },
  }
}
