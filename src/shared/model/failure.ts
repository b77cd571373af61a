// What may go wrong and cross IPC: a code that the window turns into a sentence and a next step. Never holds a secret.
import type { ConnectionKind } from './connection-kinds'
/** Who can mend a trouble. */
export type Actor = 'phone-owner' | 'operator' | 'administrator'

/** What the rest of the app asks about a failure, apart from its words. Ask with {@link hasTrait}. */
export type FailureTrait =
  // Only a new sign-in or another key mends it. A notice tells it at once, without waiting for a second answer.
  | 'signIn'
  // Where one sign-in serves a whole connection, that sign-in has ended. A refused key of one number is not among these.
  | 'accountSignIn'
  // The window offers the sign-in form as the next step.
  | 'offersSignIn'
  // The server refused the secret itself, so it has to be typed anew.
  | 'refusesSecret'
  // The secret is a key, so the words speak of a key and not of a sign-in.
  | 'concernsKey'
  // Another kind of backend may answer so: some refuse every key that is not theirs, whatever is asked. The form looks what answers there.
  | 'mayBeOtherKind'
  // The keyring did not give the secret. It says nothing about the backend.
  | 'keyring'
  // The window offers to unlock the keyring as the next step.
  | 'offersUnlock'
  // No connection to the server, or one that was cut. A cut connection may have carried the request.
  | 'noConnection'
  // The request was sent, and no answer came that can be read.
  | 'noReadableAnswer'
  // Likely to be over at the next request. While a phone is linked one of these is ignored, so that the QR code does not flicker.
  | 'passing'
  // The backend may have done what it was asked (stop a session), although no answer says so.
  | 'mayHaveHappened'
  // The backend may have created a number all the same. The app reads the list of numbers to find out.
  | 'mayHaveCreated'
  // The window offers to read the list of numbers before creating another number.
  | 'readListFirst'
  // Asking again cannot change the answer, so it ends an attempt to link a phone at once.
  | 'endsAttempt'
  // Sending again cannot help, so a message of the escalation is given up until the operator sets up the channel anew.
  | 'endsDelivery'

/** What every failure code states. */
interface FailureSpec {
  /** Who can mend it. */
  readonly who: Actor
  readonly traits: readonly FailureTrait[]
}

/**
 * Every failure a person can meet. A new code is one more line here, and its words in i18n under `failure.<code>.what` and `failure.<code>.next`;
 * the type checker asks for both.
 */
const FAILURES = {
  unreachable: { who: 'administrator', traits: ['noConnection', 'passing', 'mayHaveHappened', 'mayHaveCreated'] }, // no answer at all: DNS, refused, cut, offline
  timeout: { who: 'administrator', traits: ['noReadableAnswer', 'passing', 'mayHaveHappened', 'mayHaveCreated'] }, // no answer within the deadline
  tls: { who: 'administrator', traits: ['noConnection'] }, // certificate refused
  'server-error': { who: 'administrator', traits: ['passing', 'mayHaveHappened', 'mayHaveCreated'] }, // 5xx
  'not-understood': { who: 'administrator', traits: ['noReadableAnswer', 'passing', 'mayHaveHappened', 'mayHaveCreated'] }, // HTML, malformed JSON, wrong types
  'too-large': { who: 'administrator', traits: ['noReadableAnswer', 'passing', 'mayHaveHappened'] }, // answer over the size limit
  'rate-limited': { who: 'operator', traits: ['passing'] }, // 429; retryAt says when
  'address-invalid': { who: 'operator', traits: ['endsDelivery'] }, // not an address
  'address-unencrypted': { who: 'operator', traits: [] }, // http:// on the office network that nobody has agreed to
  'address-insecure': { who: 'operator', traits: ['endsDelivery'] }, // http:// to a public host
  'address-not-backend': { who: 'administrator', traits: ['mayBeOtherKind'] }, // answers, but not as this kind of backend
  'address-other-kind': { who: 'operator', traits: [] }, // answers as another kind of backend, which `kind` names
  'public-key-rejected': { who: 'administrator', traits: ['mayBeOtherKind'] }, // the Supabase gateway refuses the anon key
  'sign-in-wrong': { who: 'operator', traits: ['signIn', 'accountSignIn', 'offersSignIn', 'refusesSecret'] }, // login or password wrong
  'sign-in-expired': { who: 'operator', traits: ['signIn', 'accountSignIn', 'offersSignIn'] }, // refresh refused or session ended
  'signed-out': { who: 'operator', traits: ['offersSignIn'] }, // the operator signed out
  'sign-in-unconfirmed': { who: 'operator', traits: ['offersSignIn'] }, // e-mail or phone not confirmed
  'account-blocked': { who: 'administrator', traits: ['signIn', 'accountSignIn', 'offersSignIn'] }, // user banned
  'captcha-required': { who: 'operator', traits: ['offersSignIn'] },
  'mfa-required': { who: 'operator', traits: ['signIn', 'accountSignIn', 'offersSignIn'] },
  'key-rejected': { who: 'administrator', traits: ['signIn', 'offersSignIn', 'refusesSecret', 'concernsKey', 'mayBeOtherKind'] }, // API key revoked or wrong
  // The key that opens all sessions of a gateway is wrong or was changed.
  'secret-key-rejected': { who: 'administrator', traits: ['signIn', 'accountSignIn', 'offersSignIn', 'refusesSecret', 'concernsKey', 'mayBeOtherKind'] },
  'not-allowed': { who: 'administrator', traits: ['endsAttempt'] }, // 403: role or organisation forbids it
  'no-organization': { who: 'administrator', traits: ['endsAttempt'] }, // profile has no organisation
  'server-not-configured': { who: 'administrator', traits: ['endsAttempt'] }, // the server says that its own secrets are missing
  'function-missing': { who: 'administrator', traits: ['endsAttempt'] }, // edge function not deployed or crashing at boot
  'number-not-found': { who: 'administrator', traits: ['endsAttempt'] }, // the backend does not know this session
  'whatsapp-unreachable': { who: 'administrator', traits: ['endsAttempt'] }, // the gateway gets no code: it cannot reach WhatsApp
  'list-doubtful': { who: 'administrator', traits: [] }, // two lists in a row lack most of the numbers
  'description-missing': { who: 'administrator', traits: ['endsAttempt'] }, // the description of a described kind is not there
  'not-paid': { who: 'administrator', traits: ['endsAttempt'] }, // 402: the service wants to be paid before it works
  'number-exists': { who: 'operator', traits: [] }, // this session is already in the app
  'pairing-impossible': { who: 'operator', traits: ['endsAttempt'] }, // this backend gives no code to type
  'pairing-busy': { who: 'operator', traits: ['endsAttempt'] }, // the backend offers a code to scan, and gives one to type only after it
  'several-numbers': { who: 'administrator', traits: ['endsAttempt'] }, // an unqualified request would touch the wrong number
  'provision-unclear': { who: 'operator', traits: ['mayHaveCreated', 'readListFirst'] }, // the answer to create was lost; the list does not show what happened
  'single-session': { who: 'administrator', traits: ['endsAttempt'] }, // the gateway serves one session only, and has it
  'provision-refused': { who: 'administrator', traits: ['endsAttempt'] }, // the platform refused to create a client
  'webhook-refused': { who: 'administrator', traits: ['endsDelivery'] }, // a receiver of escalations answers 4xx
  'webhook-gone': { who: 'administrator', traits: ['endsDelivery'] }, // a service says that it does not know this address any more
  'webhook-channel': { who: 'administrator', traits: ['endsDelivery'] }, // the channel behind the address is gone or archived
  'webhook-forbidden': { who: 'administrator', traits: ['endsDelivery'] }, // the service does not let this address or key write there
  'webhook-too-long': { who: 'administrator', traits: ['endsDelivery'] }, // 413
  'webhook-unencrypted': { who: 'operator', traits: [] }, // http:// to a receiver on the office network that nobody has agreed to
  'bot-token-wrong': { who: 'administrator', traits: ['endsDelivery'] }, // Telegram does not know the bot
  'bot-chat-unknown': { who: 'administrator', traits: ['endsDelivery'] }, // Telegram knows no such chat for the bot
  'bot-blocked': { who: 'administrator', traits: ['endsDelivery'] }, // the chat does not let the bot write
  'mail-password-needed': { who: 'operator', traits: [] }, // the kept password is for another server or login
  'mail-host-unknown': { who: 'operator', traits: [] }, // no mail server of this name
  'mail-no-connection': { who: 'administrator', traits: [] }, // the mail server's port takes no connection; nothing was sent
  'mail-no-encryption': { who: 'operator', traits: ['endsDelivery'] }, // the server does not speak TLS in the chosen way
  'mail-sign-in-refused': { who: 'operator', traits: ['endsDelivery'] }, // login or password wrong, or a sign-in is demanded; trying again may block the account
  'mail-sender-refused': { who: 'operator', traits: ['endsDelivery'] }, // the server does not let this sender write
  'mail-recipient-refused': { who: 'operator', traits: ['endsDelivery'] }, // the server takes no message for this recipient
  'mail-refused': { who: 'administrator', traits: ['endsDelivery'] }, // the server refuses the message itself
  'mail-later': { who: 'administrator', traits: [] }, // 4xx: greylisting, a full mailbox, too many messages
  'channel-secret-missing': { who: 'administrator', traits: ['endsDelivery'] }, // unlocked keyring without the channel's entry
  'keyring-none': { who: 'operator', traits: ['keyring'] },
  'keyring-locked': { who: 'operator', traits: ['keyring', 'offersUnlock'] },
  'keyring-timeout': { who: 'operator', traits: ['keyring', 'offersUnlock'] },
  'secret-missing': { who: 'operator', traits: ['signIn', 'accountSignIn', 'offersSignIn'] }, // unlocked keyring without our entry
  'deadline-starting': { who: 'administrator', traits: ['mayHaveCreated', 'readListFirst'] }, // no code and no connection within 90 s
  'session-stuck': { who: 'administrator', traits: ['endsAttempt'] }, // the gateway's browser of this session does not get beyond starting
  'session-failed': { who: 'administrator', traits: ['endsAttempt'] }, // the gateway says that the session failed before it had a code
  'passkey-required': { who: 'phone-owner', traits: ['endsAttempt'] }, // WhatsApp wants a passkey, which only a browser can give
  'deadline-linking': { who: 'phone-owner', traits: [] }, // scanned, but not connected within 180 s
  'codes-exhausted': { who: 'phone-owner', traits: [] }, // six codes went by unscanned
  'history-unreachable': { who: 'administrator', traits: [] }, // the database of the history cannot be read
  'not-saved': { who: 'administrator', traits: [] }, // the file could not be written
  'invalid-input': { who: 'operator', traits: ['endsAttempt', 'endsDelivery'] }, // arguments refused by their schema; field says which
  'messages-waiting': { who: 'operator', traits: [] }, // the service sends `count` messages by itself once a phone is linked, and nobody agreed to that
  'pasted-space': { who: 'operator', traits: [] }, // a space or line break inside a value that has none; field says which
  'pasted-characters': { who: 'operator', traits: [] }, // characters that such a value never has, a masked key among them; field says which
  'not-found': { who: 'operator', traits: [] }, // connection or number no longer exists in the app
  cancelled: { who: 'operator', traits: ['mayHaveHappened', 'mayHaveCreated'] },
  refused: { who: 'administrator', traits: [] }, // IPC call from a page that is not ours
  internal: { who: 'administrator', traits: ['mayHaveHappened'] }, // a bug; details are in the log
} as const satisfies Readonly<Record<string, FailureSpec>>

/** The code of a failure. */
export type FailureCode = keyof typeof FAILURES

/** All codes. */
export const FAILURE_CODES = Object.keys(FAILURES) as readonly FailureCode[]

/** True if the failure has the trait. */
export function hasTrait(code: FailureCode, trait: FailureTrait): boolean {
  const { traits }: FailureSpec = FAILURES[code]
  return traits.includes(trait)
}

/** Who can mend what kept the app from an answer, or ended an attempt. */
export function actorFor(code: FailureCode): Actor {
  return FAILURES[code].who
}

/** A failure as a value: what, safe technical detail to copy, and when a retry makes sense. */
export interface Failure {
  readonly code: FailureCode
  /** Technical detail that is safe to show and copy, e.g. `wpp-status: HTTP 503`. Never a secret, never server HTML. */
  readonly detail?: string
  /** Epoch ms before which asking again is pointless (from Retry-After). */
  readonly retryAt?: number
  /** Name of the form field to correct. */
  readonly field?: string
  /** How many messages wait. */
  readonly count?: number
  /** The kind of backend that answers in place of the expected one. */
  readonly kind?: ConnectionKind
}

/** Result of anything that can fail at a boundary. Exceptions are for bugs. */
export type Outcome<T = undefined> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

/** A successful outcome. */
export function success(): Outcome
export function success<T>(value: T): Outcome<T>
export function success<T>(value?: T): Outcome<T | undefined> {
  return { ok: true, value }
}

/** A failed outcome. */
export function failed(code: FailureCode, more: Omit<Failure, 'code'> = {}): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, ...more } }
}
