// One question to one gateway: deadline, abort, and whether anybody still wants the answer.
import { failed, type Failure, type FailureCode, type Outcome } from '../../shared/failure'
import type { Reading } from '../../shared/session'
import type { NumberRecord } from '../../shared/settings'
import type { Timings } from '../../shared/timings'
import type { Clock, Gateway, Log } from './ports'

/** What to do at the next question besides reading: begin to link, or stop the session. */
export type Job = { readonly type: 'start' } | { readonly type: 'disconnect'; readonly resolve: (outcome: Outcome) => void }

/** What came of a question. `lost` = the disconnect may have taken effect all the same. */
export type Answer =
  | { readonly type: 'reading'; readonly reading: Reading }
  | { readonly type: 'stopped'; readonly outcome: Outcome; readonly lost: boolean; readonly resolve: (outcome: Outcome) => void }

/** How long a gateway that ignores its abort signal is waited for, ms; then its number may be asked again. */
const ABORT_GRACE = 5_000
/** Failures after which nobody knows whether the backend did what it was asked. */
export const LOST: ReadonlySet<FailureCode> = new Set<FailureCode>(['unreachable', 'timeout', 'server-error', 'not-understood', 'too-large', 'cancelled', 'internal'])

interface QuestionsOptions {
  readonly clock: Clock
  readonly log: Log
  timingsFor(connectionId: string): Timings
  gatewayOf(connectionId: string): Gateway | Failure
}

/** Questions under way and waiting, at most one of each per number. */
export class Questions {
  private readonly jobs = new Map<string, Job>()
  private readonly flying = new Map<string, AbortController>()
  private readonly finishers = new Set<() => void>()

  constructor(private readonly options: QuestionsOptions) {}

  /** What to do at the number's next question. */
  queue(key: string, job: Job): void {
    this.abandon(this.jobs.get(key))
    this.jobs.set(key, job)
  }

  /** A job waits for its turn or is under way. */
  pending(key: string): boolean {
    return this.jobs.has(key)
  }

  /** A question is under way. */
  busy(key: string): boolean {
    return this.flying.has(key)
  }

  /** Nobody wants the number's answer any more: aborts what is under way and forgets what waits. */
  drop(key: string): void {
    this.flying.get(key)?.abort('dropped')
    this.flying.delete(key)
    this.abandon(this.jobs.get(key))
    this.jobs.delete(key)
  }

  /** Drops everything at once; no timer is left even if a gateway ignores its signal. */
  dispose(): void {
    for (const key of [...this.flying.keys(), ...this.jobs.keys()]) this.drop(key)
    for (const giveUp of [...this.finishers]) giveUp()
  }

  private abandon(job: Job | undefined): void {
    if (job?.type === 'disconnect') job.resolve(failed('cancelled'))
  }

  /** Asks once. Null = the answer was dropped meanwhile. Never rejects. */
  async ask(key: string, record: NumberRecord): Promise<Answer | null> {
    const job = this.jobs.get(key)
    const gateway = this.options.gatewayOf(record.connectionId)
    if ('code' in gateway) {
      this.jobs.delete(key)
      return job?.type === 'disconnect' ? stopped(job, { ok: false, failure: gateway }) : this.unknown(gateway)
    }
    const abort = new AbortController()
    this.flying.set(key, abort)
    const timings = this.options.timingsFor(record.connectionId)
    const deadline = job?.type === 'start' ? timings.createDeadline : timings.requestDeadline
    const number = { sessionId: record.sessionId, facts: record.facts }
    const answer = await this.settle(abort, deadline, async (): Promise<Answer> => {
      if (job?.type === 'disconnect') return stopped(job, await gateway.disconnect(number, abort.signal))
      return { type: 'reading', reading: await (job ? gateway.start(number, abort.signal) : gateway.read(number, abort.signal)) }
    })
    if (this.flying.get(key) !== abort) return null
    this.flying.delete(key)
    this.jobs.delete(key)
    if (abort.signal.aborted) return job?.type === 'disconnect' ? stopped(job, failed('timeout')) : this.unknown({ code: 'timeout' })
    if (answer) return answer
    return job?.type === 'disconnect' ? stopped(job, failed('internal')) : this.unknown({ code: 'internal' })
  }

  /** Waits for the gateway, after the deadline or an abort only a little longer. Null = it threw (a bug) or never settled. */
  private settle(abort: AbortController, deadline: number, run: () => Promise<Answer>): Promise<Answer | null> {
    const { clock, log } = this.options
    const { signal } = abort
    return new Promise((resolve) => {
      let stopTimer = clock.after(deadline, () => abort.abort('deadline'))
      const onAbort = (): void => {
        stopTimer()
        stopTimer = clock.after(ABORT_GRACE, () => finish(null))
      }
      const finish = (answer: Answer | null): void => {
        stopTimer()
        signal.removeEventListener('abort', onAbort)
        this.finishers.delete(giveUp)
        resolve(answer)
      }
      const giveUp = (): void => finish(null)
      this.finishers.add(giveUp)
      signal.addEventListener('abort', onAbort)
      run().then(finish, (error: unknown) => {
        if (!signal.aborted) log.error('gateway threw', { error: error instanceof Error ? error.message : String(error) })
        finish(null)
      })
    })
  }

  private unknown(failure: Failure): Answer {
    return { type: 'reading', reading: { state: 'unknown', failure, evidence: { source: 'app', at: this.options.clock.now() } } }
  }
}

function stopped(job: Extract<Job, { type: 'disconnect' }>, outcome: Outcome): Answer {
  return { type: 'stopped', outcome, lost: !outcome.ok && LOST.has(outcome.failure.code), resolve: job.resolve }
}
