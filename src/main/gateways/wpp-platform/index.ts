// WPP Platform: one API key is one number. Adding a number is proving another key.
import type { Gateway, GatewayEnvironment, GatewayKind, ListedNumber, NumberRef, SecretSlots } from '../../core/ports'
import { failed, success, type Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import { addressOf } from '../http/address'
import { failureAtSignIn } from '../http/http-errors'
import { createSecretReader } from '../http/secret-reader'
import type { HttpReply } from '../http/http'
import { isAboutAccount, isRefused } from '../http/proof'
import { createPlatformClient, type AddressSource, type PlatformClient } from './client'
import { maskOf, numberFields } from './fields'
import { failureIn, readNumber, startNumber } from './readings'
import { wppPlatformSpec } from './spec'

/** The WPP Platform as a kind of connection. */
export const wppPlatformKind: GatewayKind = {
  spec: wppPlatformSpec,
  connectionSlots: [],
  numberSlots: (sessionId) => [numberSlot(sessionId)],
  async signIn(request, environment, signal) {
    const { fields, secrets } = request
    const found = addressOf(request)
    if (!found.ok) return found
    const { address } = found.value
    const proven = await proveNumber(() => Promise.resolve(success(address)), fields, environment, signal)
    if (!proven.ok) return { ok: false, failure: failureAtSignIn(proven.failure) }
    const { apiKey, number } = proven.value
    const written = await secrets.write(numberSlot(number.sessionId), apiKey)
    return written.ok ? success({ ...found.value, number }) : written
  },
  open: (connection, secrets, environment) => createPlatformGateway(() => Promise.resolve(success(connection.address)), secrets, environment),
}

/** Secret slot of a number's API key. */
export function numberSlot(sessionId: string): string {
  return `number:${sessionId}`
}

/** The gateway of a platform at an address; the sandbox kind uses it too. */
export function createPlatformGateway(addressOf: AddressSource, secrets: SecretSlots, environment: GatewayEnvironment): Gateway {
  const clients = new Map<string, PlatformClient>()
  const clientOf = ({ sessionId }: NumberRef): PlatformClient => {
    const known = clients.get(sessionId)
    if (known) return known
    const key = createSecretReader(numberSlot(sessionId), secrets)
    const client = createPlatformClient(addressOf, key.read, key.forget, environment)
    clients.set(sessionId, client)
    return client
  }

  return {
    list: () => Promise.resolve(success(null)),
    mayRestart: () => true,

    async provision({ fields, known }, signal) {
      const typed = numberFields(fields)
      if (!typed.ok) return typed
      if (known.includes(typed.value.sessionId)) return failed('number-exists', { field: 'session' })
      const proven = await proveNumber(addressOf, fields, environment, signal)
      if (!proven.ok) return proven
      const { apiKey, number, reading } = proven.value
      const slot = numberSlot(number.sessionId)
      const written = await secrets.write(slot, apiKey)
      if (!written.ok) return written
      clients.delete(number.sessionId) // It may hold an older key.
      const started = reading.state === 'connected' ? reading : await startNumber(clientOf({ ...number }), number.sessionId, signal)
      if (signal.aborted) {
        await secrets.erase(slot)
        return failed('cancelled')
      }
      return success({ ...number, phone: started.phone ?? number.phone, reading: started })
    },

    start: (number, signal) => startNumber(clientOf(number), number.sessionId, signal),
    read: (number, signal) => readNumber(clientOf(number), number.sessionId, signal),

    async disconnect(number, signal): Promise<Outcome> {
      const source = 'session/stop'
      const path = `/internal/session/${encodeURIComponent(number.sessionId)}/stop`
      const answer = await clientOf(number)({ source, method: 'POST', path }, signal)
      if (answer.kind === 'answer' && answer.status < 300 && isDone(answer, number.sessionId)) return success()
      return { ok: false, failure: failureIn(source, answer) }
    },

    signOut: () => Promise.resolve(),
  }
}

/**
 * True if the platform has stopped the session. Its answer is not documented, so anything counts except HTML, broken JSON, and a body that refuses or is
 * about another session.
 */
function isDone({ content, headers, json }: HttpReply, sessionId: string): boolean {
  if (isRefused(json) || !isAboutAccount(json, sessionId)) return false
  return content === 'json' || content === 'empty' || (content === 'other' && !(headers.get('content-type') ?? '').includes('json'))
}

interface ProvenNumber {
  readonly apiKey: string
  readonly number: ListedNumber
  readonly reading: Reading
}

/** Proves that the key is good and knows the session. Writes nothing. */
async function proveNumber(
  addressOf: AddressSource,
  fields: Readonly<Record<string, string>>,
  environment: GatewayEnvironment,
  signal: AbortSignal,
): Promise<Outcome<ProvenNumber>> {
  const typed = numberFields(fields)
  if (!typed.ok) return typed
  const { apiKey, sessionId } = typed.value
  const readKey = (): Promise<Outcome<string>> => Promise.resolve(success(apiKey))
  const reading = await readNumber(
    createPlatformClient(addressOf, readKey, () => undefined, environment),
    sessionId,
    signal,
  )
  // A status word that this app does not know is no reason to refuse the key; the watcher will show it.
  if (reading.failure && !(reading.failure.code === 'not-understood' && reading.evidence.word !== undefined)) {
    const field = reading.gone ? { field: 'session' } : {}
    return { ok: false, failure: { ...reading.failure, ...field } }
  }
  return success({ apiKey, reading, number: { sessionId, apiKeyMask: maskOf(apiKey), facts: {}, phone: reading.phone ?? null, name: null, reading } })
}
