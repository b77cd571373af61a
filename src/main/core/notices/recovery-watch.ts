// "It is back" is told after a minute of stability, with the length of the outage. The numbers of one outage are told together.
import type { Telling } from './drop-gathering'
import { noticeId } from './notice'
import { recoveryText } from './notice-words'
import type { NoticeContext } from './notice-context'
import type { Happening } from '../session'

type Recovery = Extract<Happening, { type: 'recovered' }>

/** Watches recoveries. */
export function createRecoveryWatch(context: NoticeContext) {
  const { options } = context
  /** How each number's last drop was told; no entry = it dropped in an earlier run of the app. */
  const tellings = new Map<string, Telling>()
  /** Numbers of each told outage that have not been told as back. */
  const outages = new Map<string, Set<string>>()
  /** Back, but not yet for a minute. */
  const settling = new Map<string, Recovery>()
  /** Back for a minute, waiting for the others of their outage. */
  const stable = new Map<string, Recovery>()

  function forget(key: string, connectionId: string): void {
    tellings.delete(key)
    const outage = outages.get(connectionId)
    outage?.delete(key)
    if (outage?.size === 0) {
      outages.delete(connectionId)
      options.withdraw(noticeId('outage', connectionId))
    }
    options.withdraw(noticeId('drop', key))
  }

  /** Takes a recovery back; returns it if there was one. */
  function takeBack(key: string): Recovery | undefined {
    const recovery = settling.get(key) ?? stable.get(key)
    settling.delete(key)
    stable.delete(key)
    context.forget(key)
    return recovery
  }

  function tell(connectionId: string, back: readonly Recovery[]): void {
    const keys = new Set(back.map((each) => each.key))
    const rest = [...(outages.get(connectionId) ?? [])].filter((key) => !keys.has(key))
    const [first] = back
    if (!first) return
    const single = back.length === 1
    const downMs = Math.max(...back.map((each) => each.downMs))
    const text = recoveryText(options.wording(), options.connection(connectionId).name, context.names(keys), context.names(rest), downMs)
    context.conclude(
      { category: 'recovery', subject: single ? first.key : connectionId, connectionId, sessionKey: single ? first.key : null, severity: 'good', text },
      back,
    )
    for (const key of keys) forget(key, connectionId)
  }

  /** Tells the members of an outage that are back for good, unless more are about to be. */
  function tellOutage(connectionId: string): void {
    const members = outages.get(connectionId)
    if (!members) return
    for (const key of members) if (settling.has(key)) return
    const back = [...members].flatMap((key) => stable.get(key) ?? [])
    for (const { key } of back) stable.delete(key)
    tell(connectionId, back)
  }

  return {
    /** How a drop was told. */
    told(keys: readonly string[], how: Telling, connectionId: string): void {
      // A person who was told of a drop must also hear of its end, even if a later drop of the number was not told.
      for (const key of keys) if (how !== 'untold' || !tellings.has(key)) tellings.set(key, how)
      if (how !== 'outage') return
      const members = outages.get(connectionId) ?? new Set()
      for (const key of keys) members.add(key)
      outages.set(connectionId, members)
    },

    /** How the drop was told that lasts; undefined = it was not. */
    tellingOf(key: string): Exclude<Telling, 'untold'> | undefined {
      const telling = tellings.get(key)
      return telling === 'untold' ? undefined : telling
    },

    recovered(recovery: Recovery): void {
      const { key, connectionId, at } = recovery
      if (tellings.get(key) === 'untold') {
        tellings.delete(key)
        return context.silence('drop-untold', [recovery])
      }
      settling.set(key, recovery)
      context.wait(key, at + options.timingsFor(connectionId).recoveryStable)
    },

    /** It dropped again. */
    dropped(key: string, connectionId: string): void {
      const recovery = takeBack(key)
      if (!recovery) return // the other numbers of its outage did not wait for it
      context.silence('dropped-again', [recovery])
      tellOutage(connectionId)
    },

    /** The number was removed from the app, or stopped by the operator. */
    ended(key: string, connectionId: string, why: 'removed' | 'by-operator'): void {
      const recovery = takeBack(key)
      if (recovery) context.silence(why, [recovery])
      forget(key, connectionId)
      tellOutage(connectionId)
    },

    /** A minute has passed for this number. */
    due(key: string): void {
      const recovery = settling.get(key)
      if (!recovery) return
      const { connectionId } = recovery
      const session = options.session(key)
      if (session?.phase === 'unknown' || session?.phase === 'starting' || session?.stale === true || session?.unstable === true) {
        // Nothing says that it is down again, but it was not seen stable for a minute either.
        return context.wait(key, options.clock.now() + options.timingsFor(connectionId).recoveryStable)
      }
      settling.delete(key)
      if (session?.phase !== 'connected') {
        context.silence(session ? 'by-operator' : 'removed', [recovery])
        forget(key, connectionId)
        return tellOutage(connectionId)
      }
      if (outages.get(connectionId)?.has(key)) {
        stable.set(key, recovery)
        tellOutage(connectionId)
      } else tell(connectionId, [recovery])
    },

    /** Awake again: the minute begins anew. */
    rearm(): void {
      for (const [key, { connectionId }] of settling) context.wait(key, options.clock.now() + options.timingsFor(connectionId).recoveryStable)
    },
  }
}
