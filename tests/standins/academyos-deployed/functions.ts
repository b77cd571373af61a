// The functions' router as deployed: `main` starts a worker for each name; a missing or crashing one is a 500 of its own shape.
import { organizationOf, type Scope } from './caller'
import { create } from './create'
import { disconnect, qr, start, status } from './session-functions'
import { json, maskInList, type Answer } from './wire'
import type { Seen } from './world'

const FUNCTIONS: Readonly<Record<string, (scope: Scope, request: Seen) => Answer>> = {
  'wpp-create': create,
  'wpp-status': status,
  'wpp-start': start,
  'wpp-disconnect': disconnect,
  'wpp-qr': qr,
  'messenger-integrations': list,
}

/** Answers one call of a function by name. */
export function callFunction(scope: Scope, name: string, request: Seen): Answer {
  const scripted = scope.world.switches.scripted.get(name)
  if (scripted) return scripted(request)
  if (name === '') return json(200, { status: 'ok', message: 'edge runtime' })
  const run = FUNCTIONS[name]
  if (!run || scope.world.switches.missing.has(name)) {
    return json(500, { error: 'main worker error', details: `All servicePath candidates failed for ${name}. /home/deno/functions/${name}` })
  }
  if (request.method === 'OPTIONS') return { status: 200, headers: { 'access-control-allow-origin': '*' } }
  const answer = run(scope, request)
  if (scope.world.switches.cutAnswer.delete(name)) return { ...answer, cut: true }
  return answer
}

function list(scope: Scope, request: Seen): Answer {
  const organization = organizationOf(scope, request, 'any-case')
  if (typeof organization !== 'string') return organization
  if (request.method !== 'GET') return json(405, { success: false, error: 'Method not allowed' })
  const rows = scope.world.rows.filter((row) => row.organization === organization)
  const integrations = rows.map((row) => ({
    id: row.id,
    organization_id: row.organization,
    messenger_type: 'whatsapp',
    provider: 'wpp',
    name: row.name,
    is_primary: row.isPrimary,
    is_enabled: true,
    is_active: true,
    webhook_key: maskInList(row.id),
    settings: { wppAccountNumber: row.session, wppApiKey: maskInList(row.apiKey), wppJwtToken: maskInList('jwt') },
  }))
  return json(200, { success: true, integrations })
}
