// Evolution API: address and a key, the server's own or that of one instance.
import type { GatewayKind } from '../../core/ports'
import { failed, success } from '../../../shared/model/failure'
import { addressOf } from '../http/address'
import { cleanPastedKey, faultOfPasted } from '../http/pasted'
import { createEvolutionClient, KEY_SLOT } from './client'
import { typedSecret } from '../http/secret-reader'
import { createEvolutionGateway } from './gateway'
import { textMember } from '../http/text-member'
import { evolutionSpec } from './spec'

/** Evolution API as a kind of connection. */
export const evolutionKind: GatewayKind = {
  spec: evolutionSpec,
  // Recorded from a real server 2.3.6.
  fingerprint: {
    path: '/',
    version: 'version',
    matches: ({ status, json }) => status === 200 && textMember(json, 'message').startsWith('Welcome to the Evolution API'),
  },
  connectionSlots: [KEY_SLOT],
  numberSlots: () => [],
  async signIn(request, environment, signal) {
    const found = addressOf(request)
    if (!found.ok) return found
    const key = cleanPastedKey(request.fields['apiKey'] ?? '')
    if (key === '') return failed('invalid-input', { field: 'apiKey' })
    const fault = faultOfPasted(key, 'apiKey')
    if (fault) return { ok: false, failure: fault }
    const client = createEvolutionClient(found.value.address, typedSecret(key), environment)
    const listed = await client.instances(signal)
    if (!listed.ok) {
      const { code, detail = '' } = listed.failure
      if (code === 'secret-key-rejected') return failed(code, { detail, field: 'apiKey' })
      return code === 'not-understood' ? failed('address-not-backend', { detail, field: 'address' }) : listed
    }
    const written = await request.secrets.write(KEY_SLOT, key)
    return written.ok ? success(found.value) : written
  },
  open: (connection, secrets, environment) => createEvolutionGateway(connection.address, secrets, environment),
}
