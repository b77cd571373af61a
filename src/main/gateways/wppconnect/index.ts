// WPPConnect Server as a kind of connection: an address and the secret key of its settings.
import { failed, success, type Failure, type Outcome } from '../../../shared/model/failure'
import type { GatewayKind, SecretSlots } from '../../core/ports'
import { addressOf } from '../http/address'
import { createClient } from './client'
import { DEFAULT_SECRET, SECRET_KEY, secretIn, withoutCallPath } from './fields'
import { createGateway } from './gateway'

/** Fact of a connection: its secret key is the one that every server is delivered with. */
const DEFAULT_SECRET_FACT = 'defaultSecret'

/** WPPConnect Server. Its tokens never expire and can be had again, so they are kept in memory only. */
export const wppconnectKind: GatewayKind = {
  kind: 'wppconnect',
  connectionSlots: [SECRET_KEY],
  numberSlots: () => [],

  async signIn(request, environment, signal) {
    const found = addressOf(request)
    if (!found.ok) return found
    const address = withoutCallPath(found.value.address)
    const secret = secretIn(request.fields)
    if (!secret.ok) return secret
    const client = createClient({ address, readSecret: async () => secret, onRejected: () => undefined, environment })
    const proven = await client.prove(signal)
    if (!proven.ok) return { ok: false, failure: notServer(proven.failure) }
    // Only this server has the list, so it shows that the token was no accident.
    const names = await client.names(signal)
    if (!names.ok) return { ok: false, failure: notServer(names.failure) }
    if (signal.aborted) return failed('cancelled')
    const written = await request.secrets.write(SECRET_KEY, secret.value)
    if (!written.ok) return written
    const delivered = secret.value === DEFAULT_SECRET
    if (delivered) environment.log.warn('the server has the secret key it is delivered with')
    return success({ address, facts: { ...found.value.facts, ...(delivered ? { [DEFAULT_SECRET_FACT]: 'yes' } : {}) } })
  },

  open({ address }, secrets, environment) {
    const key = createKeyReader(secrets)
    const client = createClient({ address, readSecret: key.read, onRejected: key.forget, environment })
    return createGateway({ address, client, environment })
  },
}

/** At sign-in an answer that makes no sense is most likely an address of something else. */
function notServer(failure: Failure): Failure {
  return failure.code === 'not-understood' || failure.code === 'too-large' ? { ...failure, code: 'address-not-backend', field: 'address' } : failure
}

/** Reads the secret key from the keychain once and keeps it in memory, so that a keyring that locks later does not end the watch. */
function createKeyReader(secrets: SecretSlots) {
  let held: string | null = null
  return {
    async read(): Promise<Outcome<string>> {
      if (held !== null) return success(held)
      const stored = await secrets.read(SECRET_KEY)
      if (!stored.ok) return stored
      if (stored.value === null) return failed('secret-missing')
      held = stored.value
      return success(held)
    },
    forget: (): void => void (held = null),
  }
}
