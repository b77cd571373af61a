// WPPConnect Server as a kind of connection: an address and the secret key of its settings.
import { DELIVERED_KEY } from '../../../shared/model/connection-kinds'
import { failed, success } from '../../../shared/model/failure'
import type { GatewayKind } from '../../core/ports'
import { addressOf } from '../http/address'
import { failureAtSignIn } from '../http/http-errors'
import { createSecretReader } from '../http/secret-reader'
import { createClient } from './client'
import { DEFAULT_SECRET, SECRET_KEY, secretIn, withoutCallPath } from './fields'
import { createGateway } from './gateway'
import { textMember } from '../http/text-member'
import { wppconnectSpec } from './spec'

/** WPPConnect Server. Its tokens never expire and can be had again, so they are kept in memory only. */
export const wppconnectKind: GatewayKind = {
  spec: wppconnectSpec,
  // Recorded from a real server 2.10.4: it refuses whoever brings no token, whatever the session.
  fingerprint: {
    path: '/api/x/status-session',
    matches: ({ status, json }) => status === 401 && textMember(json, 'message').startsWith('Token is not present'),
  },
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
    if (!proven.ok) return { ok: false, failure: failureAtSignIn(proven.failure) }
    // Only this server has the list, so it shows that the token was no accident.
    const names = await client.names(signal)
    if (!names.ok) return { ok: false, failure: failureAtSignIn(names.failure) }
    if (signal.aborted) return failed('cancelled')
    const written = await request.secrets.write(SECRET_KEY, secret.value)
    if (!written.ok) return written
    const delivered = secret.value === DEFAULT_SECRET
    if (delivered) environment.log.warn('the server has the secret key it is delivered with')
    return success({ address, facts: { ...found.value.facts, ...(delivered ? { [DELIVERED_KEY]: 'yes' } : {}) } })
  },

  open({ address }, secrets, environment) {
    const key = createSecretReader(SECRET_KEY, secrets)
    const client = createClient({ address, readSecret: key.read, onRejected: key.forget, environment })
    return createGateway({ address, client, environment })
  },
}
