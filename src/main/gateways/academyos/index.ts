// AcademyOS: Supabase sign-in and edge functions, ours or the older deployed ones.
import type { GatewayKind } from '../../core/ports'
import { openAcademyos } from './gateway'
import { signIn } from './sign-in'

/** The AcademyOS backend as a kind of connection. */
export const academyosKind: GatewayKind = { kind: 'academyos', signIn, open: openAcademyos }
