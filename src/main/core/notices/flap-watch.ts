// An unstable number is told once. After that its single drops that may pass are not told, until it has been steady for a while.
import { severityOf } from '../../../shared/model/severity'
import { noticeId } from './notice'
import { unstableText, type Drop } from './notice-words'
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

    /** True = the drop is part of "unstable", which was told. A drop that needs a person is told all the same. */
    covers: ({ key, cause }: Drop): boolean => told.has(key) && severityOf(cause) === 'warning',

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
