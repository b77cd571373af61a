// Self-healing with brakes: a number that dropped for no lasting reason is started again, with growing pauses and a written trail.
// Never a logout; never after a ban, a logout, a removal or the operator's own disconnect; never against another server.
import type { HealingStep, HealingView } from '../../shared/healing'
import type { Cause, Phase } from '../../shared/session'
import type { Cancel, Clock } from './ports'
import type { Happening, PhaseChange } from './session-state'

type Drop = Extract<Happening, { type: 'dropped' }>

/** Phases that no start of the app's own comes to: an operator is at work. */
const BY_HAND: ReadonlySet<Phase> = new Set<Phase>(['awaiting-scan', 'linking', 'failed'])

/** Causes that a start can cure: the server lost the session, not the phone. */
const CURABLE: ReadonlySet<Cause> = new Set<Cause>(['unspecified', 'stuck-starting'])
/** Pauses before each try, ms; after the last the operator is needed. */
export const PAUSES: readonly number[] = [30_000, 60_000, 120_000, 300_000, 900_000, 1_800_000]
/** A number that stayed connected for so long has its tries back, ms. */
const STABLE = 300_000
/** Taken away so soon after it was back, ms (a number in the tray is asked every 45 s) … */
const SNATCHED = 180_000
/** … so many times, it is another server that takes it. */
const FIGHT = 3
/** Starts under way for one connection; the others wait. A server that lost thousands of sessions must not be made to open them all at once. */
export const MOST_STARTS = 5
/** Steps of the trail that are kept for a number. */
const MOST_STEPS = 20

interface HealingOptions {
  readonly clock: Clock
  /** Part of every pause: 1 = as it stands here; less in tests. */
  pace(key: string): number
  /** Switched on by the operator. */
  on(): boolean
  /** Starting is safe on this number's backend. */
  canHeal(key: string): boolean
  /** Starts the session: the phone is still linked, so no code is expected. False = not now: the number cannot be checked. */
  start(key: string): boolean
  /** Gives a start up; nothing is sent. */
  cancel(key: string): void
  onChange(key: string, view: HealingView | null): void
}

/** What heals. */
export interface Healing {
  happened(happening: Happening): void
  changed(change: PhaseChange): void
  /** The operator took the number into their own hands: no more tries for this drop. */
  operator(key: string): void
  removed(key: string): void
  /** Preferences changed: tries that are no longer wanted are dropped. */
  rearm(): void
  suspended(): void
  resumed(): void
  dispose(): void
}

interface Patient {
  readonly connectionId: string
  tries: number
  /** A start of ours is under way. */
  trying: boolean
  stop: Cancel | null
  nextAt: number | null
  backAt: number | null
  /** Times it was taken away right after it was back. */
  snatches: number
  over: HealingView['over']
  trail: readonly HealingStep[]
}

/** Opens it; nothing is tried until a number drops. */
export function healing(options: HealingOptions): Healing {
  const { clock } = options
  const patients = new Map<string, Patient>()
  let asleep = false
  /** By connection: starts under way, and numbers whose pause is over and that wait for a free place. */
  const underWay = new Map<string, Set<string>>()
  const queues = new Map<string, Set<string>>()
  const pulls = new Map<string, Cancel>()
  const setOf = (sets: Map<string, Set<string>>, connectionId: string): Set<string> => {
    const set = sets.get(connectionId) ?? new Set<string>()
    sets.set(connectionId, set)
    return set
  }

  const show = (key: string, patient: Patient): void => options.onChange(key, { nextAt: patient.nextAt, trying: patient.trying, over: patient.over, trail: patient.trail })
  const note = (patient: Patient, what: HealingStep['what']): void => {
    patient.trail = [...patient.trail, { at: clock.now(), what }].slice(-MOST_STEPS)
  }
  const rest = (key: string, patient: Patient): void => {
    patient.stop?.()
    patient.stop = null
    patient.nextAt = null
    queues.get(patient.connectionId)?.delete(key)
  }
  /** The start is no longer under way: the next in the queue has its place. */
  const done = (key: string, patient: Patient): void => {
    patient.trying = false
    const { connectionId } = patient
    if (!underWay.get(connectionId)?.delete(key) || pulls.has(connectionId) || !queues.get(connectionId)?.size) return
    pulls.set(connectionId, clock.after(0, () => pull(connectionId)))
  }
  const pull = (connectionId: string): void => {
    pulls.delete(connectionId)
    const queue = setOf(queues, connectionId)
    for (const key of queue) {
      if (asleep || setOf(underWay, connectionId).size >= MOST_STARTS) return
      queue.delete(key)
      const patient = patients.get(key)
      if (patient) attempt(key, patient)
    }
  }
  /** The timer of the next try; none while the computer sleeps. */
  const later = (key: string, patient: Patient, ms: number): void => {
    patient.stop?.()
    patient.stop = asleep ? null : clock.after(ms, () => attempt(key, patient))
  }
  const end = (key: string, patient: Patient, why: NonNullable<HealingView['over']>): void => {
    rest(key, patient)
    done(key, patient)
    patient.over = why
    note(patient, why)
    show(key, patient)
  }
  const plan = (key: string, patient: Patient): void => {
    rest(key, patient)
    const usual = PAUSES[patient.tries]
    if (usual === undefined) return end(key, patient, 'gave-up')
    const pause = usual * options.pace(key)
    patient.nextAt = clock.now() + pause
    later(key, patient, pause)
    show(key, patient)
  }
  const attempt = (key: string, patient: Patient): void => {
    const starts = setOf(underWay, patient.connectionId)
    if (!options.on() || !options.canHeal(key)) return forget(key)
    if (starts.size >= MOST_STARTS) {
      patient.stop = null
      setOf(queues, patient.connectionId).add(key)
      return
    }
    rest(key, patient)
    patient.trying = true
    // What cannot be checked is not started either, and that is no try.
    if (!options.start(key)) {
      patient.trying = false
      return plan(key, patient)
    }
    starts.add(key)
    patient.tries += 1
    note(patient, 'tried')
    show(key, patient)
  }
  const forget = (key: string): void => {
    const patient = patients.get(key)
    if (!patient) return
    patients.delete(key)
    rest(key, patient)
    done(key, patient)
    options.onChange(key, null)
  }

  const dropped = ({ key, connectionId, cause, mayBeServer }: Drop): void => {
    const known = patients.get(key)
    // What came to light of a drop that the tries are over for.
    if (known && known.over !== null) return
    const backFor = known && known.backAt !== null ? clock.now() - known.backAt : null
    const snatched = backFor !== null && backFor >= 0 && backFor < SNATCHED
    const patient: Patient = known && (backFor === null || backFor < STABLE)
      ? { ...known, trying: false, backAt: null, snatches: known.snatches + (snatched ? 1 : 0) }
      : { connectionId, tries: 0, trying: false, stop: null, nextAt: null, backAt: null, snatches: 0, over: null, trail: [] }
    if (known) rest(key, known)
    // A rival is named as such by the server, or shows by taking the session again and again.
    const rival = cause === 'replaced' || patient.snatches >= FIGHT
    if (!options.on() || !options.canHeal(key) || (!rival && (!CURABLE.has(cause) || mayBeServer))) return forget(key)
    patients.set(key, patient)
    if (rival) return end(key, patient, 'fight')
    plan(key, patient)
  }

  return {
    happened(happening) {
      if (happening.type === 'dropped') return dropped(happening)
      if (happening.type === 'stopped') return forget(happening.key)
    },
    changed({ key, to, cause }) {
      const patient = patients.get(key)
      if (!patient) return
      if (to === 'connected') {
        // It came back by itself, or by the operator's hand.
        if (patient.tries === 0 || patient.over !== null) return forget(key)
        rest(key, patient)
        done(key, patient)
        patient.backAt = clock.now()
        note(patient, 'back')
        patient.stop = clock.after(STABLE, () => forget(key))
        show(key, patient)
      } else if (patient.trying ? BY_HAND.has(to) : patient.nextAt !== null && to !== 'disconnected' && to !== 'unknown') {
        // The operator links the number by hand.
        forget(key)
      } else if (to === 'disconnected' && cause !== null && !CURABLE.has(cause)) {
        // What came to light meanwhile is nothing a start can cure.
        if (patient.over === null && patient.backAt === null) end(key, patient, cause === 'logged-out' ? 'needs-scan' : cause === 'replaced' ? 'fight' : 'gave-up')
      } else if (patient.trying && to === 'disconnected') {
        done(key, patient)
        note(patient, 'failed')
        plan(key, patient)
      }
    },
    operator(key) {
      const patient = patients.get(key)
      if (!patient || patient.over) return
      const { trying } = patient
      end(key, patient, 'operator')
      if (trying) options.cancel(key)
    },
    removed: forget,
    rearm() {
      if (options.on()) return
      for (const key of [...patients.keys()]) forget(key)
    },
    suspended() {
      asleep = true
      for (const patient of patients.values()) {
        patient.stop?.()
        patient.stop = null
      }
    },
    resumed() {
      asleep = false
      for (const [key, patient] of patients) {
        if (patient.backAt !== null) patient.stop = clock.after(STABLE, () => forget(key))
        if (patient.nextAt === null) continue
        // A clock that was set back leaves moments behind that lie days ahead.
        const usual = PAUSES[patient.tries] ?? 0
        later(key, patient, Math.min(usual, Math.max(PAUSES[0] ?? 0, patient.nextAt - clock.now())))
      }
    },
    dispose() {
      for (const [key, patient] of patients) rest(key, patient)
      for (const cancel of pulls.values()) cancel()
      patients.clear()
      queues.clear()
      underWay.clear()
    },
  }
}
