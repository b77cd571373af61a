// Healing: the app starts the session of a dropped number again, with growing pauses, and keeps a list of what it did.
// It never logs a phone out. It does nothing after a ban, a logout, a removal or the operator's own disconnect, and when another server uses the session.
import type { HealingStep, HealingView } from '../../../shared/model/healing'
import type { Cause, Phase } from '../../../shared/model/session'
import type { Cancel, Clock } from '../ports'
import type { Happening, PhaseChange } from '../session'

type Drop = Extract<Happening, { type: 'dropped' }>

/** Phases to which the app's own start never leads: the operator links the number by hand. */
const OPERATOR_PHASES: ReadonlySet<Phase> = new Set<Phase>(['awaiting-scan', 'linking', 'failed'])

/** Causes that a start can cure: the server lost the session, not the phone. */
const CURABLE: ReadonlySet<Cause> = new Set<Cause>(['unspecified', 'stuck-starting'])
/** The pause before each try, ms. After the last try the operator is needed. */
export const PAUSES: readonly number[] = [30_000, 60_000, 120_000, 300_000, 900_000, 1_800_000]
/** After a number has stayed connected for this long, ms, a new drop begins with the first try again. */
const STABLE_AFTER = 300_000
/** A drop within this after the number was back, ms, counts as taken away by another server (with the window closed a number is asked every 45 s). */
const TAKEN_WITHIN = 180_000
/** After so many of them the app takes it that another server uses the same session, and stops. */
const TAKEN_MOST = 3
/** Most starts at a time for one connection; the other numbers wait. A server that lost thousands of sessions must not open them all at once. */
export const MOST_STARTS = 5

interface HealingOptions {
  readonly clock: Clock
  /** Factor of every pause: 1 in the app, less in tests. */
  pace(key: string): number
  /** True when the operator has switched healing on. */
  on(): boolean
  /** True when starting a session is safe on this number's backend. */
  canHeal(key: string): boolean
  /** Starts the session. The phone is still linked, so no code is expected. False = the number cannot be checked now, so nothing was started. */
  start(key: string): boolean
  /** Gives up a start; nothing is sent to the backend. */
  cancel(key: string): void
  onChange(key: string, view: HealingView | null): void
}

/** Watches for drops and starts sessions again. */
export interface Healing {
  happened(happening: Happening): void
  changed(change: PhaseChange): void
  /** The operator takes the number over: no more tries after this drop. */
  operator(key: string): void
  removed(key: string): void
  /** The preferences changed. When healing was switched off, all tries are given up. */
  rearm(): void
  suspended(): void
  resumed(): void
  dispose(): void
}

/** A number that dropped, and how far the tries to bring it back have come. */
interface DroppedNumber {
  readonly connectionId: string
  tries: number
  /** A start by the app is under way. */
  trying: boolean
  stop: Cancel | null
  nextAt: number | null
  backAt: number | null
  /** How often it dropped within {@link TAKEN_WITHIN} after it was back. */
  timesTaken: number
  over: HealingView['over']
  trail: readonly HealingStep[]
}

/** Builds it; nothing is tried until a number drops. */
export function createHealing(options: HealingOptions): Healing {
  const { clock } = options
  const numbers = new Map<string, DroppedNumber>()
  let asleep = false
  /** By connection: the numbers whose start is under way, and those whose pause is over but that wait for {@link MOST_STARTS}. */
  const underWay = new Map<string, Set<string>>()
  const queues = new Map<string, Set<string>>()
  const queueTimers = new Map<string, Cancel>()
  const setOf = (sets: Map<string, Set<string>>, connectionId: string): Set<string> => {
    const set = sets.get(connectionId) ?? new Set<string>()
    sets.set(connectionId, set)
    return set
  }

  const show = (key: string, number: DroppedNumber): void =>
    options.onChange(key, { nextAt: number.nextAt, trying: number.trying, over: number.over, trail: number.trail })
  const note = (number: DroppedNumber, what: HealingStep['what']): void => {
    number.trail = [...number.trail, { at: clock.now(), what }]
  }
  const cancelTry = (key: string, number: DroppedNumber): void => {
    number.stop?.()
    number.stop = null
    number.nextAt = null
    queues.get(number.connectionId)?.delete(key)
  }
  /** The start of this number has ended, so the next number in the queue may start. */
  const startEnded = (key: string, number: DroppedNumber): void => {
    number.trying = false
    const { connectionId } = number
    if (!underWay.get(connectionId)?.delete(key) || queueTimers.has(connectionId) || !queues.get(connectionId)?.size) return
    queueTimers.set(
      connectionId,
      clock.after(0, () => startQueued(connectionId)),
    )
  }
  const startQueued = (connectionId: string): void => {
    queueTimers.delete(connectionId)
    const queue = setOf(queues, connectionId)
    for (const key of queue) {
      if (asleep || setOf(underWay, connectionId).size >= MOST_STARTS) return
      queue.delete(key)
      const number = numbers.get(key)
      if (number) tryNow(key, number)
    }
  }
  /** Sets the timer of the next try; none while the computer sleeps. */
  const setTimer = (key: string, number: DroppedNumber, ms: number): void => {
    number.stop?.()
    number.stop = asleep ? null : clock.after(ms, () => tryNow(key, number))
  }
  const endTries = (key: string, number: DroppedNumber, why: NonNullable<HealingView['over']>): void => {
    cancelTry(key, number)
    startEnded(key, number)
    number.over = why
    note(number, why)
    show(key, number)
  }
  const planNext = (key: string, number: DroppedNumber): void => {
    cancelTry(key, number)
    const usual = PAUSES[number.tries]
    if (usual === undefined) return endTries(key, number, 'gave-up')
    const pause = usual * options.pace(key)
    number.nextAt = clock.now() + pause
    setTimer(key, number, pause)
    show(key, number)
  }
  const tryNow = (key: string, number: DroppedNumber): void => {
    const starts = setOf(underWay, number.connectionId)
    if (!options.on() || !options.canHeal(key)) return forget(key)
    if (starts.size >= MOST_STARTS) {
      number.stop = null
      setOf(queues, number.connectionId).add(key)
      return
    }
    cancelTry(key, number)
    number.trying = true
    // A number that cannot be checked is not started, and that does not count as a try.
    if (!options.start(key)) {
      number.trying = false
      return planNext(key, number)
    }
    starts.add(key)
    number.tries += 1
    note(number, 'tried')
    show(key, number)
  }
  const forget = (key: string): void => {
    const number = numbers.get(key)
    if (!number) return
    numbers.delete(key)
    cancelTry(key, number)
    startEnded(key, number)
    options.onChange(key, null)
  }

  const dropped = ({ key, connectionId, cause, mayBeServer }: Drop): void => {
    const known = numbers.get(key)
    // The tries for this drop have ended; this only tells its cause more exactly.
    if (known && known.over !== null) return
    const backFor = known && known.backAt !== null ? clock.now() - known.backAt : null
    const taken = backFor !== null && backFor >= 0 && backFor < TAKEN_WITHIN
    const number: DroppedNumber =
      known && (backFor === null || backFor < STABLE_AFTER)
        ? { ...known, trying: false, backAt: null, timesTaken: known.timesTaken + (taken ? 1 : 0) }
        : { connectionId, tries: 0, trying: false, stop: null, nextAt: null, backAt: null, timesTaken: 0, over: null, trail: [] }
    if (known) cancelTry(key, known)
    // Either the server says that another server took the session, or the session is taken again and again.
    const rival = cause === 'replaced' || number.timesTaken >= TAKEN_MOST
    if (!options.on() || !options.canHeal(key) || (!rival && (!CURABLE.has(cause) || mayBeServer))) return forget(key)
    numbers.set(key, number)
    if (rival) return endTries(key, number, 'fight')
    planNext(key, number)
  }

  return {
    happened(happening) {
      if (happening.type === 'dropped') return dropped(happening)
      if (happening.type === 'stopped') return forget(happening.key)
    },
    changed({ key, to, cause }) {
      const number = numbers.get(key)
      if (!number) return
      if (to === 'connected') {
        // It came back by itself, or because of the operator.
        if (number.tries === 0 || number.over !== null) return forget(key)
        cancelTry(key, number)
        startEnded(key, number)
        number.backAt = clock.now()
        note(number, 'back')
        number.stop = clock.after(STABLE_AFTER, () => forget(key))
        show(key, number)
      } else if (number.trying ? OPERATOR_PHASES.has(to) : number.nextAt !== null && to !== 'disconnected' && to !== 'unknown') {
        // The operator links the number by hand.
        forget(key)
      } else if (to === 'disconnected' && cause !== null && !CURABLE.has(cause)) {
        // The backend now names a cause that a start cannot cure.
        if (number.over === null && number.backAt === null)
          endTries(key, number, cause === 'logged-out' ? 'needs-scan' : cause === 'replaced' ? 'fight' : 'gave-up')
      } else if (number.trying && to === 'disconnected') {
        startEnded(key, number)
        note(number, 'failed')
        planNext(key, number)
      }
    },
    operator(key) {
      const number = numbers.get(key)
      if (!number || number.over) return
      const { trying } = number
      endTries(key, number, 'operator')
      if (trying) options.cancel(key)
    },
    removed: forget,
    rearm() {
      if (options.on()) return
      for (const key of [...numbers.keys()]) forget(key)
    },
    suspended() {
      asleep = true
      for (const number of numbers.values()) {
        number.stop?.()
        number.stop = null
      }
    },
    resumed() {
      asleep = false
      for (const [key, number] of numbers) {
        if (number.backAt !== null) number.stop = clock.after(STABLE_AFTER, () => forget(key))
        if (number.nextAt === null) continue
        // If the clock was set back, `nextAt` may lie days ahead.
        const usual = PAUSES[number.tries] ?? 0
        setTimer(key, number, Math.min(usual, Math.max(PAUSES[0] ?? 0, number.nextAt - clock.now())))
      }
    },
    dispose() {
      for (const [key, number] of numbers) cancelTry(key, number)
      for (const cancel of queueTimers.values()) cancel()
      numbers.clear()
      queues.clear()
      underWay.clear()
    },
  }
}
