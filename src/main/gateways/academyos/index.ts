// AcademyOS: Supabase sign-in and edge functions, ours or the older deployed ones.
import type { GatewayKind } from '../../core/ports'
import { createAcademyosGateway } from './gateway'
import { signIn } from './sign-in'
import { SESSION_SLOT } from './auth/token-keeper'

/** The AcademyOS backend as a kind of connection. */
export const academyosKind: GatewayKind = {
  kind: 'academyos',
  connectionSlots: [SESSION_SLOT],
  // The API keys of its numbers stay on the server.
  numberSlots: () => [],
  signIn,
  open: createAcademyosGateway,
}
