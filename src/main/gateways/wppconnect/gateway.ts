// One WPPConnect Server: how its sessions are listed, created, started, read and stopped, around what its answers leave unsaid.
import { failed, success, type Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { Gateway, GatewayEnvironment, ListedNumber } from '../../core/ports'
import type { WppconnectClient } from './client'
import { idOrNull } from '../http/identifier'
import { listen } from './events'
import { isUsableName, proposedName } from './fields'
import { evidenceOf } from '../http/evidence'
import { CHECK, checkIn, failureIn, linkedPhoneIn, pairingCodeIn, saysClosed, statusReading, unknownReading } from './readings'

const STATUS = 'status-session'
const START = 'start-session'
const CLOSE = 'close-session'
const PHONE = 'get-phone-number'

/** A start that stays in INITIALIZING for this long, ms, does not end by itself: real ones take 1 to 20 s. */
const STUCK = 40_000
/** The phone of a connected session is asked for again after this, ms. */
const PHONE_AGAIN = 600_000
/** The phone is no part of the proof, so it is not waited for longer than this, ms. */
const PHONE_WITHIN = 5_000
/** The server ends a session whose code nobody used after this, ms; it has no setting for it. */
const AUTO_CLOSE = 60_000

/** What the gateway remembers of one session between two requests. */
interface SessionMemory {
  /** Since when this app's own start has been in INITIALIZING, epoch ms; null = it is not. */
  initializingSince: number | null
  /** A start by this app has not led to a code or a connection yet. */
  starting: boolean
  /** That start was helped once by close and start. */
  cured: boolean
  /** The code that pair() got: the server tells it once only. */
  pairing: NonNullable<Reading['code']> | null
  phone: { readonly digits: string | null; readonly at: number } | null
}

interface GatewayOptions {
  readonly address: string
  readonly client: WppconnectClient
  readonly environment: GatewayEnvironment
}

/** The gateway of one signed-in server. */
export function createGateway({ address, client, environment }: GatewayOptions): Gateway {
  const { clock, timings, log } = environment
  const sessions = new Map<string, SessionMemory>()
  /** By idempotency key: the name that an earlier click with this key has taken. */
  const namesTaken = new Map<string, string>()

  function memoryOf(sessionId: string): SessionMemory {
    const known = sessions.get(sessionId)
    if (known) return known
    const memory: SessionMemory = { initializingSince: null, starting: false, cured: false, pairing: null, phone: null }
    sessions.set(sessionId, memory)
    return memory
  }

  /** "Connected" is believed only when the browser's page answers; its refusal only when it comes twice. */
  async function proveConnected(sessionId: string, said: Reading, signal: AbortSignal): Promise<Reading> {
    for (let refusals = 0; ; ) {
      const answer = await client.session(sessionId, { source: CHECK, method: 'GET' }, signal)
      const checked = checkIn(sessionId, answer)
      if (checked === true) return { ...said, ...(await phoneIn(sessionId, signal)) }
      if (checked !== false) return checked
      refusals += 1
      if (refusals === 2) return { state: 'disconnected', evidence: evidenceOf(CHECK, answer, 'Disconnected') }
    }
  }

  async function phoneIn(sessionId: string, signal: AbortSignal): Promise<Pick<Reading, 'phone'>> {
    const memory = memoryOf(sessionId)
    const now = clock.now()
    if (memory.phone === null || now - memory.phone.at >= PHONE_AGAIN || now < memory.phone.at) {
      const answer = await client.session(sessionId, { source: PHONE, method: 'GET', deadlineMs: Math.min(PHONE_WITHIN, timings.requestDeadline) }, signal)
      if (!signal.aborted) memory.phone = { digits: linkedPhoneIn(sessionId, answer), at: now }
    }
    const digits = memory.phone?.digits ?? null
    return digits === null ? {} : { phone: digits }
  }

  /** What the status proves, with what the server does not say by itself. */
  async function settled(sessionId: string, reading: Reading, signal: AbortSignal): Promise<Reading> {
    const memory = memoryOf(sessionId)
    if (reading.state === 'unknown') return reading
    if (reading.state !== 'connected') memory.phone = null
    const initializing = reading.state === 'starting' && reading.evidence.word?.toLowerCase() === 'initializing'
    if (initializing && memory.starting) return initializingReading(sessionId, memory, reading, signal)
    memory.initializingSince = null
    if (reading.state === 'awaiting-scan') {
      memory.starting = false
      return reading.code || memory.pairing === null ? reading : { ...reading, code: memory.pairing }
    }
    memory.pairing = null
    if (reading.state !== 'connected') return reading
    memory.starting = false
    return proveConnected(sessionId, reading, signal)
  }

  /**
   * A start of this app that does not get beyond INITIALIZING. Closing makes the server forget the session, and another start may work. It cannot where
   * a browser that the server lost still holds the session's profile, or where the server does not reach WhatsApp: then it is told.
   */
  async function initializingReading(sessionId: string, memory: SessionMemory, reading: Reading, signal: AbortSignal): Promise<Reading> {
    const now = clock.now()
    memory.initializingSince ??= now
    if (now - memory.initializingSince < STUCK) return reading
    if (memory.cured) {
      Object.assign(memory, { starting: false, initializingSince: null })
      return {
        state: 'unknown',
        failure: { code: 'session-stuck', detail: `${STATUS}: INITIALIZING, close and start did not help` },
        evidence: reading.evidence,
      }
    }
    memory.cured = true
    memory.initializingSince = now
    const closed = await close(sessionId, signal)
    return closed.ok ? startSession(sessionId, signal) : reading
  }

  /** Closing answers 500 for a session that is not connected, and closes it all the same: the status is the proof. */
  async function close(sessionId: string, signal: AbortSignal): Promise<Outcome> {
    const answer = await client.session(sessionId, { source: CLOSE, method: 'POST', body: {} }, signal)
    if (saysClosed(sessionId, answer)) return success()
    if (answer.kind === 'failure' || answer.status !== 500 || answer.content !== 'json') return { ok: false, failure: failureIn(CLOSE, answer) }
    const status = statusReading(STATUS, sessionId, await client.session(sessionId, { source: STATUS, method: 'GET' }, signal))
    return status.state === 'disconnected' ? success() : { ok: false, failure: failureIn(CLOSE, answer) }
  }

  /** Its first answer is the state from before: "closed" means that the start is under way. */
  async function startSession(sessionId: string, signal: AbortSignal): Promise<Reading> {
    const answer = await client.session(sessionId, { source: START, method: 'POST', body: { waitQrCode: false } }, signal)
    const reading = statusReading(START, sessionId, answer)
    return reading.state === 'disconnected' ? { state: 'starting', evidence: reading.evidence } : settled(sessionId, reading, signal)
  }

  const status = async (sessionId: string, signal: AbortSignal): Promise<Reading> =>
    settled(sessionId, statusReading(STATUS, sessionId, await client.session(sessionId, { source: STATUS, method: 'GET' }, signal)), signal)

  function beginStart(sessionId: string): void {
    Object.assign(memoryOf(sessionId), { initializingSince: null, starting: true, cured: false, pairing: null })
  }

  async function start(sessionId: string, signal: AbortSignal): Promise<Reading> {
    beginStart(sessionId)
    const answer = await client.session(sessionId, { source: STATUS, method: 'GET' }, signal)
    const said = statusReading(STATUS, sessionId, answer)
    const now = await settled(sessionId, said, signal)
    // A session that awaits its code is not started again, and never closed: the browser would live on and block the next start.
    if (now.state !== 'disconnected') return now
    beginStart(sessionId)
    if (said.state === 'connected') {
      // A dead browser under a session that is "connected": the server starts nothing until it is closed.
      const closed = await close(sessionId, signal)
      if (!closed.ok) return { state: 'unknown', failure: closed.failure, evidence: now.evidence }
    }
    return startSession(sessionId, signal)
  }

  async function namesOnServer(signal: AbortSignal): Promise<Outcome<readonly string[]>> {
    const names = await client.names(signal)
    return names.ok ? success(names.value.flatMap((each) => nameIn(each) ?? [])) : names
  }

  return {
    async list(signal) {
      const names = await client.names(signal)
      if (!names.ok) return names
      const texts = names.value.flatMap((each) => nameIn(each) ?? [])
      const readable = [...new Set(texts)].filter(isUsableName).map(listedNumber)
      // The server knows sessions with such names, but cannot be asked about them.
      const unusable = texts.filter((each) => !isUsableName(each)).length
      if (unusable > 0) log.info('sessions with unusable names', { count: unusable })
      if (texts.length === names.value.length) return success(readable)
      return success({ complete: false, readable, failure: { code: 'not-understood', detail: 'show-all-sessions: a name that cannot be read' } })
    },

    async provision({ fields, known, idempotencyKey }, signal) {
      const before = await namesOnServer(signal)
      if (!before.ok) return before
      // A repeated click with the same key means the same session: starting it twice does no harm.
      const name = namesTaken.get(idempotencyKey) ?? proposedName(fields['label'] ?? '', [...before.value, ...known])
      namesTaken.set(idempotencyKey, name)
      const reading = await start(name, signal)
      if (reading.failure) return { ok: false, failure: reading.failure }
      if (signal.aborted) return failed('cancelled')
      return success({ ...listedNumber(name), phone: reading.phone ?? null, reading })
    },

    start: ({ sessionId }, signal) => start(sessionId, signal),
    read: ({ sessionId }, signal) => status(sessionId, signal),
    mayRestart: () => true,

    async pair({ sessionId }, phone, signal) {
      const now = await status(sessionId, signal)
      // The server tells a code once, and gives another one only when that has ended.
      if (now.state === 'connected' || now.code?.kind === 'pairing-code') return now
      // Closing it would leave its browser behind, which blocks the next start.
      if (now.state === 'awaiting-scan')
        return { state: 'unknown', failure: { code: 'pairing-busy', detail: `${STATUS}: ${now.evidence.word ?? ''}` }, evidence: now.evidence }
      beginStart(sessionId)
      const call = {
        source: START,
        method: 'POST',
        body: { waitQrCode: true, phone },
        deadlineMs: Math.max(timings.requestDeadline, timings.startingDeadline / 2),
      } as const
      const answer = await client.session(sessionId, call, signal)
      const code = pairingCodeIn(sessionId, answer)
      if (code !== null) {
        const pairing = { ...code, expiresAt: answer.at + AUTO_CLOSE }
        Object.assign(memoryOf(sessionId), { pairing, starting: false })
        return { state: 'awaiting-scan', code: pairing, evidence: evidenceOf(START, answer, 'phoneCode') }
      }
      // A session that runs answers with its state. Where the login is still good, no answer comes at all.
      if (answer.kind === 'failure' && answer.failure.code === 'timeout') return status(sessionId, signal)
      return answer.kind === 'failure' ? unknownReading(START, answer) : settled(sessionId, statusReading(START, sessionId, answer), signal)
    },

    events: (listener, signal) => listen(address, listener, signal),

    /** Closes the session. The login stays on the server: "log out" would need the phone again, and cannot be taken back. */
    async disconnect({ sessionId }, signal): Promise<Outcome> {
      const closed = await close(sessionId, signal)
      if (closed.ok) sessions.delete(sessionId)
      return closed
    },

    signOut: () => Promise.resolve(),
  }
}

/** A session's name as it is: the server keeps space around one, and JSON has digits as text or as a number. Null = it cannot be read. */
function nameIn(sent: unknown): string | null {
  return typeof sent === 'string' ? sent : idOrNull(sent)
}

function listedNumber(name: string): ListedNumber {
  return { sessionId: name, apiKeyMask: null, facts: {}, phone: null, name }
}
