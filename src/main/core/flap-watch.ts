// "It comes and goes" is said once; after that single drops that may pass are part of it, until the number has been steady for a while.
import { severityOf } from '../../shared/severity'
import { noticeId } from './notice'
import { unstableText, type Drop } from './notice-words'
import type { PolicyRoom } from './policy-room'
import type { Happening } from './session-state'

/** Watches numbers that flap. */
export function flapWatch(room: PolicyRoom) {
  const { options } = room
  /** Not told yet: held after start or wake. */
  const waiting = new Map<string, Happening>()
  const told = new Set<string>()

  function end(key: string, why: 'recovered-meanwhile' | 'removed' | 'by-operator'): void {
    const unstable = waiting.get(key)
    waiting.delete(key)
    room.forget(key)
    if (unstable) room.silence(why, [unstable])
    if (told.delete(key)) options.withdraw(noticeId('unstable', key))
  }

  return {
    unstable(happening: Happening): void {
      waiting.set(happening.key, happening)
      room.wait(happening.key, Math.max(options.clock.now(), room.quietUntil(happening.connectionId)))
    },

    /** True = the drop is part of what was told already. What needs a person's hand is told all the same. */
    covers: ({ key, cause }: Drop): boolean => told.has(key) && severityOf(cause) === 'warning',

    steady: (key: string): void => end(key, 'recovered-meanwhile'),
    ended: end,

    due(key: string): void {
      const happening = waiting.get(key)
      if (!happening) return
      waiting.delete(key)
      const session = options.session(key)
      if (!session) return room.silence('removed', [happening])
      const text = unstableText(options.wording(), options.nameOf(session))
      const { connectionId } = happening
      if (room.conclude({ category: 'unstable', subject: key, connectionId, sessionKey: key, severity: 'warning', text }, [happening])) told.add(key)
    },

    /** Awake again: what waited is decided when the quiet time is over. */
    rearm(): void {
      for (const [key, { connectionId }] of waiting) room.wait(key, room.quietUntil(connectionId))
    },
  }
}
