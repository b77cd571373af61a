// AcademyOS: Supabase sign-in and edge functions, ours or the older deployed ones.
import type { GatewayKind } from '../../core/ports'
import { createAcademyosGateway } from './gateway'
import { signIn } from './sign-in'
import { SESSION_SLOT } from './auth/token-keeper'
import { textMember } from '../http/text-member'
import { academyosSpec } from './spec'

/** The AcademyOS backend as a kind of connection. */
export const academyosKind: GatewayKind = {
  spec: academyosSpec,
  // The sign-in service of Supabase, behind its gateway or bare.
  fingerprint: {
    path: '/auth/v1/health',
    matches: ({ status, json }) =>
      (status === 401 && /no api key/i.test(textMember(json, 'message'))) || (status === 200 && textMember(json, 'name') === 'GoTrue'),
  },
  connectionSlots: [SESSION_SLOT],
  // The API keys of its numbers stay on the server.
  numberSlots: () => [],
  signIn,
  open: createAcademyosGateway,
}
