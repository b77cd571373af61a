// The notification policy with simulated surroundings, and everything it decided.
import type { ConnectionView, SessionView } from '../../../src/shared/ipc/snapshot'
import type { Failure } from '../../../src/shared/model/failure'
import { translator } from '../../../src/shared/words/i18n'
import { numberName } from '../../../src/shared/words/number-name'
import type { Cause } from '../../../src/shared/model/session'
import { DEFAULT_SETTINGS } from '../../../src/shared/model/settings'
import { TIMINGS } from '../../../src/shared/timings'
import type { Decision, Notice } from '../../../src/main/core/notices/notice'
import type { Wording } from '../../../src/main/core/notices/notice-words'
import { createNotificationPolicy, type NotificationPolicy } from '../../../src/main/core/notices/notification-policy'
import { createSilences } from '../../../src/main/core/notices/silence'
import type { Happening, SessionHappening } from '../../../src/main/core/session/session-state'
import { FakeClock } from '../fake-clock'
import { sessionView } from '../views'

/** Times as `hh:mm` of UTC. */
export const wordingOf = (language: 'ru' | 'en'): Wording => ({ language, t: translator(language), time: (at) => new Date(at).toISOString().slice(11, 16) })

/** A policy; the quiet time after start is over unless `quiet`. */
export async function policyRig(more: { readonly quiet?: true; readonly language?: 'ru' | 'en' } = {}) {
  const clock = new FakeClock()
  const sessions = new Map<string, SessionView>()
  const decisions: Decision[] = []
  const withdrawn: string[] = []
  const checks: { connectionId: string; except: string[]; resolve: () => void }[] = []
  const looks: { keys: readonly string[]; resolve: () => void }[] = []
  const world = {
    notices: true,
    sound: true,
    mutedUntil: null as number | null,
    quietHours: DEFAULT_SETTINGS.quietHours,
    mutedNumbers: new Map<string, number>(),
    signIn: 'signed-in' as ConnectionView['signIn'],
    keyPerNumber: true,
  }
  const { silenceFor } = createSilences({
    clock,
    preferences: () => ({ ...world, mutedNumbers: Object.fromEntries(world.mutedNumbers) }),
    toldUnstable: (key) => policy.toldUnstable(key),
  })
  const policy: NotificationPolicy = createNotificationPolicy({
    clock,
    timingsFor: () => TIMINGS,
    preferences: () => world,
    silenceFor,
    wording: () => wordingOf(more.language ?? 'ru'),
    session: (key) => sessions.get(key),
    nameOf: numberName,
    connection: (id) => ({ name: id === 'c1' ? 'Школа' : id, signIn: world.signIn, keyPerNumber: world.keyPerNumber }),
    peers: (connectionId, key) =>
      [...sessions.values()].filter((each) => each.connectionId === connectionId && each.key !== key && each.phase === 'connected').length,
    checkPeers: (connectionId, except) => new Promise((resolve) => void checks.push({ connectionId, except: [...except], resolve })),
    check: (keys) => new Promise((resolve) => void looks.push({ keys, resolve })),
    decide: (decision) => void decisions.push(decision),
    withdraw: (id) => void withdrawn.push(id),
  })
  if (!more.quiet) await clock.advance(TIMINGS.wakeQuiet)

  const put = (key: string, change: Partial<SessionView> = {}): void => {
    sessions.set(key, { ...(sessions.get(key) ?? sessionView(key, { name: `Номер ${key}`, phase: 'connected', since: clock.now() })), ...change })
  }
  const happen = (key: string, happening: SessionHappening): Happening => {
    const whole = { ...happening, key, connectionId: sessions.get(key)?.connectionId ?? 'c1', at: clock.now() }
    policy.happened(whole)
    return whole
  }
  const add = (...keys: string[]): void => keys.forEach((key) => put(key))
  const drop = (key: string, cause: Cause = 'unspecified', details: { mayBeServer?: boolean; lastConnectedAt?: number } = {}): Happening => {
    put(key, { phase: 'disconnected', cause })
    return happen(key, {
      type: 'dropped',
      cause,
      since: clock.now(),
      lastConnectedAt: details.lastConnectedAt ?? clock.now() - 10_000,
      mayBeServer: details.mayBeServer ?? false,
    })
  }
  const recover = (key: string, downMs = 420_000): Happening => {
    put(key, { phase: 'connected', cause: null })
    return happen(key, { type: 'recovered', downMs })
  }
  const cannotCheck = (key: string, code: Failure['code']): Happening => {
    put(key, { phase: 'unknown', failure: { code } })
    return happen(key, { type: 'cannot-check', failure: { code }, since: clock.now() })
  }
  const canCheck = (key: string): Happening => {
    put(key, { phase: 'connected', failure: null })
    return happen(key, { type: 'can-check' })
  }
  const notices = (): Notice[] => decisions.flatMap((each) => ('notice' in each ? [each.notice] : []))
  const silences = (): string[] => decisions.flatMap((each) => ('silent' in each ? [each.silent] : []))
  return { clock, policy, world, sessions, decisions, withdrawn, checks, looks, put, happen, add, drop, recover, cannotCheck, canCheck, notices, silences }
}
