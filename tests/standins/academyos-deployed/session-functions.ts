// wpp-status, wpp-start, wpp-disconnect and wpp-qr as deployed: the primary unless integration_id says otherwise, a trusted cache, outages told as "disconnected".
import { organizationOf, startAnswer, type Scope } from './caller'
import { PlatformDown } from './platform'
import { field, json, type Answer } from './wire'
import { maybeSingle, rowFor, type Seen } from './world'

/** A stored code is served this long without asking the platform, ms. */
const QR_CACHE = 25_000

/** wpp-status: reads nothing but `force` and `integration_id` from the body; the query string is ignored. */
export function status(scope: Scope, request: Seen): Answer {
  const { world, platform } = scope
  const organization = organizationOf(scope, request, 'exact')
  if (typeof organization !== 'string') return organization
  const row = rowFor(world, organization, field(request.body, 'integration_id'))
  if (!row) return json(200, { success: true, status: 'disconnected', message: 'WPP integration not configured' })
  const account_number = world.switches.answersAbout ?? row.session
  const stored = world.stored.get(row.session)
  if (field(request.body, 'force') !== true && stored) {
    if (stored.status === 'connected') return json(200, { success: true, status: 'connected', account_number })
    if (stored.qr !== null && Date.now() - stored.qrAt < QR_CACHE) {
      return json(200, { success: true, status: 'qr_issued', qrcode: stored.qr, last_qr_at: new Date(stored.qrAt).toISOString(), account_number })
    }
  }
  let live: ReturnType<typeof platform.status>
  try {
    live = platform.status(row.session)
  } catch {
    live = 'offline' // any exception of the status call becomes "offline"
  }
  if (live === 'connected') {
    world.stored.set(row.session, { status: 'connected', qr: null, qrAt: 0 })
    return json(200, { success: true, status: 'connected', account_number })
  }
  if (live === 'offline') {
    world.stored.set(row.session, { status: 'disconnected', qr: stored?.qr ?? null, qrAt: 0 })
    return json(200, { success: true, status: 'disconnected', account_number })
  }
  const qrcode = live === 'qr' ? platform.qr(row.session) : null
  if (qrcode === null) return json(200, { success: true, status: 'qr_pending', message: 'QR code not ready yet', account_number })
  world.stored.set(row.session, { status: 'qr_issued', qr: qrcode, qrAt: Date.now() })
  return json(200, { success: true, status: 'qr_issued', qrcode, last_qr_at: new Date().toISOString(), account_number })
}

/** wpp-start. */
export function start(scope: Scope, request: Seen): Answer {
  const { world } = scope
  const organization = organizationOf(scope, request, 'exact')
  if (typeof organization !== 'string') return organization
  const id = field(request.body, 'integration_id')
  const row = rowFor(world, organization, id)
  if (!row) {
    return typeof id === 'string'
      ? json(404, { success: false, error: 'WPP integration not configured' })
      : json(400, { success: false, error: 'wppAccountNumber not configured in messenger settings' })
  }
  if (world.switches.startTimesOut) return json(408, { success: false, ok: false, status: 'timeout', error: 'Timeout waiting for QR code' })
  try {
    const started = startAnswer(scope, row.session)
    world.stored.set(row.session, {
      status: started.status === 'connected' ? 'connected' : 'qr_issued',
      qr: started.qrcode ?? null,
      qrAt: started.qrcode === undefined ? 0 : Date.now(),
    })
    return json(200, { success: true, ok: true, ...started, account_number: row.session })
  } catch (error) {
    return json(500, { success: false, ok: false, status: 'error', error: error instanceof PlatformDown ? 'fetch failed' : String(error) })
  }
}

/** wpp-disconnect: stops the platform session, then deletes the row; without integration_id it takes the primary. */
export function disconnect(scope: Scope, request: Seen): Answer {
  const { world, platform } = scope
  const organization = organizationOf(scope, request, 'exact')
  if (typeof organization !== 'string') {
    return json(organization.status, { error: field(organization.body, 'error') })
  }
  const row = rowFor(world, organization, field(request.body, 'integration_id'))
  if (!row) return json(404, { error: 'WPP integration not found' })
  try {
    platform.stop(row.session)
  } catch (error) {
    return json(500, { ok: false, success: false, error: error instanceof Error ? error.message : 'error' })
  }
  world.rows.splice(world.rows.indexOf(row), 1)
  world.stored.set(row.session, { status: 'disconnected', qr: null, qrAt: 0 })
  return json(200, { ok: true, success: true, status: 'disconnected' })
}

/** wpp-qr: reads "the" row, so two rows give none; the platform's errors give a null code. */
export function qr(scope: Scope, request: Seen): Answer {
  const { world, platform } = scope
  const organization = organizationOf(scope, request, 'any-case')
  if (typeof organization !== 'string') return organization
  const session = request.query.get('session') ?? field(request.body, 'session')
  if (typeof session !== 'string' || session === '') return json(400, { success: false, error: 'Session parameter required' })
  const row = maybeSingle(world, organization)
  if (!row) return json(404, { success: false, error: 'WPP integration not found' })
  if (row.session !== session) return json(404, { success: false, error: 'Session not found for this organization' })
  let code: string | null = null
  try {
    code = platform.qr(session)
  } catch {
    // quirk: an error is a missing code
  }
  return json(200, { success: true, qr: code }, { 'cache-control': 'no-store' })
}
