// "It is back" is said after a minute of stability, with the length of the outage; the numbers of one outage are said together.
import type { Telling } from './drop-gathering'
import { noticeId } from './notice'
import { recoveryText } from './notice-words'
import type { PolicyRoom } from './policy-room'
import type { Happening } from './session-state'

type Recovery = Extract<Happening, { type: 'recovered' }>

/** Watches recoveries. */
export function recoveryWatch(room: PolicyRoom) {
  const { options } = room
  /** How each number's drop was told; none = it dropped in an earlier run of the app. */
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
    room.forget(key)
    return recovery
  }

  function tell(connectionId: string, back: readonly Recovery[]): void {
    const keys = new Set(back.map((each) => each.key))
    const rest = [...(outages.get(connectionId) ?? [])].filter((key) => !keys.has(key))
    const [first] = back
    if (!first) return
    const single = back.length === 1
    const downMs = Math.max(...back.map((each) => each.downMs))
    const text = recoveryText(options.wording(), options.connection(connectionId).name, room.names(keys), room.names(rest), downMs)
    room.conclude({ category: 'recovery', subject: single ? first.key : connectionId, connectionId, sessionKey: single ? first.key : null, severity: 'good', text }, back)
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
      // Who has been told of a drop and not of its end believes it still: what follows untold does not change that.
      for (const key of keys) if (how !== 'untold' || !tellings.has(key)) tellings.set(key, how)
      if (how !== 'outage') return
      const members = outages.get(connectionId) ?? new Set()
      for (const key of keys) members.add(key)
      outages.set(connectionId, members)
    },

    recovered(recovery: Recovery): void {
      const { key, connectionId, at } = recovery
      if (tellings.get(key) === 'untold') {
        tellings.delete(key)
        return room.silence('drop-untold', [recovery])
      }
      settling.set(key, recovery)
      room.wait(key, at + options.timingsFor(connectionId).recoveryStable)
    },

    /** It dropped again. */
    dropped(key: string, connectionId: string): void {
      const recovery = takeBack(key)
      if (!recovery) return // nobody of its outage waited for it
      room.silence('dropped-again', [recovery])
      tellOutage(connectionId)
    },

    /** The number was removed from the app, or stopped by the operator. */
    ended(key: string, connectionId: string, why: 'removed' | 'by-operator'): void {
      const recovery = takeBack(key)
      if (recovery) room.silence(why, [recovery])
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
        // Not disproved, but nobody has seen it stable for a minute either.
        return room.wait(key, options.clock.now() + options.timingsFor(connectionId).recoveryStable)
      }
      settling.delete(key)
      if (session?.phase !== 'connected') {
        room.silence(session ? 'by-operator' : 'removed', [recovery])
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
      for (const [key, { connectionId }] of settling) room.wait(key, options.clock.now() + options.timingsFor(connectionId).recoveryStable)
    },
  }
}
