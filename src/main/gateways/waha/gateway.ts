// One WAHA server: its sessions are listed and adopted, linked by either code, read and stopped.
import type { Gateway, GatewayEnvironment, ListedNumber, SecretSlots } from '../../core/ports'
import { failed, success, type Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import { createWahaClient, failureOf, isTaken, KEY_SLOT, type ListedSession } from './client'
import { createSecretReader } from '../http/secret-reader'
import { isAbout, isRefused } from '../http/proof'
import { listenTo } from './events'
import { evidenceOf } from '../http/evidence'
import { codeIn, isTooEarly, pairingCodeIn, saidIn, unknown, type Said } from './readings'
import { createMemories, type Settled } from './sessions'

/** The one session of WAHA Core. */
const DEFAULT = 'default'
/** Names that are tried for a new session: a key may see fewer sessions than there are. */
const MOST_NAMES = 5

/** Opens the gateway of a server. */
export function createWahaGateway(address: string, secrets: SecretSlots, environment: GatewayEnvironment): Gateway {
  const { clock } = environment
  const key = createSecretReader(KEY_SLOT, secrets)
  const client = createWahaClient(address, key, environment)
  const memories = createMemories(clock)
  const inPath = encodeURIComponent

  async function ask(name: string, signal: AbortSignal): Promise<Said | Reading> {
    return saidIn('session', await client.send({ source: 'session', method: 'GET', path: `sessions/${inPath(name)}` }, signal), name)
  }

  /** The QR code: as text, or as an image where the server has no text. */
  async function offer(name: string, format: 'raw' | 'image', signal: AbortSignal): Promise<Reading> {
    const source = 'qr'
    const answer = await client.send({ source, method: 'GET', path: `${inPath(name)}/auth/qr?format=${format}` }, signal)
    if (answer.kind === 'failure') return unknown(source, answer)
    const code = codeIn(answer, name)
    const evidence = evidenceOf(source, answer, 'SCAN_QR_CODE')
    if (code) return { state: 'awaiting-scan', code, evidence }
    // 404: the session has ended since it was asked. Both mean that there is no code now; the next look tells what became of it.
    if (isTooEarly(answer) || answer.status === 404) return { state: 'awaiting-scan', evidence }
    return format === 'image' || [401, 403, 429].includes(answer.status) ? unknown(source, answer) : offer(name, 'image', signal)
  }

  /** The code to type, asked for once: each new one makes the one before worthless. */
  async function spell(name: string, phone: string, signal: AbortSignal): Promise<Reading> {
    const source = 'request-code'
    const memory = memories.of(name)
    const answer = await client.send({ source, method: 'POST', path: `${inPath(name)}/auth/request-code`, body: { phoneNumber: phone } }, signal)
    const code = pairingCodeIn(answer, name)
    if (code !== null) {
      memory.pairing = { phone, code }
      return { state: 'awaiting-scan', code, evidence: evidenceOf(source, answer, 'SCAN_QR_CODE') }
    }
    if (isTooEarly(answer)) return { state: 'starting', evidence: evidenceOf(source, answer) }
    // The engine cannot, or refuses the phone: the attempt ends, and another one may show the QR code.
    memory.pairing = null
    const reading = unknown(source, answer)
    if (reading.failure?.code !== 'not-understood') return reading
    return { ...reading, failure: { ...reading.failure, code: 'pairing-impossible' } }
  }

  async function shown(name: string, settled: Settled, evidence: Reading['evidence'], signal: AbortSignal): Promise<Reading> {
    if (settled !== 'code') return settled
    const { pairing } = memories.of(name)
    if (pairing === null) return offer(name, 'raw', signal)
    if (pairing.code === null) return spell(name, pairing.phone, signal)
    return { state: 'awaiting-scan', code: pairing.code, evidence }
  }

  async function read(name: string, signal: AbortSignal): Promise<Reading> {
    const said = await ask(name, signal)
    return 'state' in said ? said : shown(name, memories.settle(name, said), said.evidence, signal)
  }

  /** Starts a session that is stopped, and restarts one that failed: of that one the server says that it is started already. */
  async function start(name: string, phone: string | null, signal: AbortSignal): Promise<Reading> {
    const said = await ask(name, signal)
    if ('state' in said) return said
    const remedy = memories.remedy(name, said.status)
    memories.begin(name, true, phone)
    if (remedy === null) return shown(name, memories.settle(name, said), said.evidence, signal)
    const answer = await client.send({ source: remedy, method: 'POST', path: `sessions/${inPath(name)}/${remedy}` }, signal)
    // 422 "already started": somebody else was faster.
    if (answer.kind === 'answer' && answer.status === 422) return read(name, signal)
    if (answer.kind === 'failure' || answer.status >= 300) return unknown(remedy, answer)
    const started = saidIn(remedy, answer, name)
    const evidence = evidenceOf(remedy, answer)
    // Whatever else it says is the state from before.
    if ('state' in started || started.status === 'STOPPED' || started.status === 'FAILED') return { state: 'starting', evidence }
    return shown(name, memories.settle(name, started), started.evidence, signal)
  }

  /** Creates a session under a free name, stopped: the start is a request of its own. */
  async function create(listed: readonly string[], known: readonly string[], signal: AbortSignal): Promise<Outcome<string>> {
    const source = 'create'
    const taken = [...known, ...listed]
    let name = freeName(taken)
    for (let tries = 0; tries < MOST_NAMES; tries += 1) {
      const answer = await client.send({ source, method: 'POST', path: 'sessions', body: { name, start: false } }, signal)
      if (answer.kind === 'failure') return { ok: false, failure: answer.failure }
      if (answer.status < 300) return success(name)
      const failure = failureOf(source, answer)
      if (failure.code === 'single-session' && !listed.includes(DEFAULT) && name !== DEFAULT) name = DEFAULT
      else if (isTaken(answer) && name !== DEFAULT) {
        taken.push(name)
        name = freeName(taken)
      } else return failure.code === 'not-allowed' ? failed('provision-refused', { detail: 'create: HTTP 403' }) : { ok: false, failure }
    }
    return failed('provision-refused', { detail: 'create: HTTP 422' })
  }

  return {
    mayRestart: () => true,

    async list(signal) {
      const listed = await client.sessions(signal)
      if (!listed.ok) return listed
      const { rows, unreadable } = listed.value
      const numbers = rows.map(numberOf)
      if (unreadable === 0) return success(numbers)
      return success({ complete: false, readable: numbers, failure: { code: 'not-understood', detail: `sessions: ${unreadable} rows are not readable` } })
    },

    async provision({ known }, signal) {
      const listed = await client.sessions(signal)
      if (!listed.ok) return listed
      const created = await create(
        listed.value.rows.map((each) => each.name),
        known,
        signal,
      )
      if (!created.ok) return created
      return success({ ...numberOf({ name: created.value, phone: null }), reading: await start(created.value, null, signal) })
    },

    start: ({ sessionId }, signal) => start(sessionId, null, signal),
    read: ({ sessionId }, signal) => read(sessionId, signal),
    pair: ({ sessionId }, phone, signal) => start(sessionId, phone, signal),

    /** Stops the session. The login stays on the server: "logout" would need the phone again, and starts the session at once to show a code. */
    async disconnect({ sessionId }, signal): Promise<Outcome> {
      const source = 'stop'
      memories.begin(sessionId, false)
      const answer = await client.send({ source, method: 'POST', path: `sessions/${inPath(sessionId)}/stop` }, signal)
      if (answer.kind === 'failure') return { ok: false, failure: answer.failure }
      // The page of a proxy in between has stopped nothing.
      return answer.status < 300 && answer.content === 'json' && !isRefused(answer.json) && isAbout(answer.json, sessionId)
        ? success()
        : { ok: false, failure: failureOf(source, answer) }
    },

    async events(listener, signal) {
      const known = await key.read()
      return known.ok ? listenTo({ address, key: known.value, listener, signal, clock }) : known.failure
    },

    signOut: () => Promise.resolve(),
  }
}

function numberOf({ name, phone }: ListedSession): ListedNumber {
  return { sessionId: name, apiKeyMask: null, facts: {}, phone, name }
}

function freeName(taken: readonly string[]): string {
  for (let count = 1; ; count += 1) if (!taken.includes(`number-${count}`)) return `number-${count}`
}
