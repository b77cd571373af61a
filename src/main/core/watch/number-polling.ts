// How a number's state is learned when it is its turn: from the live list of its connection, or by a request of its own.
import type { Failure } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { Clock } from '../ports'
import type { Commands } from './commands'
import type { ListPolling, ListRun } from './list-polling'
import type { PeerChecks } from './peer-checks'
import type { Pace } from './schedule/request-times'
import type { Requests } from './requests'
import type { SessionRegistry } from './session-registry'
import type { WatchedSession } from './watched-session'

/** So many numbers in trouble are asked one by one; more are read from the live list, where there is one. */
const MOST_HURRIED = 10

interface NumberPollingOptions {
  readonly clock: Clock
  readonly registry: SessionRegistry
  readonly requests: Requests
  readonly commands: Commands
  readonly lists: ListPolling
  readonly peers: PeerChecks
  isAsleep(): boolean
  /** A request's answer is in: its failure, or null when it proved something. */
  onAnswer?(connectionId: string, failure: Failure | null): void
}

/** Asks for the state of one number at a time. */
export interface NumberPolling {
  /** Learns the number's state, and settles with the pace from then on. `urgent` = somebody waits for the answer. Never rejects. */
  ask(session: WatchedSession, urgent: boolean): Promise<Pace>
  /** A request of the number's own begins: no list answers for it any more. */
  begin(session: WatchedSession): void
  /** Takes the answer to a request of the number's own, and tells the pace from then on. */
  take(session: WatchedSession, reading: Reading): Pace
  /** Only its state is wanted: nobody links or stops it, and no request of its own is under way. A list may answer. */
  waitsForState(session: WatchedSession): boolean
}

/** Creates the polling of single numbers. */
export function createNumberPolling(options: NumberPollingOptions): NumberPolling {
  const { clock, registry, requests, commands, lists, peers } = options

  function waitsForState({ record: { key }, state }: WatchedSession): boolean {
    return !state.attempt && !commands.of(key) && !requests.busy(key)
  }

  /** One number in trouble is asked by itself, many are read from the list. */
  function mayJoinList(session: WatchedSession): boolean {
    if (session.checking || session.askAlone || !waitsForState(session)) return false
    return !registry.cadence(session).hurried || registry.hasHurried(session.record.connectionId, MOST_HURRIED)
  }

  function begin(session: WatchedSession): void {
    session.listRestMs = 0
    session.askAlone = false
  }

  function take(session: WatchedSession, reading: Reading): Pace {
    const { key, connectionId } = session.record
    session.checking = false
    session.touchedAt = clock.now()
    registry.take(key, { type: 'reading', reading })
    const failure = reading.state === 'unknown' ? (reading.failure ?? { code: 'not-understood' as const }) : null
    options.onAnswer?.(connectionId, failure)
    if (session.state.suspectSince === null) peers.done(key)
    return registry.paceOf(session, failure)
  }

  /** The pace after the list run that the number began; null = that says nothing of it, and it has to be asked by itself. */
  async function afterRun(session: WatchedSession, run: ListRun): Promise<Pace | null> {
    const askedAt = clock.now()
    const end = await run
    if (end === 'left') return registry.unanswered(session)
    const isOver = options.isAsleep() || registry.get(session.record.key) !== session || session.listedAt >= askedAt
    return isOver ? registry.paceOf(session, end?.failure ?? null) : null
  }

  return {
    async ask(session, urgent) {
      const { record } = session
      const list = mayJoinList(session) ? lists.join(record.connectionId, record) : null
      // The list run under way brings the answer. Waiting for it here would only keep a place from other numbers.
      if (list === 'coming' || (list === 'answered' && !urgent)) return registry.unanswered(session)
      const pace = list instanceof Promise ? await afterRun(session, list) : null
      if (pace) return pace
      begin(session)
      const reading = await requests.read(record)
      return reading ? take(session, reading) : registry.unanswered(session)
    },
    begin,
    take,
    waitsForState,
  }
}
