// WAHA as a kind of connection: an address and the key of its settings.
import type { GatewayKind, UnknownAnswer } from '../../core/ports'
import { failed, success } from '../../../shared/model/failure'
import { addressOf } from '../http/address'
import { cleanPastedKey, faultOfPasted } from '../http/pasted'
import { createWahaClient, KEY_SLOT } from './client'
import { typedSecret } from '../http/secret-reader'
import { createWahaGateway } from './gateway'
import { textMember } from '../http/text-member'
import { wahaSpec } from './spec'

/** Pages of the server whose address people copy. */
const PASTED_PAGE = /\/(?:dashboard|api|ws)(?:\/.*)?$/i

/** WAHA. */
export const wahaKind: GatewayKind = {
  spec: wahaSpec,
  // From its manual. Other servers made with NestJS know no such path, or refuse every path.
  fingerprint: {
    path: '/api/server/version',
    version: 'version',
    matches: (answer, root) =>
      (nestRefuses(answer) && !nestRefuses(root)) ||
      (answer.status === 200 && textMember(answer.json, 'tier') !== '' && textMember(answer.json, 'engine') !== ''),
  },
  connectionSlots: [KEY_SLOT],
  numberSlots: () => [],
  async signIn(request, environment, signal) {
    const found = addressOf(request)
    if (!found.ok) return found
    const address = found.value.address.replace(PASTED_PAGE, '')
    const key = cleanPastedKey(request.fields[KEY_SLOT] ?? '')
    if (key === '') return failed('invalid-input', { field: KEY_SLOT })
    const fault = faultOfPasted(key, KEY_SLOT)
    if (fault) return { ok: false, failure: fault }
    const listed = await createWahaClient(address, typedSecret(key), environment).sessions(signal)
    if (!listed.ok) {
      const { code, detail = '' } = listed.failure
      if (code === 'secret-key-rejected') return failed(code, { detail, field: KEY_SLOT })
      return code === 'not-understood' ? failed('address-not-backend', { detail, field: 'address' }) : listed
    }
    const written = await request.secrets.write(KEY_SLOT, key)
    return written.ok ? success({ ...found.value, address }) : written
  },
  open: ({ address }, secrets, environment) => createWahaGateway(address, secrets, environment),
}

/** How NestJS refuses whoever brings no key, word for word. */
function nestRefuses(answer: UnknownAnswer | null): boolean {
  return answer?.status === 401 && JSON.stringify(answer.json) === '{"message":"Unauthorized","statusCode":401}'
}
