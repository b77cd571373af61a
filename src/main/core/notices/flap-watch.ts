// Tells once that a number is unstable. Until it has been steady for a while, its drops that may pass are part of that notice (silence.ts).
import { noticeId } from './notice'
import { unstableText } from './notice-words'
import type { NoticeContext } from './notice-context'
import type { Happening } from '../session'

/** Watches numbers that flap. */
export function createFlapWatch(context: NoticeContext) {
  const { options } = context
  /** Not told yet: the quiet time after the start or a wake is not over. */
  const waiting = new Map<string, Happening>()
  const told = new Set<string>()

  function end(key: string, why: 'recovered-meanwhile' | 'removed' | 'by-operator'): void {
    const unstable = waiting.get(key)
    waiting.delete(key)
    context.forget(key)
    if (unstable) context.silence(why, [unstable])
    if (told.delete(key)) options.withdraw(noticeId('unstable', key))
  }

  return {
    unstable(happening: Happening): void {
      waiting.set(happening.key, happening)
      context.wait(happening.key, Math.max(options.clock.now(), context.quietUntil(happening.connectionId)))
    },

    /** A notice said that the number is unstable, and it is not steady yet. What that silences is decided in silence.ts. */
    hasTold: (key: string): boolean => told.has(key),

    steady: (key: string): void => end(key, 'recovered-meanwhile'),
    ended: end,

    due(key: string): void {
      const happening = waiting.get(key)
      if (!happening) return
      waiting.delete(key)
      const session = options.session(key)
      if (!session) return context.silence('removed', [happening])
      const text = unstableText(options.wording(), options.nameOf(session))
      const { connectionId } = happening
      if (context.conclude({ category: 'unstable', subject: key, connectionId, sessionKey: key, severity: 'warning', text }, [happening])) told.add(key)
    },

    /** Awake again: what waited is decided when the quiet time is over. */
    rearm(): void {
      for (const [key, { connectionId }] of waiting) context.wait(key, context.quietUntil(connectionId))
    },
  }
}
