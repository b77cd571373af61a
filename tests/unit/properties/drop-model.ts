// Rule 3 reckoned a second time, from the answers and the operator's clicks alone: what must have been told of one number, and nothing else.
// It shares no code with the machine, so a drop that the machine forgets, invents or tells twice is found. Times are epoch ms.
import type { Cause, Reading } from '../../../src/shared/model/session'
import type { SessionState } from '../../../src/main/core/session/session-state'

/** `starting` for so long after connected is a drop; a stop answers for a drop within so long; a server still says "connected" for so long after it, ms. */
const RESTART = 60_000
const STOP_ANSWERS_FOR = 90_000
const STOP_ECHO = 20_000

/** A start of the app's own that is under way, and the cause that is known. */
export interface Healing {
  readonly known: Cause | null
}

/** The app's own start, as the machine knows it before the answer. */
export function healingOf({ attempt, phase, rest }: SessionState, at: number): Healing | null {
  return attempt?.byApp === true && (phase === 'unknown' || at < attempt.giveUpAt) ? { known: rest.cause } : null
}

/** "By operator" is only what this app's operator did. */
const named = (cause: Cause | undefined): Cause | null => (cause === undefined || cause === 'by-operator' ? null : cause)

/** What is told of a number: `dropped logged-out`, `recovered`, `stopped`. */
export class DropModel {
  readonly told: string[] = []
  /** A drop was told and the number is not back. */
  down = false
  /** Connected, and nothing has proved otherwise. */
  private up: boolean
  private denied = false
  private restartingFrom: number | null = null
  /** Nobody knows how the restart goes on: it is looked at when it is seen again. */
  private uncheckedFrom: number | null = null
  private stopped = false
  private stopAskedAt: number | null = null
  private asleepFrom: number | null = null
  private answeredAt = Infinity

  constructor(wasConnected: boolean) {
    this.up = wasConnected
  }

  answer({ state, cause, gone }: Pick<Reading, 'state' | 'cause' | 'gone'>, at: number, healing: Healing | null): void {
    if (state === 'unknown' && gone !== true) {
      this.uncheckedFrom ??= at
      return
    }
    this.answeredAt = at
    if (state === 'connected') return this.connected(at)
    if (healing) return this.comesToLight(state === 'awaiting-scan' ? 'logged-out' : state === 'disconnected' ? named(cause) : null, healing)
    if (!this.up) return
    if (gone === true) return this.denies('removed', at)
    if (state === 'starting') return this.restarts(at)
    if (state === 'awaiting-scan') return this.drop('logged-out', at)
    if (cause === 'logged-out' || cause === 'banned') return this.drop(cause, at)
    this.denies(named(cause) ?? 'unspecified', at)
  }

  /** The operator links the number: nobody expects it to be connected. */
  link(): void {
    this.up = false
    this.forget()
    this.stopAskedAt = null
  }

  /** The app starts a number again that is down. */
  heal(): void {
    if (!this.up) this.stopAskedAt = null
  }

  stopAsked(now: number): void {
    this.stopAskedAt = now
  }

  stopRefused(): void {
    this.stopAskedAt = null
  }

  stopDone(now: number): void {
    this.up = false
    this.down = false
    this.forget()
    this.stopped = true
    this.stopAskedAt = now
    this.told.push('stopped')
  }

  /** A full list does not have the number. */
  vanished(now: number): void {
    if (!this.stopped && this.up) this.drop('removed', now)
  }

  suspended(now: number): void {
    this.asleepFrom = now
  }

  resumed(now: number): void {
    const slept = this.asleepFrom === null ? 0 : Math.max(0, now - this.asleepFrom)
    this.asleepFrom = null
    this.denied = false
    this.answeredAt = Math.min(this.answeredAt, now)
    // Some systems do not tell of a sleep: what nobody saw counts for nothing.
    if (this.restartingFrom !== null) this.restartingFrom = Math.min(now, Math.min(this.restartingFrom, now) + Math.max(slept, now - this.answeredAt))
    if (this.stopAskedAt !== null) this.stopAskedAt = Math.min(this.stopAskedAt, now)
    if (this.uncheckedFrom !== null) this.uncheckedFrom = Math.min(this.uncheckedFrom, now)
  }

  private connected(at: number): void {
    if (this.stopped && this.stopAskedAt !== null && at - this.stopAskedAt < STOP_ECHO) return
    if (this.down) this.told.push('recovered')
    this.up = true
    this.down = false
    this.stopped = false
    this.forget()
  }

  private restarts(at: number): void {
    this.denied = false
    // Time in which nobody saw it start counts for nothing.
    this.restartingFrom =
      this.restartingFrom === null ? at : Math.min(at, this.restartingFrom + (this.uncheckedFrom === null ? 0 : Math.max(0, at - this.uncheckedFrom)))
    this.uncheckedFrom = null
    if (at - this.restartingFrom >= RESTART) this.drop('stuck-starting', at)
  }

  /** What the app's own start shows of the cause is news. */
  private comesToLight(cause: Cause | null, { known }: Healing): void {
    if (cause !== null && cause !== known) this.told.push(`dropped ${cause}`)
  }

  /** The first time only asks for a second. */
  private denies(cause: Cause, at: number): void {
    if (this.denied) this.drop(cause, at)
    else this.denied = true
  }

  private drop(cause: Cause, at: number): void {
    this.up = false
    this.forget()
    if (this.stopAskedAt !== null && at - this.stopAskedAt < STOP_ANSWERS_FOR) {
      this.stopped = true
      this.told.push('stopped')
    } else {
      this.down = true
      this.told.push(`dropped ${cause}`)
    }
  }

  private forget(): void {
    this.denied = false
    this.uncheckedFrom = null
    this.restartingFrom = null
  }
}
