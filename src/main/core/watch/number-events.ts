// What reaches one number from outside its own requests: a person links, stops or checks it, the app heals it, a list lacks it.
import { failed, type Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { Clock } from '../ports'
import type { SessionEvent } from '../session'
import type { Commands, CommandWords } from './commands'
import type { ListPolling } from './list-polling'
import type { Requests } from './requests'
import type { PollScheduler } from './schedule/poll-scheduler'
import type { SessionRegistry } from './session-registry'
import type { WatchedSession } from './watched-session'
import type { SessionWatcher } from './watcher'

interface NumberEventsOptions {
  readonly clock: Clock
  readonly registry: SessionRegistry
  readonly scheduler: Pick<PollScheduler, 'state' | 'askNow' | 'slowDown'>
  readonly requests: Pick<Requests, 'drop'>
  readonly commands: Pick<Commands, 'give' | 'withdraw'>
  readonly lists: Pick<ListPolling, 'leave'>
}

/** The part of the watcher that takes them. */
export interface NumberEvents
  extends Pick<SessionWatcher, 'connect' | 'heal' | 'cancel' | 'pair' | 'newCode' | 'check' | 'disconnect' | 'keepPhone' | 'vanished'> {
  /** Drops the number's request under way and its waiting command: nobody wants them any more. */
  dropRequests(key: string): void
}

/** Creates the functions that take events from outside into a number's machine. */
export function createNumberEvents({ clock, registry, scheduler, requests, commands, lists }: NumberEventsOptions): NumberEvents {
  function dropRequests(key: string): void {
    requests.drop(key)
    commands.withdraw(key)
  }

  /** An event that makes answers under way outdated. */
  function takeEvent(key: string, event: SessionEvent): WatchedSession | null {
    const session = registry.get(key)
    if (!session || scheduler.state() === 'disposed') return null
    dropRequests(key)
    lists.leave(key)
    session.touchedAt = clock.now()
    session.checking = false
    registry.take(key, event)
    return session
  }

  /** A command by a person, who waits for it. */
  function giveCommand(session: WatchedSession, words: CommandWords): Promise<Outcome> {
    const { key } = session.record
    const outcome = commands.give(key, words)
    session.checking = true
    registry.show(session)
    scheduler.askNow(key, true)
    return outcome
  }

  function connect(key: string, first?: Reading): void {
    const session = takeEvent(key, { type: 'link' })
    if (!session) return
    if (!first) return void giveCommand(session, { type: 'start' })
    registry.take(key, { type: 'reading', reading: first })
    scheduler.slowDown(key, session.everyMs)
  }

  function pair(key: string, phone: string): Promise<Outcome> {
    const session = takeEvent(key, { type: 'link', phone })
    return session ? giveCommand(session, { type: 'pair', phone }) : Promise.resolve(failed('not-found'))
  }

  return {
    dropRequests,
    connect,
    heal(key) {
      if (registry.get(key)?.state.phase !== 'disconnected' || !takeEvent(key, { type: 'heal' })) return false
      void commands.give(key, { type: 'start' })
      scheduler.askNow(key, false)
      return true
    },
    cancel(key) {
      const session = registry.get(key)
      if (!session?.state.attempt) return
      takeEvent(key, { type: 'cancel' })
      scheduler.slowDown(key, session.everyMs)
    },
    pair,
    newCode(key) {
      const phone = registry.get(key)?.state.attempt?.phone ?? null
      if (phone === null) connect(key)
      else void pair(key, phone)
    },
    check(key) {
      const session = registry.get(key)
      if (!session || scheduler.state() === 'disposed') return
      session.checking = true
      lists.leave(key)
      registry.show(session)
      scheduler.askNow(key, true)
    },
    disconnect(key) {
      const session = takeEvent(key, { type: 'stop-asked' })
      return session ? giveCommand(session, { type: 'disconnect' }) : Promise.resolve(failed('not-found'))
    },
    keepPhone: (key) => registry.take(key, { type: 'keep-phone' }),
    vanished: (key) => void takeEvent(key, { type: 'vanished' }),
  }
}
