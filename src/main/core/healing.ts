// Self-healing with brakes: a number that dropped for no lasting reason is started again, with growing pauses and a written trail.
// Never a logout; never after a ban, a logout, a removal or the operator's own disconnect; never against another server.
import type { HealingStep, HealingView } from '../../shared/healing'
import type { Cause } from '../../shared/session'
import type { Cancel, Clock } from './ports'
import type { Happening, PhaseChange } from './session-state'

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
  /** Starts the session: the phone is still linked, so no code is expected. */
  start(key: string): void
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

  const show = (key: string, patient: Patient): void => options.onChange(key, { nextAt: patient.nextAt, trying: patient.trying, over: patient.over, trail: patient.trail })
  const note = (patient: Patient, what: HealingStep['what']): void => {
    patient.trail = [...patient.trail, { at: clock.now(), what }].slice(-MOST_STEPS)
  }
  const rest = (patient: Patient): void => {
    patient.stop?.()
    patient.stop = null
    patient.nextAt = null
  }
  const end = (key: string, patient: Patient, why: NonNullable<HealingView['over']>): void => {
    rest(patient)
    patient.trying = false
    patient.over = why
    note(patient, why)
    show(key, patient)
  }
  const plan = (key: string, patient: Patient): void => {
    rest(patient)
    const usual = PAUSES[patient.tries]
    if (usual === undefined) return end(key, patient, 'gave-up')
    const pause = usual * options.pace(key)
    patient.nextAt = clock.now() + pause
    if (!asleep) patient.stop = clock.after(pause, () => attempt(key, patient))
    show(key, patient)
  }
  const attempt = (key: string, patient: Patient): void => {
    rest(patient)
    if (!options.on() || !options.canHeal(key)) return forget(key)
    patient.tries += 1
    patient.trying = true
    note(patient, 'tried')
    show(key, patient)
    options.start(key)
  }
  const forget = (key: string): void => {
    const patient = patients.get(key)
    if (!patient) return
    rest(patient)
    patients.delete(key)
    options.onChange(key, null)
  }

  const dropped = (key: string, cause: Cause, mayBeServer: boolean): void => {
    const known = patients.get(key)
    const now = clock.now()
    const snatched = known?.backAt !== null && known?.backAt !== undefined && now - known.backAt < SNATCHED
    const fresh = !known || known.over !== null || (known.backAt !== null && now - known.backAt >= STABLE)
    const patient: Patient = fresh && !snatched
      ? { tries: 0, trying: false, stop: null, nextAt: null, backAt: null, snatches: 0, over: null, trail: [] }
      : { ...(known ?? { tries: 0, snatches: 0, stop: null, nextAt: null, over: null, trail: [] }), trying: false, backAt: null, snatches: (known?.snatches ?? 0) + (snatched ? 1 : 0) }
    if (known) rest(known)
    // A rival is named as such by the server, or shows by taking the session again and again.
    const rival = cause === 'replaced' || patient.snatches >= FIGHT
    if (!options.on() || !options.canHeal(key) || (!rival && (!CURABLE.has(cause) || mayBeServer))) return forget(key)
    patients.set(key, patient)
    if (rival) return end(key, patient, 'fight')
    plan(key, patient)
  }

  return {
    happened(happening) {
      const { key } = happening
      if (happening.type === 'dropped') return dropped(key, happening.cause, happening.mayBeServer)
      if (happening.type === 'stopped') return forget(key)
    },
    changed({ key, to, cause }) {
      const patient = patients.get(key)
      if (!patient) return
      if (to === 'connected') {
        // It came back by itself, or by the operator's hand.
        if (patient.tries === 0 || patient.over !== null) return forget(key)
        rest(patient)
        patient.trying = false
        patient.backAt = clock.now()
        note(patient, 'back')
        patient.stop = clock.after(STABLE, () => forget(key))
        show(key, patient)
      } else if (!patient.trying && patient.nextAt !== null && to !== 'disconnected' && to !== 'unknown') {
        // The operator links the number by hand.
        forget(key)
      } else if (to === 'disconnected' && cause !== null && !CURABLE.has(cause)) {
        // What came to light meanwhile is nothing a start can cure.
        if (patient.over === null && patient.backAt === null) end(key, patient, cause === 'logged-out' ? 'needs-scan' : 'gave-up')
      } else if (patient.trying && to === 'disconnected') {
        patient.trying = false
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
        if (patient.nextAt === null) continue
        patient.stop?.()
        patient.stop = clock.after(Math.max(PAUSES[0] ?? 0, patient.nextAt - clock.now()), () => attempt(key, patient))
      }
    },
    dispose() {
      for (const patient of patients.values()) rest(patient)
      patients.clear()
    },
  }
}
