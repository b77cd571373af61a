// A backend whose list suddenly lacks most of its numbers: told once, as one doubt about the backend and never as removals.
import { noticeId } from './notice'
import { listDoubtText } from './notice-words'
import type { NoticeContext } from './notice-context'

interface Doubt {
  readonly missing: number
  readonly of: number
  readonly told: boolean
}

/** Watches what lists are doubted. */
export function createListDoubts(context: NoticeContext) {
  const { options } = context
  const doubts = new Map<string, Doubt>()

  return {
    /** Two lists of the connection lacked so many numbers; null = its list has them again. */
    changed(connectionId: string, doubt: { readonly missing: number; readonly of: number } | null): void {
      const known = doubts.get(connectionId)
      if (doubt) {
        doubts.set(connectionId, { ...doubt, told: known?.told ?? false })
        if (!known) context.wait(connectionId, Math.max(options.clock.now(), context.quietUntil(connectionId)))
      } else if (known) {
        doubts.delete(connectionId)
        context.forget(connectionId)
        if (known.told) options.withdraw(noticeId('list-doubt', connectionId))
      }
    },
    due(connectionId: string): void {
      const doubt = doubts.get(connectionId)
      if (!doubt || doubt.told) return
      const text = listDoubtText(options.wording(), options.connection(connectionId).name, doubt)
      const told = context.conclude({ category: 'list-doubt', subject: connectionId, connectionId, sessionKey: null, severity: 'warning', text }, [])
      if (told) doubts.set(connectionId, { ...doubt, told })
      else context.wait(connectionId, context.recheckAt('warning'))
    },
    /** Awake again: the list is asked anew before anything is told. */
    rearm(): void {
      for (const [connectionId, { told }] of doubts) if (!told) context.wait(connectionId, context.quietUntil(connectionId))
    },
  }
}
