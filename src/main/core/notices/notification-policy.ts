// What happened -> a notice, or the named reason for silence. Decides nothing about numbers and shows nothing itself.
import { assertNever } from '../../../shared/assert-never'
import { severityOf } from '../../../shared/model/severity'
import { createTimerQueue } from '../time'
import { createCannotCheck } from './cannot-check'
import { createDropGathering } from './drop-gathering'
import { createNoticeContext, type NotificationPolicyOptions, type NoticeContext } from './notice-context'
import { createListDoubts } from './list-doubt'
import { createFlapWatch } from './flap-watch'
import type { Drop } from './notice-words'
import { createRecoveryWatch } from './recovery-watch'
import type { Happening } from '../session'

export type { NotificationPolicyOptions } from './notice-context'

/** The policy. Every drop ends in exactly one decision. */
export interface NotificationPolicy {
  happened(happening: Happening): void
  /** The number is no longer in the app. */
  removed(key: string, connectionId: string): void
  /** Lists of a connection lacked most of its numbers; null = no longer. */
  listDoubted(connectionId: string, doubt: { readonly missing: number; readonly of: number } | null): void
  /** A notice said that the number is unstable, and it is not steady yet. */
  toldUnstable(key: string): boolean
  /** The computer goes to sleep: nothing is decided. */
  suspended(): void
  /** The computer is awake: what happened is decided after the quiet time. */
  resumed(): void
  /** Leaves no timer. What waited stays undecided. */
  dispose(): void
}

/** Builds the policy. Nothing is told before the quiet time after the start is over. */
export function createNotificationPolicy(options: NotificationPolicyOptions): NotificationPolicy {
  const { clock } = options
  let quietFrom = clock.now()
  let asleep = false
  const quietUntil = (connectionId: string): number => quietFrom + options.timingsFor(connectionId).wakeQuiet
  const parts = new Map<string, { due(subject: string): void }>()
  const timers = createTimerQueue({
    clock,
    onDue(entry) {
      const cut = entry.indexOf(':')
      parts.get(entry.slice(0, cut))?.due(entry.slice(cut + 1))
    },
  })
  const contextOf = (part: string): NoticeContext => {
    const wait = (subject: string, at: number): void => {
      if (!asleep) timers.set(`${part}:${subject}`, at)
    }
    return createNoticeContext(options, { wait, forget: (subject) => timers.delete(`${part}:${subject}`) }, quietUntil)
  }
  const isMuted = (key: string): boolean => options.silenceFor(key, 'critical')?.why === 'muted-number'
  const recovery = createRecoveryWatch(contextOf('recovery'))
  const drops = createDropGathering(contextOf('drops'), recovery.told)
  const cannotCheck = createCannotCheck(contextOf('cannot-check'))
  const flaps = createFlapWatch(contextOf('flaps'))
  const lists = createListDoubts(contextOf('lists'))
  parts.set('recovery', recovery).set('drops', drops).set('cannot-check', cannotCheck).set('flaps', flaps).set('lists', lists)

  /** What the number's own silence keeps back joins no outage. A silence that holds for all numbers is asked for when the notice is due. */
  function dropped(drop: Drop): void {
    const { key, connectionId, cause } = drop
    recovery.dropped(key, connectionId)
    const silent = options.silenceFor(key, severityOf(cause))?.why
    if (silent !== 'muted-number' && silent !== 'unstable') {
      const told = drop.clarifies === true ? recovery.tellingOf(key) : undefined
      return told === undefined ? drops.dropped(drop) : drops.clarified(drop, told)
    }
    recovery.told([key], 'untold', connectionId)
    options.decide({ silent, about: [drop] })
  }

  return {
    happened(happening) {
      const { key, connectionId } = happening
      switch (happening.type) {
        case 'dropped':
          return dropped(happening)
        case 'recovered':
          if (drops.recovered(connectionId, key)) recovery.told([key], 'untold', connectionId)
          return recovery.recovered(happening)
        case 'stopped':
          drops.ended(connectionId, key, 'by-operator')
          flaps.ended(key, 'by-operator')
          return recovery.ended(key, connectionId, 'by-operator')
        case 'cannot-check':
          if (isMuted(key)) return options.decide({ silent: 'muted-number', about: [happening] })
          return cannotCheck.cannotCheck(happening)
        case 'can-check':
          return cannotCheck.canCheck(connectionId, key)
        case 'unstable':
          if (isMuted(key)) return options.decide({ silent: 'muted-number', about: [happening] })
          return flaps.unstable(happening)
        case 'steady':
          return flaps.steady(key)
        default:
          return assertNever(happening)
      }
    },
    removed(key, connectionId) {
      drops.ended(connectionId, key, 'removed')
      flaps.ended(key, 'removed')
      recovery.ended(key, connectionId, 'removed')
      cannotCheck.removed(connectionId, key)
    },
    listDoubted: lists.changed,
    toldUnstable: flaps.hasTold,
    suspended() {
      asleep = true
      timers.clear()
    },
    resumed() {
      asleep = false
      quietFrom = clock.now()
      for (const part of [drops, recovery, cannotCheck, flaps, lists]) part.rearm()
    },
    dispose() {
      asleep = true
      timers.clear()
    },
  }
}
