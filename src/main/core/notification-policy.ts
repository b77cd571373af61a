// What happened -> a notice, or the named reason for silence. Decides nothing about numbers and shows nothing itself.
import { assertNever } from '../../shared/assert-never'
import { Agenda } from './agenda'
import { blindness } from './blindness'
import { dropGathering } from './drop-gathering'
import { policyRoom, type NotificationPolicyOptions, type PolicyRoom } from './policy-room'
import { flapWatch } from './flap-watch'
import { recoveryWatch } from './recovery-watch'
import type { Happening } from './session-state'

export type { NotificationPolicyOptions } from './policy-room'

/** The policy. Every drop ends in exactly one decision. */
export interface NotificationPolicy {
  happened(happening: Happening): void
  /** The number is no longer in the app. */
  removed(key: string, connectionId: string): void
  /** The computer sleeps: nothing is decided. */
  suspended(): void
  /** It is awake: alarms are held for the quiet time, then decided. */
  resumed(): void
  /** Leaves no timer. What was held stays undecided. */
  dispose(): void
}

/** Builds the policy; alarms are held from now for the quiet time after start. */
export function notificationPolicy(options: NotificationPolicyOptions): NotificationPolicy {
  const { clock } = options
  let quietFrom = clock.now()
  let asleep = false
  const quietUntil = (connectionId: string): number => quietFrom + options.timingsFor(connectionId).wakeQuiet
  const parts = new Map<string, { due(subject: string): void }>()
  const agenda = new Agenda(clock, (entry) => {
    const cut = entry.indexOf(':')
    parts.get(entry.slice(0, cut))?.due(entry.slice(cut + 1))
  })
  const roomOf = (part: string): PolicyRoom => {
    const wait = (subject: string, at: number): void => {
      if (!asleep) agenda.set(`${part}:${subject}`, at)
    }
    return policyRoom(options, { wait, forget: (subject) => agenda.delete(`${part}:${subject}`) }, quietUntil)
  }
  const recovery = recoveryWatch(roomOf('recovery'))
  const drops = dropGathering(roomOf('drops'), recovery.told)
  const blind = blindness(roomOf('blind'))
  const flaps = flapWatch(roomOf('flaps'))
  parts.set('recovery', recovery).set('drops', drops).set('blind', blind).set('flaps', flaps)

  return {
    happened(happening) {
      const { key, connectionId } = happening
      switch (happening.type) {
        case 'dropped':
          recovery.dropped(key, connectionId)
          if (options.mutedNumber(key) !== null) {
            // Left out of outages too: nobody wants to hear of it.
            recovery.told([key], 'untold', connectionId)
            return options.decide({ silent: 'muted-number', about: [happening] })
          }
          if (flaps.covers(happening)) {
            recovery.told([key], 'untold', connectionId)
            return options.decide({ silent: 'unstable', about: [happening] })
          }
          return drops.dropped(happening)
        case 'recovered':
          if (drops.recovered(connectionId, key)) recovery.told([key], 'untold', connectionId)
          return recovery.recovered(happening)
        case 'stopped':
          drops.ended(connectionId, key, 'by-operator')
          flaps.ended(key, 'by-operator')
          return recovery.ended(key, connectionId, 'by-operator')
        case 'cannot-check':
          if (options.mutedNumber(key) !== null) return options.decide({ silent: 'muted-number', about: [happening] })
          return blind.cannotCheck(happening)
        case 'can-check':
          return blind.canCheck(connectionId, key)
        case 'unstable':
          if (options.mutedNumber(key) !== null) return options.decide({ silent: 'muted-number', about: [happening] })
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
      blind.removed(connectionId, key)
    },
    suspended() {
      asleep = true
      agenda.clear()
    },
    resumed() {
      asleep = false
      quietFrom = clock.now()
      for (const part of [drops, recovery, blind, flaps]) part.rearm()
    },
    dispose() {
      asleep = true
      agenda.clear()
    },
  }
}
