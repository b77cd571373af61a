// One simulated number: its phase, the timeouts of the phase, and what its phone can do. Pure except for `newCode`; time is an argument.
import { assertNever } from '../shared/assert-never'
import type { SandboxPhoneAction } from '../shared/ipc/snapshot'
import type { Cause, NamedCause } from '../shared/model/session'
import { TIMINGS } from '../shared/timings'

/** Durations of the simulated platform, ms (`codes` is a count). */
export interface SandboxTimings {
  /** From start to the first code. */
  readonly starting: number
  readonly firstCode: number
  readonly laterCode: number
  readonly codes: number
  /** From scan to connected. */
  readonly linking: number
  /** Life of a token. */
  readonly token: number
}

/** Codes live as long as WhatsApp's own; the other steps are quick, but slow enough to be seen. */
export const SANDBOX_TIMINGS: SandboxTimings = {
  starting: 700,
  firstCode: TIMINGS.firstCode,
  laterCode: TIMINGS.laterCode,
  codes: TIMINGS.maxCodes,
  linking: 1_500,
  token: 900_000, // the real platform's tokens live about 15 min
}

/** A simulated number with its account on the platform and its phone. */
export interface SimulatedNumber {
  /** Session id: a 13-digit counter, as the platform's. */
  readonly session: string
  readonly organizationId: string
  /** The phone this number belongs to, digits. */
  readonly ownPhone: string
  phase: 'offline' | 'starting' | 'scan' | 'linking' | 'connected'
  /** When the phase times out, epoch ms; null = never. */
  phaseEndsAt: number | null
  code: { readonly value: string; readonly ordinal: number } | null
  /** Why it is offline, if there is a reason. */
  cause: Cause | null
  /** Digits of the phone that is linked; null = none. While linking, the phone that scanned. */
  linkedPhone: string | null
  phoneOnline: boolean
  /** Where the platform posts events of this number. */
  webhook: string | null
  /** True after the account was removed on the platform: its key still gets a token, its session is unknown. */
  removed: boolean
  keyRevoked: boolean
}

/** An event as the platform posts it. */
export interface SimulatedEvent {
  readonly type: 'qr' | 'connected' | 'disconnected' | 'logout'
  readonly data: Readonly<Record<string, string>>
}

/** A number that no phone was linked to yet. */
export function newNumber(session: string, organizationId: string): SimulatedNumber {
  return {
    session,
    organizationId,
    ownPhone: `7000${session.slice(-7)}`,
    phase: 'offline',
    phaseEndsAt: null,
    code: null,
    cause: null,
    linkedPhone: null,
    phoneOnline: true,
    webhook: null,
    removed: false,
    keyRevoked: false,
  }
}

/** The platform's status word. Linking shows as `starting`, as on the real one. */
export function statusWord(number: SimulatedNumber): 'offline' | 'starting' | 'qr' | 'connected' {
  switch (number.phase) {
    case 'scan':
      return 'qr'
    case 'linking':
      return 'starting'
    case 'offline':
    case 'starting':
    case 'connected':
      return number.phase
    default:
      return assertNever(number.phase)
  }
}

/** Applies every timeout that was due by `now`, in order. */
export function advance(number: SimulatedNumber, now: number, timings: SandboxTimings, newCode: () => string): SimulatedEvent[] {
  const events: SimulatedEvent[] = []
  while (number.phaseEndsAt !== null && number.phaseEndsAt <= now) {
    const at = number.phaseEndsAt
    const { phase, code } = number
    if (phase === 'starting' && number.linkedPhone !== null) events.push(...(number.phoneOnline ? connect(number) : goOffline(number, 'phone-offline')))
    else if (phase === 'starting') events.push(showCode(number, 1, at + timings.firstCode, newCode))
    else if (phase === 'linking') events.push(...connect(number))
    else if (phase === 'scan' && code && code.ordinal < timings.codes) events.push(showCode(number, code.ordinal + 1, at + timings.laterCode, newCode))
    else events.push(...goOffline(number, null))
  }
  return events
}

/** Starts an attempt; does nothing while one is under way or the number is connected. */
export function start(number: SimulatedNumber, now: number, timings: SandboxTimings): void {
  if (number.phase === 'offline') enter(number, 'starting', now + timings.starting)
}

/** Ends the session and forgets the link: the next start asks for a scan. */
export function stop(number: SimulatedNumber): SimulatedEvent[] {
  number.linkedPhone = null
  return number.phase === 'offline' ? [] : goOffline(number, 'by-operator')
}

/** Does what a person does with the phone. Null = the phone cannot do that now. */
export function usePhone(number: SimulatedNumber, action: SandboxPhoneAction, now: number, timings: SandboxTimings): SimulatedEvent[] | null {
  const linked = number.linkedPhone !== null && number.phase !== 'linking'
  switch (action) {
    case 'scan':
    case 'scan-wrong-phone':
      if (number.phase !== 'scan') return null
      number.linkedPhone = action === 'scan' ? number.ownPhone : otherPhone(number.ownPhone)
      number.phoneOnline = true
      enter(number, 'linking', now + timings.linking)
      return []
    case 'unlink':
      if (!linked) return null
      number.linkedPhone = null
      return goOffline(number, 'logged-out')
    case 'go-offline':
      if (number.phase !== 'connected') return null
      number.phoneOnline = false
      return goOffline(number, 'phone-offline')
    case 'come-online':
      if (!linked || number.phase !== 'offline') return null
      number.phoneOnline = true
      return connect(number)
    case 'lose-session':
      // The server lost the session, not the phone: it is still linked, a start connects it again, and no cause is named.
      return number.phase === 'connected' ? goOffline(number, null) : null
    default:
      return assertNever(action)
  }
}

/** Makes a number as if its phone had scanned a code, for tests with many numbers. */
export function linkAtOnce(number: SimulatedNumber): SimulatedEvent[] {
  number.linkedPhone = number.ownPhone
  return connect(number)
}

function connect(number: SimulatedNumber): SimulatedEvent[] {
  enter(number, 'connected', null)
  return [{ type: 'connected', data: number.linkedPhone === null ? {} : { phone: number.linkedPhone } }]
}

function goOffline(number: SimulatedNumber, cause: NamedCause | null): SimulatedEvent[] {
  if (number.phase === 'linking') number.linkedPhone = null
  enter(number, 'offline', null)
  number.cause = cause
  return [{ type: cause === 'logged-out' ? 'logout' : 'disconnected', data: cause === null ? {} : { cause } }]
}

function showCode(number: SimulatedNumber, ordinal: number, until: number, newCode: () => string): SimulatedEvent {
  const value = newCode()
  enter(number, 'scan', until)
  number.code = { value, ordinal }
  return { type: 'qr', data: { qr: value } }
}

function enter(number: SimulatedNumber, phase: SimulatedNumber['phase'], until: number | null): void {
  number.phase = phase
  number.phaseEndsAt = until
  number.code = null
  number.cause = null
}

function otherPhone(own: string): string {
  return `7000${String(9_999_999 - Number(own.slice(4))).padStart(7, '0')}`
}
