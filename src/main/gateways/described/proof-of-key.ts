// Proving what an operator typed against the service, before anything is kept.
import type { GatewayEnvironment, ListedNumber } from '../../core/ports'
import { failed, success, type Failure, type Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import { addressOf } from '../http/address'
import { failureAtSignIn } from '../http/http-errors'
import { createDescribedClient } from './client'
import { plainValues, secretFields, typedValues } from './credentials'
import type { Description } from './description'
import { rowsIn, statusReading } from './readings'
import type { Values } from './templates'

/** The base address without a slash at its end: the description's, or the one that was typed. */
export function baseOf({ base }: Description, address: string): string {
  return ('fixed' in base ? base.fixed : address).replace(/\/+$/, '')
}

/** A number whose credentials are good. */
interface ProvenNumber {
  readonly values: Values
  readonly address: string
  readonly number: ListedNumber
  readonly reading: Reading
}

interface Proof {
  /** The connection's address; what the form says comes first. */
  readonly address: string
  /** The connection's facts. */
  readonly facts: Values
  readonly fields: Values
}

/** Proves the credentials of one number by its status. */
export async function proveNumber(
  description: Description,
  proof: Proof,
  environment: GatewayEnvironment,
  signal: AbortSignal,
): Promise<Outcome<ProvenNumber>> {
  const found = placeOf(description, proof)
  if (!found.ok) return found
  const typed = typedValues(description, proof.fields)
  if (!typed.ok) return typed
  if (description.number === 'list') return failed('internal', { detail: 'numbers come from the list' })
  const sessionId = typed.value[description.number.field] ?? ''
  const client = createDescribedClient(description, found.value.address, environment)
  const answer = await client.read('status', { ...typed.value, session: sessionId }, signal)
  const { final: _final, ...reading } = statusReading(description, sessionId, answer)
  const { failure } = reading
  // A word that this app does not know is no reason to refuse the key; the watch will show it.
  const understood = !failure || reading.evidence.word !== undefined
  if (!understood) return { ok: false, failure: atField(description, failure) }
  const facts = { ...plainValues(description, typed.value), ...('asked' in description.base ? { address: found.value.address, ...found.value.facts } : {}) }
  const number = { sessionId, apiKeyMask: null, facts, phone: reading.phone ?? null, name: null, reading }
  return success({ values: typed.value, address: found.value.address, number, reading })
}

/** Proves the credentials of an account by its list of numbers. */
export async function proveAccount(
  description: Description,
  proof: Proof,
  environment: GatewayEnvironment,
  signal: AbortSignal,
): Promise<Outcome<{ readonly values: Values; readonly address: string; readonly facts: Values }>> {
  const found = placeOf(description, proof)
  if (!found.ok) return found
  const typed = typedValues(description, proof.fields)
  if (!typed.ok) return typed
  const client = createDescribedClient(description, found.value.address, environment)
  const listed = rowsIn(description, await client.read('list', typed.value, signal))
  if (!listed.ok) return { ok: false, failure: atField(description, listed.failure) }
  return success({ values: typed.value, address: found.value.address, facts: { ...found.value.facts, ...plainValues(description, typed.value) } })
}

function placeOf(description: Description, { address, facts, fields }: Proof): Outcome<{ readonly address: string; readonly facts: Values }> {
  return 'fixed' in description.base ? success({ address: baseOf(description, ''), facts: {} }) : addressOf({ address, facts, fields })
}

/** The field that has to be corrected. */
function atField(description: Description, failure: Failure): Failure {
  const { code } = failure
  const [secret] = secretFields(description)
  if (code === 'key-rejected' && secret !== undefined) return { ...failure, field: secret }
  if (code === 'number-not-found' && description.number !== 'list') return { ...failure, field: description.number.field }
  return 'asked' in description.base ? failureAtSignIn(failure) : failure
}
