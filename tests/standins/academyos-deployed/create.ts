// wpp-create as deployed: not idempotent, confused by two rows, and wording every start that fails as `starting`.
import { randomUUID } from 'node:crypto'
import { organizationOf, startAnswer, type Scope } from './caller'
import { PlatformDown } from './platform'
import { field, json, maskInCreate, type Answer } from './wire'
import { insertRow, maybeSingle, type Row, type Seen } from './world'

/** Answers one wpp-create. */
export function create(scope: Scope, request: Seen): Answer {
  const { world, platform } = scope
  const organization = organizationOf(scope, request, 'any-case')
  if (typeof organization !== 'string') return organization
  if (world.switches.secretMissing) return json(500, { success: false, error: 'WPP_SECRET not configured' })

  const addNew = field(request.body, 'add_new') === true
  const existing = addNew ? null : maybeSingle(world, organization)
  if (existing && field(request.body, 'force_recreate') !== true) return answer(scope, existing)

  let client
  try {
    client = platform.createClient(addNew ? `${organization}__wpp__${randomUUID().slice(0, 8)}` : organization)
  } catch (error) {
    if (!(error instanceof PlatformDown)) throw error
    return json(500, { success: false, error: 'Failed to create WPP client: 502 Bad Gateway' })
  }
  const hasPrimary = world.rows.some((row) => row.organization === organization && row.isPrimary)
  // Without add_new a new row is always a primary one: with two rows maybeSingle saw none, and the unique index refuses the second primary.
  const row: Row = { id: randomUUID(), organization, ...client, isPrimary: addNew ? !hasPrimary : true, name: 'WhatsApp (WPP)' }
  const refused = insertRow(world, row)
  if (refused) return json(500, { success: false, error: `Failed to save integration: ${refused}` })
  return answer(scope, row)
}

function answer(scope: Scope, row: Row): Answer {
  const apiKey = maskInCreate(row.apiKey)
  try {
    return json(200, { success: true, session: row.session, apiKey, ...startAnswer(scope, row.session) })
  } catch {
    return json(200, { success: true, session: row.session, apiKey, status: 'starting' })
  }
}
