// Who calls a function, found the way each deployed function finds it: some accept any spelling of "Bearer", some only the exact prefix.
import { json, type Answer } from './wire'
import type { GoTrue } from './gotrue'
import type { Platform } from './platform'
import type { Seen, World } from './world'

/** What a function works with. */
export interface Scope {
  readonly world: World
  readonly platform: Platform
  readonly auth: GoTrue
}

/** The caller's organisation, or the refusal the function answers. */
export function organizationOf(scope: Scope, request: Seen, bearer: 'any-case' | 'exact'): string | Answer {
  const header = request.headers.authorization
  const pattern = bearer === 'exact' ? /^Bearer (.+)$/ : /^bearer\s+(.+)$/i
  const token = typeof header === 'string' ? pattern.exec(header)?.[1] : undefined
  if (token === undefined) return json(401, { success: false, error: bearer === 'exact' ? 'Unauthorized' : 'Missing authorization' })
  const person = scope.auth.personOf(token)
  if (!person) return json(401, { success: false, error: 'Unauthorized' })
  return person.organization ?? json(404, { success: false, error: 'Organization not found' })
}

/** Code or state after starting, as wpp-create and wpp-start word it. */
export function startAnswer(scope: Scope, session: string): { status: 'connected' | 'qr_issued' | 'starting'; qrcode?: string } {
  const started = scope.platform.start(session)
  if (started === 'connected') return { status: 'connected' }
  if (started === 'starting' || scope.world.switches.noQrInTime) return { status: 'starting' }
  return { status: 'qr_issued', qrcode: started }
}
