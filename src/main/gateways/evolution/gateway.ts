// One Evolution API: its instances are listed and adopted, linked, read and logged out.
import type { Gateway, GatewayEnvironment, ListedNumber, SecretSlots } from '../../core/ports'
import { failed, success, type Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import { createEvolutionClient, failureOf, KEY_SLOT, NAMED, type ListedInstance } from './client'
import { createSecretReader } from '../http/secret-reader'
import { listenTo } from './events'
import { evidenceOf } from '../http/evidence'
import type { HttpAnswer } from '../http/http'
import { CODES_ASKED_FOR } from '../http/linking-code'
import { carriesError, deniesSuccess, isAbout, saysWord } from '../http/proof'
import { causeOf, offeredIn, phoneIn, stateIn, unknown } from './readings'
import { createRivals } from './rivals'

/** `connect` without a code for so long, ms: the server cannot reach WhatsApp. A code takes it one to three seconds. */
const NO_CODE = 45_000
const INTEGRATION = 'WHATSAPP-BAILEYS'

/** What is remembered of an instance between requests. */
interface Memory {
  /** Epoch ms of the last start by this app, while it asks for codes; null = it only watches. */
  linkingSince: number | null
  /** Digits of the phone on which a code is to be typed; null = a code is scanned. */
  typedOn: string | null
  /** No code was offered since, epoch ms. */
  noCodeSince: number | null
  /** Codes that were offered before a close: `connect` answers with them until the next one is issued. */
  readonly dead: Set<string>
  /** The code offered last. */
  last: string | null
  /** The row of the list for the state that the instance has. */
  row: ListedInstance | null
}

/** Opens the gateway of a server. */
export function createEvolutionGateway(address: string, secrets: SecretSlots, environment: GatewayEnvironment): Gateway {
  const { clock } = environment
  const key = createSecretReader(KEY_SLOT, secrets)
  const client = createEvolutionClient(address, key, environment)
  const memories = new Map<string, Memory>()
  const rivals = createRivals(clock)

  function memoryOf(name: string): Memory {
    const known = memories.get(name) ?? { linkingSince: null, typedOn: null, noCodeSince: null, dead: new Set<string>(), last: null, row: null }
    memories.set(name, known)
    return known
  }
  const inPath = encodeURIComponent

  /** The instance's row once the list has caught up with its state, read once for each change of it; null = not yet. */
  async function rowOf(name: string, state: 'open' | 'close', signal: AbortSignal): Promise<ListedInstance | null> {
    const memory = memoryOf(name)
    if (memory.row?.status === state) return memory.row
    const listed = await client.instances(signal, name)
    const row = listed.ok ? listed.value.rows.find((each) => each.name === name && each.status === state) : undefined
    memory.row = row ?? null
    return memory.row
  }

  async function opened(source: 'connect' | 'connectionState', name: string, answer: HttpAnswer, signal: AbortSignal): Promise<Reading> {
    const memory = memoryOf(name)
    const said = phoneIn(answer)
    const told = said.is === 'known' ? said.id : null
    if (told !== null && memory.row?.phone !== told) memory.row = null
    const phone = (await rowOf(name, 'open', signal))?.phone ?? null
    // The list and the answer speak of two phones: one of them is about another instance.
    if (told !== null && phone !== null && told !== phone) return unknown(source, answer, 'open')
    Object.assign(memory, { linkingSince: null, noCodeSince: null, last: null })
    return { state: 'connected', ...(phone === null ? {} : { phone }), evidence: evidenceOf(source, answer, 'open') }
  }

  async function closed(name: string, evidence: Reading['evidence'], signal: AbortSignal): Promise<Reading> {
    return { state: 'disconnected', ...causeOf((await rowOf(name, 'close', signal))?.reason ?? null), evidence }
  }

  /** Asks for a code. A code that was offered before a close is dead, however often it comes again. */
  async function offer(name: string, signal: AbortSignal): Promise<Reading> {
    const memory = memoryOf(name)
    const source = 'connect'
    const query = memory.typedOn === null ? '' : `?number=${inPath(memory.typedOn)}`
    const answer = await client.send({ source, method: 'GET', path: `connect/${inPath(name)}${query}` }, signal)
    const offered = offeredIn(answer, name, memory.typedOn !== null, client.idOf(name))
    const evidence = evidenceOf(source, answer)
    if (offered === 'open') return opened(source, name, answer, signal)
    if (typeof offered === 'object' && 'state' in offered) return offered
    if (typeof offered === 'object' && !memory.dead.has(offered.id)) {
      memory.noCodeSince = null
      memory.last = offered.id
      if (offered.code) return { state: 'awaiting-scan', code: offered.code, evidence }
      // An instance that offers a code to scan already gives none to type.
      return { state: 'unknown', failure: { code: 'pairing-busy', detail: 'connect: no pairingCode' }, evidence }
    }
    memory.noCodeSince ??= clock.now()
    if (clock.now() - memory.noCodeSince < NO_CODE) return { state: 'starting', evidence }
    return { state: 'unknown', failure: { code: 'whatsapp-unreachable', detail: 'connect: no code' }, evidence }
  }

  async function read(name: string, signal: AbortSignal): Promise<Reading> {
    const memory = memoryOf(name)
    const source = 'connectionState'
    const answer = await client.send({ source, method: 'GET', path: `${source}/${inPath(name)}` }, signal)
    const said = stateIn(source, answer, name, client.idOf(name))
    if (typeof said === 'object') return said
    const evidence = evidenceOf(source, answer, said)
    if (memory.linkingSince === null && rivals.isFought(name, said === 'open'))
      return said === 'open' ? { state: 'starting', evidence } : { state: 'disconnected', cause: 'replaced', evidence }
    if (said === 'open') return opened(source, name, answer, signal)
    // The state is `close` for moments of an attempt too, while the server has no code.
    const linking = memory.linkingSince !== null && clock.now() - memory.linkingSince < CODES_ASKED_FOR
    if (said === 'close') {
      if (memory.last !== null) memory.dead.add(memory.last)
      memory.last = null
    }
    if (linking) return offer(name, signal)
    memory.linkingSince = null
    if (said === 'close') return closed(name, evidence, signal)
    // Nobody asked: the server reconnects by itself.
    memory.row = null
    return { state: 'starting', evidence }
  }

  async function start(name: string, isNew: boolean, typedOn: string | null, signal: AbortSignal): Promise<Reading> {
    const memory = memoryOf(name)
    const source = 'connectionState'
    const before = stateIn(source, await client.send({ source, method: 'GET', path: `${source}/${inPath(name)}` }, signal), name, client.idOf(name))
    if (typeof before === 'object' && before.gone === true) return before
    Object.assign(memory, { linkingSince: clock.now(), typedOn, noCodeSince: null, row: null, last: null })
    const first = await offer(name, signal)
    if (isNew || before !== 'close' || memory.last === null) return first
    // What a closed instance offers at first is the code from before the close.
    memory.dead.add(memory.last)
    return { state: 'starting', evidence: first.evidence }
  }

  return {
    mayRestart: () => true,

    async list(signal) {
      const listed = await client.instances(signal)
      if (!listed.ok) return listed
      const { rows, unreadable } = listed.value
      const numbers = rows.map(numberOf)
      if (unreadable === 0) return success(numbers)
      return success({ complete: false, readable: numbers, failure: { code: 'not-understood', detail: `fetchInstances: ${unreadable} rows are not readable` } })
    },

    async provision({ known }, signal) {
      const listed = await client.instances(signal)
      if (!listed.ok) return listed
      const name = freeName([...known, ...listed.value.rows.map((each) => each.name)])
      const source = 'create'
      const body = { instanceName: name, integration: INTEGRATION, qrcode: false }
      const answer = await client.send({ source, method: 'POST', path: source, body }, signal)
      if (answer.kind === 'failure') return { ok: false, failure: answer.failure }
      // 403 is its word for a name in use, 401 for a key that may not create: an instance's own.
      if (answer.status === 401 || answer.status === 403) return failed('provision-refused', { detail: `create: HTTP ${answer.status}` })
      if (answer.status >= 300) return { ok: false, failure: failureOf(source, answer) }
      const reading = await start(name, true, null, signal)
      return success({ sessionId: name, apiKeyMask: null, facts: {}, phone: null, name, reading })
    },

    start: ({ sessionId }, signal) => start(sessionId, false, null, signal),
    // The first answer has no code: the ones that follow bring it.
    pair: ({ sessionId }, phone, signal) => start(sessionId, false, phone, signal),
    read: ({ sessionId }, signal) => read(sessionId, signal),

    async disconnect({ sessionId }, signal): Promise<Outcome> {
      const source = 'logout'
      const memory = memoryOf(sessionId)
      Object.assign(memory, { linkingSince: null, row: null })
      const answer = await client.send({ source, method: 'DELETE', path: `${source}/${inPath(sessionId)}` }, signal)
      if (answer.kind === 'failure') return { ok: false, failure: answer.failure }
      const done = answer.status < 300 && saysWord(answer.json, ['status'], 'success') && !carriesError(answer.json) && !deniesSuccess(answer.json)
      if (done && isAbout(answer.json, sessionId, NAMED)) return success()
      // 400 "is not connected": there is nothing to log out.
      return answer.status === 400 && /is not connected/i.test(JSON.stringify(answer.json ?? ''))
        ? success()
        : { ok: false, failure: failureOf(source, answer) }
    },

    async events(listener, signal) {
      const known = await key.read()
      if (!known.ok) return known.failure
      return listenTo({ address, key: known.value, names: () => [...memories.keys()], listener, onConflict: rivals.closed, clock, signal })
    },

    signOut: () => Promise.resolve(),
  }
}

function numberOf({ name, phone }: ListedInstance): ListedNumber {
  return { sessionId: name, apiKeyMask: null, facts: {}, phone, name }
}

function freeName(taken: readonly string[]): string {
  for (let count = 1; ; count += 1) if (!taken.includes(`number-${count}`)) return `number-${count}`
}
