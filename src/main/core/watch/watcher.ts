// What the watch offers to those who show numbers and act on them.
import type { SessionView } from '../../../shared/ipc/snapshot'
import type { Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { NumberRecord } from '../../../shared/model/settings'
import type { SessionState } from '../session'

/** Watches all numbers. */
export interface SessionWatcher {
  /** Begins to watch a number: asked after `inMs`, or at its cadence when `first` already tells its state. */
  add(record: NumberRecord, first?: Reading, inMs?: number): void
  /** Stops watching a number. An answer under way is dropped; a disconnect that is not done fails with `cancelled`. */
  remove(key: string): void
  /** All numbers as shown now. */
  views(): SessionView[]
  /** One number as shown now. */
  view(key: string): SessionView | undefined
  /** The record changed: name, phone, mask, facts. */
  update(record: NumberRecord): void
  /** Links a phone to the number: asks the backend for a code, or goes on from `first` when a provisioning brought it. */
  connect(key: string, first?: Reading): void
  /** The app starts the session by itself: no person waits, no code is shown. False = not now: the number is not disconnected. */
  heal(key: string): boolean
  /** Gives the attempt up. Nothing is sent to the backend; the number is watched at its slow cadence again. */
  cancel(key: string): void
  /** Asks for a new code: a new attempt in place of the old one. */
  newCode(key: string): void
  /** Asks for a code that is typed on the phone with these digits. Settles when the backend gave one, or with why it did not. */
  pair(key: string, phone: string): Promise<Outcome>
  /** Asks at once because a person wants to know. */
  check(key: string): void
  /** Stops the number's session on the backend. No alarm follows, even when the answer is lost. Fails as the gateway does, or with `cancelled`. */
  disconnect(key: string): Promise<Outcome>
  /** The phone that is linked becomes the one on record. */
  keepPhone(key: string): void
  /** A successful full list of the connection does not have the number. */
  vanished(key: string): void
  /**
   * Takes a state from a list that was asked for at `askedAt` (epoch ms). Ignored when the number has changed since, is being linked or stopped, or is
   * asked by itself right now. The next list comes after `restMs` at the earliest.
   */
  feed(key: string, reading: Reading, askedAt: number, restMs: number): void
  /** The computer goes to sleep: nothing is asked, requests under way are aborted. */
  suspend(): void
  /** The computer is awake: everything is asked after 1-3 s, nothing shown counts as proven until then. */
  resume(): void
  /** The window became visible or hidden: connected numbers are asked more, or less, often. */
  setVisible(visible: boolean): void
  /** On battery what is well is asked half as often. */
  setOnBattery(onBattery: boolean): void
  /** "Online" asks everything soon. "Offline" stops nothing: loopback and office networks work without the internet. */
  setOnline(online: boolean): void
  /** The connection was signed in or out, or the keyring opened: asks all its numbers now, drops answers to the old sign-in. */
  recheckConnection(connectionId: string): void
  /** How many other numbers of a connection are connected as far as known: those that an outage would affect too. */
  peersOf(connectionId: string, except: string): number
  /** Asks the connected numbers of a connection now (a bounded many); settles when each has answered and none waits for a second reading. */
  checkConnection(connectionId: string, except: ReadonlySet<string>): Promise<void>
  /** Asks these numbers now (a bounded many); settles when each has answered and none waits for a second reading. */
  checkNumbers(keys: readonly string[]): Promise<void>
  /** Stops everything: no timer and no request is left. */
  dispose(): void
  /** What is held in memory: for tests that prove that nothing piles up. */
  inspect(): WatcherInsides
}

/** What the watcher holds in memory. */
interface WatcherInsides {
  /** Keys of numbers that wait for a free place. */
  readonly waiting: readonly string[]
  readonly commands: number
  readonly peerChecks: number
  /** Entries of the larger timer queue. */
  readonly timers: number
  stateOf(key: string): SessionState | undefined
}
