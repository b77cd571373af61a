// The port to one signed-in backend, and what it answers.
import type { Failure, Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { NumberRecord } from '../../../shared/model/settings'

/** A number as the backend lists it. */
export interface ListedNumber {
  readonly sessionId: string
  readonly apiKeyMask: string | null
  readonly facts: Readonly<Record<string, string>>
  readonly phone: string | null
  /** The server's own label of the number, if any. */
  readonly name: string | null
  /** Present when the list also told the number's live state. */
  readonly reading?: Reading
}

/** A list with rows that could not be read: a number that is absent from it may still exist. */
export interface IncompleteList {
  readonly complete: false
  readonly readable: readonly ListedNumber[]
  /** What was wrong with the rest. */
  readonly failure: Failure
}

/** A number after provisioning. */
export interface ProvisionedNumber extends ListedNumber {
  readonly reading: Reading
}

/** One page of live states. A number whose code the list does not carry is left out; it needs a request of its own. */
export interface LivePage {
  readonly readings: readonly { readonly sessionId: string; readonly reading: Reading }[]
  /** Where the next page begins; null = this was the last. */
  readonly next: string | null
}

/** Something that a backend said by itself. It proves nothing: it makes the number be asked at once. */
export interface GatewayEvent {
  /** Null = the event names no session: all numbers of the connection are asked. */
  readonly sessionId: string | null
  /** Somebody's question brought it to light, perhaps this app's own: it does not show that the backend tells of drops by itself. */
  readonly secondHand?: boolean
}

/** Who listens to a backend. */
export interface EventListener {
  /** Whatever shows that the stream lives: that it is open, a ping, any message. */
  onAlive(): void
  onEvent(event: GatewayEvent): void
  /** Whether this backend is known to tell of drops by itself. Until a gateway says otherwise it is; one that is not is asked as often as without a stream. */
  onTrust?(trusted: boolean): void
}

/** One signed-in backend. Methods never throw for what a backend does. They settle at the latest when the signal aborts or their deadline passes. */
export interface Gateway {
  /** All numbers the backend knows, or those that could be read; value null = this backend cannot list (the app's own record is all there is). */
  list(signal: AbortSignal): Promise<Outcome<readonly ListedNumber[] | IncompleteList | null>>
  /** Creates a number. `known` are the session ids that the app has, `fields` what the kind asks for; `idempotencyKey` is new for each click. */
  provision(request: ProvisionRequest, signal: AbortSignal): Promise<Outcome<ProvisionedNumber>>
  /** Starts the session of a known number, so that the backend sends a code to scan. Also used again after all codes expired. */
  start(number: NumberRef, signal: AbortSignal): Promise<Reading>
  /** The live state (never a cached one), with the code when there is one. */
  read(number: NumberRef, signal: AbortSignal): Promise<Reading>
  /** True when this backend may be asked again and again to start a session that dropped, without harm. */
  mayRestart(): boolean
  /** The live states of many numbers, a page at a time; value null = this backend has no such list. The method is absent if no backend of the kind has one. */
  live?(cursor: string | null, signal: AbortSignal): Promise<Outcome<LivePage | null>>
  /**
   * Asks for a code that is typed on the phone, in place of the QR code. `phone`: digits with the country code. The code is in the reading, as
   * `pairing-code`. The method is absent if no backend of the kind can do it.
   */
  pair?(number: NumberRef, phone: string, signal: AbortSignal): Promise<Reading>
  /**
   * Messages that the service will send by itself as soon as a phone is linked; null = it did not say. Asked before a person links a phone. The method is
   * absent if no backend of the kind tells.
   */
  waiting?(number: NumberRef, signal: AbortSignal): Promise<Outcome<number | null>>
  /**
   * Listens to what the backend says by itself, until the signal aborts or the stream ends. Settles with null after an abort or an orderly end, with the
   * failure otherwise; never rejects. The method is absent if no backend of the kind says anything by itself.
   */
  events?(listener: EventListener, signal: AbortSignal): Promise<Failure | null>
  /** Stops the session on the backend. Never touches another number. */
  disconnect(number: NumberRef, signal: AbortSignal): Promise<Outcome>
  /** Ends the sign-in on the server, if there is one. Best effort. */
  signOut(signal: AbortSignal): Promise<void>
}

/** What a gateway needs to know of a number. */
export type NumberRef = Pick<NumberRecord, 'sessionId' | 'facts'>

export interface ProvisionRequest {
  readonly fields: Readonly<Record<string, string>>
  readonly known: readonly string[]
  readonly idempotencyKey: string
}
