// Carries out a command when it is its number's turn: sends the one request, and takes its answer into the machine.
import { hasTrait } from '../../../shared/model/failure'
import type { Clock } from '../ports'
import type { Command, Commands } from './commands'
import type { NumberPolling } from './number-polling'
import type { Pace } from './schedule/request-times'
import type { Requests } from './requests'
import type { SessionRegistry } from './session-registry'
import type { WatchedSession } from './watched-session'

interface CommandRunnerOptions {
  readonly clock: Clock
  readonly registry: SessionRegistry
  readonly requests: Requests
  readonly commands: Commands
  readonly polling: Pick<NumberPolling, 'begin' | 'take'>
}

/** Carries out commands. */
export interface CommandRunner {
  /** Settles with the pace from then on. Never rejects. A command that was withdrawn meanwhile changes nothing. */
  run(session: WatchedSession, command: Command): Promise<Pace>
}

/** Creates the runner of all commands. */
export function createCommandRunner({ clock, registry, requests, commands, polling }: CommandRunnerOptions): CommandRunner {
  async function start(session: WatchedSession, command: Command): Promise<Pace> {
    const reading = await requests.start(session.record)
    if (!reading) return registry.unanswered(session)
    commands.done(session.record.key, command)
    return polling.take(session, reading)
  }

  /** Asks for a code to type. If the gateway gives none, the attempt ends with its reason; if the number is connected already, the attempt ends as linked. */
  async function pair(session: WatchedSession, command: Command, phone: string): Promise<Pace> {
    const reading = await requests.pair(session.record, phone)
    if (!reading) return registry.unanswered(session)
    const refused = reading.state === 'unknown' ? (reading.failure ?? { code: 'not-understood' }) : null
    commands.done(session.record.key, command, refused ? { ok: false, failure: refused } : undefined)
    const pace = polling.take(session, reading)
    if (!refused) return pace
    registry.take(session.record.key, { type: 'pair-refused', failure: refused })
    registry.show(session)
    return registry.paceOf(session, null)
  }

  async function disconnect(session: WatchedSession, command: Command): Promise<Pace> {
    const { key } = session.record
    const outcome = await requests.disconnect(session.record)
    if (!outcome) return registry.unanswered(session)
    commands.done(key, command, outcome)
    session.checking = false
    session.touchedAt = clock.now()
    if (outcome.ok) registry.take(key, { type: 'stopped' })
    // After a lost answer the backend may have stopped the session all the same, and the machine goes on expecting that.
    else if (!hasTrait(outcome.failure.code, 'mayHaveHappened')) registry.take(key, { type: 'stop-refused' })
    registry.show(session)
    return registry.paceOf(session, null)
  }

  return {
    run(session, command) {
      polling.begin(session)
      const { words } = command
      if (words.type === 'pair') return pair(session, command, words.phone)
      return words.type === 'start' ? start(session, command) : disconnect(session, command)
    },
  }
}
