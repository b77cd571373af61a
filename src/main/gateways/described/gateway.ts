// One account or one set of numbers at a hosted service, by its description.
import type { Gateway, GatewayEnvironment, NumberRef, SecretSlots } from '../../core/ports'
import { PLAIN_AGREED, SEND_WAITING } from '../../../shared/model/connection-kinds'
import { failed, success, type Failure, type Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { HttpAnswer } from '../http/http'
import { unknownReading } from '../http/evidence'
import { CODES_ASKED_FOR, typedCodeOf } from '../http/linking-code'
import { isRefused } from '../http/proof'
import { countAt, evidenceOf, failureIn, fits, isAboutSession, valueAt } from './answers'
import { createDescribedClient, type DescribedClient } from './client'
import { createSecretsReader, keepSecrets } from './credentials'
import type { Description } from './description'
import { baseOf, proveNumber } from './proof-of-key'
import { codeReading, rowsIn, statusReading, withFacts, type Row } from './readings'
import type { Values } from './templates'

/** How often phone and end of payment are read anew, ms. */
const DETAILS_EVERY = 6 * 3_600_000

/** What is remembered of a number between requests. */
interface Memory {
  /** Epoch ms of the last start by this app, while it asks for codes; null = it only watches. */
  linkingSince: number | null
  /** The code that is out, and when it was first seen, epoch ms. */
  code: { readonly value: string; readonly seenAt: number } | null
  /** What the details told last, and when, epoch ms. */
  details: { readonly facts: Partial<Reading>; readonly at: number } | null
}

/** Opens the gateway. `address` is the connection's, `facts` what its sign-in left. */
export function createDescribedGateway(
  description: Description,
  { address, facts }: { readonly address: string; readonly facts: Values },
  secrets: SecretSlots,
  environment: GatewayEnvironment,
): Gateway {
  const { clock } = environment
  const { reads, acts } = description
  const account = description.number === 'list'
  const reader = createSecretsReader(description, secrets)
  const memories = new Map<string, Memory>()
  const clientAt = (base: string): DescribedClient => createDescribedClient(description, base, environment)

  function memoryOf(sessionId: string): Memory {
    const known = memories.get(sessionId) ?? { linkingSince: null, code: null, details: null }
    memories.set(sessionId, known)
    return known
  }

  /** The client and the values of one number. */
  async function open(number: NumberRef): Promise<Outcome<{ readonly client: DescribedClient; readonly values: Values }>> {
    const kept = await reader.read(account ? null : number.sessionId)
    if (!kept.ok) return kept
    const base = baseOf(description, number.facts['address'] ?? address)
    return success({ client: clientAt(base), values: { ...facts, ...number.facts, ...kept.value, session: number.sessionId } })
  }

  /** With `row.…` in its call a request needs the number's row: read for this one request, and not kept. */
  async function sendWithRow(sent: 'code' | 'start' | 'pair' | 'logout', number: NumberRef, more: Values, signal: AbortSignal): Promise<HttpAnswer> {
    const opened = await open(number)
    if (!opened.ok) return { kind: 'failure', failure: opened.failure, at: clock.now() }
    const { client } = opened.value
    let values: Values = { ...opened.value.values, ...more }
    const call = sent === 'code' ? reads.code?.call : acts[sent]?.call
    if (JSON.stringify(call ?? {}).includes('{row.')) {
      const row = await rowOf(number, client, values, signal)
      if (!row.ok) return { kind: 'failure', failure: row.failure, at: clock.now() }
      values = { ...values, ...fieldsOf(row.value.row) }
    }
    return sent === 'code' ? client.read('code', values, signal) : client.act(sent, values, signal)
  }

  async function rowOf({ sessionId }: NumberRef, client: DescribedClient, values: Values, signal: AbortSignal): Promise<Outcome<Row>> {
    const listed = rowsIn(description, await client.read('list', values, signal))
    if (!listed.ok) return listed
    const row = listed.value.rows.find(({ number }) => number.sessionId === sessionId)
    if (row) return success(row)
    return listed.value.unreadable > 0 ? failed('not-understood', { detail: 'list: a row is not readable' }) : failed('number-not-found', { detail: 'list' })
  }

  async function rows(signal: AbortSignal) {
    const kept = await reader.read(null)
    if (!kept.ok) return kept
    return rowsIn(description, await clientAt(baseOf(description, address)).read('list', { ...facts, ...kept.value }, signal))
  }

  async function stateOf(number: NumberRef, signal: AbortSignal): Promise<Reading & { readonly final?: boolean }> {
    const opened = await open(number)
    if (!opened.ok) return failing('status', opened.failure)
    const { client, values } = opened.value
    if (reads.status) {
      const reading = statusReading(description, number.sessionId, await client.read('status', values, signal))
      if (reading.failure?.code === 'key-rejected') reader.forget(account ? null : number.sessionId)
      return { ...reading, ...(await details(number, reading, client, values, signal)) }
    }
    const row = await rowOf(number, client, values, signal)
    return row.ok && row.value.number.reading ? row.value.number.reading : failing('list', row.ok ? { code: 'not-understood' } : row.failure)
  }

  /** What another call tells of a number that is well, read rarely. */
  async function details({ sessionId }: NumberRef, reading: Reading, client: DescribedClient, values: Values, signal: AbortSignal): Promise<Partial<Reading>> {
    const memory = memoryOf(sessionId)
    if (!reads.details || reading.state !== 'connected') {
      if (reading.state === 'disconnected') memory.details = null
      return {}
    }
    if (memory.details && clock.now() - memory.details.at < DETAILS_EVERY) return memory.details.facts
    const answer = await client.read('details', values, signal)
    if (answer.kind === 'failure' || failureIn(description, 'details', answer) || isRefused(answer.json)) return memory.details?.facts ?? {}
    if (!isAboutSession(answer.json, reads.details.about, sessionId)) return memory.details?.facts ?? {}
    const { phone, paidUntil } = withFacts(reading, answer.json, reads.details)
    memory.details = { at: clock.now(), facts: { ...(phone === undefined ? {} : { phone }), ...(paidUntil === undefined ? {} : { paidUntil }) } }
    return memory.details.facts
  }

  /** The code of an attempt. It keeps the time at which it was first seen, so that its end does not move with every look. */
  async function offer(number: NumberRef, before: Reading, signal: AbortSignal): Promise<Reading> {
    const memory = memoryOf(number.sessionId)
    const { final: _final, ...reading } = codeReading(description, number.sessionId, await sendWithRow('code', number, {}, signal))
    if (!reading.code) return reading.state === 'starting' && before.state === 'starting' ? before : reading
    if (memory.code?.value !== reading.code.value) memory.code = { value: reading.code.value, seenAt: clock.now() }
    const ends = description.codeLastsMs === undefined ? {} : { expiresAt: memory.code.seenAt + description.codeLastsMs }
    return { ...reading, code: { ...ends, ...reading.code } }
  }

  async function read(number: NumberRef, signal: AbortSignal): Promise<Reading> {
    const memory = memoryOf(number.sessionId)
    const { final, ...reading } = await stateOf(number, signal)
    if (reading.state === 'connected') Object.assign(memory, { linkingSince: null, code: null })
    const linking = memory.linkingSince !== null && clock.now() - memory.linkingSince < CODES_ASKED_FOR
    if (!linking || final === true || !reads.code || (reading.state !== 'disconnected' && reading.state !== 'starting')) return reading
    return offer(number, reading, signal)
  }

  /** Messages that the service sends by itself once the number is linked; null = it does not tell. */
  async function waitingAt(client: DescribedClient, values: Values, signal: AbortSignal): Promise<Outcome<number | null>> {
    const answer = await client.read('waiting', values, signal)
    const failure = failureIn(description, 'waiting', answer)
    if (failure || answer.kind === 'failure') return { ok: false, failure: failure ?? { code: 'not-understood' } }
    return success(countAt(answer.json, reads.waiting?.count))
  }

  /** Acts that do not say where they name the number do as the status does. */
  const isOfNumber = (answer: unknown, about: typeof own, { sessionId }: NumberRef): boolean => isAboutSession(answer, about ?? own, sessionId)
  const own = reads.status?.about

  const failing = (source: string, failure: Failure): Reading => unknownReading(failure, { source, at: clock.now() })

  return {
    mayRestart: () => acts.start !== undefined,

    async list(signal) {
      if (!account) return success(null)
      const listed = await rows(signal)
      if (!listed.ok) return listed
      const numbers = listed.value.rows.map(({ number }) => number)
      const { unreadable } = listed.value
      if (unreadable === 0) return success(numbers)
      return success({ complete: false, readable: numbers, failure: { code: 'not-understood', detail: `list: ${unreadable} rows are not readable` } })
    },

    ...(account && reads.list?.states
      ? {
          async live(_cursor: string | null, signal: AbortSignal) {
            const listed = await rows(signal)
            if (!listed.ok) return listed
            const readings = listed.value.rows.flatMap(({ number: { sessionId, reading } }) => (reading ? [{ sessionId, reading }] : []))
            return success({ readings, next: null })
          },
        }
      : {}),

    async provision({ fields, known }, signal) {
      if (account || description.number === 'list') return failed('provision-refused', { detail: 'numbers are made in the account of the service' })
      const proven = await proveNumber(description, { address, facts, fields }, environment, signal)
      if (!proven.ok) return proven
      const { values, number, reading } = proven.value
      if (known.includes(number.sessionId)) return failed('number-exists', { field: description.number.field })
      if (reads.waiting && reading.state !== 'connected' && fields[SEND_WAITING] !== PLAIN_AGREED) {
        const waiting = await waitingAt(clientAt(proven.value.address), { ...values, session: number.sessionId }, signal)
        if (waiting.ok && (waiting.value ?? 0) > 0) return failed('messages-waiting', { count: waiting.value ?? 0 })
      }
      const written = await keepSecrets(description, values, number.sessionId, secrets)
      if (!written.ok) return written
      reader.forget(number.sessionId)
      return success({ ...number, reading: reading.state === 'connected' ? reading : await start(number, signal) })
    },

    start,
    read,

    ...(reads.waiting
      ? {
          async waiting(number: NumberRef, signal: AbortSignal): Promise<Outcome<number | null>> {
            const opened = await open(number)
            return opened.ok ? waitingAt(opened.value.client, opened.value.values, signal) : opened
          },
        }
      : {}),

    ...(acts.pair
      ? {
          async pair(number: NumberRef, phone: string, signal: AbortSignal): Promise<Reading> {
            memoryOf(number.sessionId).linkingSince = clock.now()
            const answer = await sendWithRow('pair', number, { phone }, signal)
            const evidence = evidenceOf('pair', answer)
            const failure = failureIn(description, 'pair', answer)
            if (failure || answer.kind === 'failure') return unknownReading(failure ?? { code: 'not-understood' }, evidence)
            const isOwn = isOfNumber(answer.json, acts.pair?.about, number) && !isRefused(answer.json)
            const code = !isOwn ? null : acts.pair?.code.map((place) => typedCodeOf(valueAt(answer.json, place))).find((each) => each !== null)
            if (!code) return { state: 'unknown', failure: { code: 'pairing-impossible', detail: 'pair: no code' }, evidence }
            return { state: 'awaiting-scan', code, evidence }
          },
        }
      : {}),

    async disconnect(number, signal): Promise<Outcome> {
      Object.assign(memoryOf(number.sessionId), { linkingSince: null, code: null, details: null })
      if (!acts.logout) return failed('not-allowed', { detail: 'logout: the service has no such call' })
      const answer = await sendWithRow('logout', number, {}, signal)
      const failure = failureIn(description, 'logout', answer)
      if (failure || answer.kind === 'failure') return { ok: false, failure: failure ?? { code: 'not-understood' } }
      const { done, about } = acts.logout
      return isOfNumber(answer.json, about, number) && !isRefused(answer.json) && (!done || fits(done, answer.json, answer.status))
        ? success()
        : failed('not-understood', { detail: `logout: HTTP ${answer.status}` })
    },

    signOut: () => Promise.resolve(),
  }

  async function start(number: NumberRef, signal: AbortSignal): Promise<Reading> {
    Object.assign(memoryOf(number.sessionId), { linkingSince: clock.now(), code: null })
    if (acts.start) {
      const answer = await sendWithRow('start', number, {}, signal)
      const failure = failureIn(description, 'start', answer)
      if (failure) return unknownReading(failure, evidenceOf('start', answer))
    }
    return read(number, signal)
  }
}

function fieldsOf(row: unknown): Values {
  const entries = Object.entries(typeof row === 'object' && row !== null ? row : {})
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[`row.${name}`, value]] : [])))
}
