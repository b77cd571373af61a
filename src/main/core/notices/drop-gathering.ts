// Is it one number's drop or an outage of many? The first drop has the connection's other numbers checked; drops within five seconds are told together.
import { isBeingLinked } from '../../../shared/model/may'
import { severityOf } from '../../../shared/model/severity'
import { noticeId } from './notice'
import { dropText, outageText, type Drop } from './notice-words'
import type { NoticeContext } from './notice-context'

/** How a number's last drop was told. `untold` = it was not, for a named reason. */
export type Telling = 'single' | 'outage' | 'untold'

interface Gathering {
  readonly drops: Map<string, Drop>
}

/** Gathers drops by connection. `told` hears what became of each; `keys` of one call were told together. */
export function createDropGathering(context: NoticeContext, told: (keys: readonly string[], how: Telling, connectionId: string) => void) {
  const { options } = context
  const open = new Map<string, Gathering>()
  /** When the last outage of a connection was told. */
  const outages = new Map<string, number>()
  /** The check that each gathering started. Its end must not decide a later gathering of the same connection. */
  const checks = new Map<string, Gathering>()

  function begin(connectionId: string, drop: Drop): void {
    const gathering: Gathering = { drops: new Map([[drop.key, drop]]) }
    open.set(connectionId, gathering)
    const now = options.clock.now()
    const alone = options.peers(connectionId, drop.key) === 0
    const until = alone ? now : now + options.timingsFor(connectionId).outageCheck
    context.wait(connectionId, Math.max(until, context.quietUntil(connectionId)))
    if (alone) return
    checks.set(connectionId, gathering)
    void options.checkPeers(connectionId, new Set([drop.key])).then(() => {
      if (checks.get(connectionId) !== gathering) return
      checks.delete(connectionId)
      if (open.get(connectionId) === gathering) context.wait(connectionId, Math.max(options.clock.now(), context.quietUntil(connectionId)))
    })
  }

  function tell(connectionId: string, drops: readonly Drop[]): void {
    const [only] = drops
    const { name } = options.connection(connectionId)
    const keys = drops.map((each) => each.key)
    if (drops.length > 1) {
      const text = outageText(options.wording(), name, context.names(keys), drops)
      const wasTold = context.conclude({ category: 'outage', subject: connectionId, connectionId, sessionKey: null, severity: 'critical', text }, drops)
      if (wasTold) outages.set(connectionId, options.clock.now())
      told(keys, wasTold ? 'outage' : 'untold', connectionId)
    } else if (only) {
      const text = dropText(options.wording(), context.names(keys)[0] ?? name, only)
      const wasTold = context.conclude(
        { category: 'drop', subject: only.key, connectionId, sessionKey: only.key, severity: severityOf(only.cause), text },
        drops,
      )
      told(keys, wasTold ? 'single' : 'untold', connectionId)
    }
  }

  function take(connectionId: string, key: string): Drop | null {
    const gathering = open.get(connectionId)
    const drop = gathering?.drops.get(key)
    if (!gathering || !drop) return null
    gathering.drops.delete(key)
    if (gathering.drops.size === 0) {
      open.delete(connectionId)
      context.forget(connectionId)
    }
    return drop
  }

  return {
    /** The app's own start showed more about a drop that was told: its notice is changed where it is. The notice of an outage stays as it is. */
    clarified(drop: Drop, how: Exclude<Telling, 'untold'>): void {
      const { connectionId, key, cause } = drop
      if (how === 'outage') return context.silence('joined-outage', [drop])
      const text = dropText(options.wording(), context.names([key])[0] ?? options.connection(connectionId).name, drop)
      context.conclude({ category: 'drop', subject: key, connectionId, sessionKey: key, severity: severityOf(cause), text, update: true }, [drop])
    },

    dropped(drop: Drop): void {
      const { connectionId, key } = drop
      const age = options.clock.now() - (outages.get(connectionId) ?? -Infinity)
      const gathering = open.get(connectionId)
      if (gathering) {
        const earlier = gathering.drops.get(key)
        if (earlier) context.silence('already-told', [earlier])
        gathering.drops.set(key, drop)
      } else if (age >= 0 && age <= options.timingsFor(connectionId).outageJoin) {
        context.silence('joined-outage', [drop])
        told([key], 'outage', connectionId)
      } else begin(connectionId, drop)
    },

    /** The number came back before its drop was told. True = it was waiting. */
    recovered(connectionId: string, key: string): boolean {
      const drop = take(connectionId, key)
      if (drop) context.silence('recovered-meanwhile', [drop])
      return drop !== null
    },

    /** The number was removed from the app, or stopped by the operator. */
    ended(connectionId: string, key: string, why: 'removed' | 'by-operator'): void {
      const drop = take(connectionId, key)
      if (drop) context.silence(why, [drop])
      options.withdraw(noticeId('drop', key))
    },

    /** The five seconds, or the quiet time after the start or a wake, are over. */
    due(connectionId: string): void {
      const gathering = open.get(connectionId)
      if (!gathering) return
      open.delete(connectionId)
      const all = [...gathering.drops.values()]
      const gone = all.filter((each) => options.session(each.key) === undefined)
      // The operator noticed the drop before it was told, and is linking the number already.
      const handled = all.filter(({ key }) => isBeingLinked(options.session(key)))
      context.silence('removed', gone)
      context.silence('by-operator', handled)
      tell(
        connectionId,
        all.filter((each) => !gone.includes(each) && !handled.includes(each)),
      )
    },

    /** Awake again: what waited is decided when the quiet time is over. */
    rearm(): void {
      for (const connectionId of open.keys()) context.wait(connectionId, context.quietUntil(connectionId))
    },
  }
}
