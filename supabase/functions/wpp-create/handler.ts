// wpp-create: one click, one number. The row is reserved before the platform is asked and nothing is locked while it answers,
// so two operators, a repeated request and a crash in between all end with one client and one row.
import { requireManager } from '../_shared/companion/request/access.ts'
import { createdAnswer } from '../_shared/companion/request/answers.ts'
import { ApiError } from '../_shared/companion/request/errors.ts'
import { toApiError } from '../_shared/companion/platform/faults.ts'
import { bodyObject, idempotencyKeyOf, switchOf } from '../_shared/companion/request/input.ts'
import { maskKey } from '../_shared/companion/mask.ts'
import type { Deps, Handler, NumberRow } from '../_shared/companion/ports.ts'
import { readLive, settlementOf } from '../_shared/companion/platform/reading.ts'
import { startAccount } from '../_shared/companion/platform/starting.ts'
import { apiKeyOf } from '../_shared/companion/platform/tokens.ts'
import { keyPlace } from '../_shared/companion/vault.ts'

/** How often a request looks whether the one that creates the number is done, ms. */
const LOOK_AGAIN = 150
/** A lease lives this long and is prolonged while its holder lives, ms: after a crash the next request takes over within its own time. */
const LEASE = 4_000
const PROLONG_EVERY = 1_500

type ReadyRow = NumberRow & { readonly session: string }

interface Wish {
  readonly userId: string
  readonly addNew: boolean
  /** Register the client again and take its key anew; still the same client. */
  readonly recreate: boolean
  readonly idempotencyKey: string | null
  readonly leaseId: string
  /** Epoch ms. */
  readonly began: number
  readonly signal: AbortSignal
}

/** POST `{add_new?, force_recreate?}`. */
export const handle: Handler = async (request, deps) => {
  const { userId } = await deps.authenticate(request)
  const body = await bodyObject(request)
  const addNew = switchOf(body, 'add_new')
  const key = idempotencyKeyOf(request)
  if (addNew && key === null) throw new ApiError('idempotency_key_required')
  if (deps.config.platformSecret === null) throw new ApiError('server_not_configured', { sentence: 'WPP_SECRET not configured' })
  const signal = AbortSignal.timeout(deps.config.createDeadlineMs)
  return await settleWish(
    { userId, addNew, recreate: switchOf(body, 'force_recreate'), idempotencyKey: addNew ? key : null, leaseId: deps.newId(), began: deps.now(), signal },
    deps,
  )
}

/** Loads the row; reserves or takes it over if nobody else does; else waits and loads it again, until the deadline. */
async function settleWish(wish: Wish, deps: Deps): Promise<Response> {
  const { store } = deps
  let waited = false
  for (;;) {
    const { member, row, leased } = await store.creation(wish.userId, wish.idempotencyKey)
    const organization = requireManager(member, deps.config)
    // After a wait the row is what another request has just created. It is not created again, even if this request asked for `force_recreate`.
    const ready = row?.state === 'ready' && row.isActive && row.session !== null && (!wish.recreate || waited)
    if (ready) {
      const answer = await existing(row, row.session, wish, deps)
      if (answer !== null) return answer
    } else if (!leased) {
      const id = row === null ? await reserve(organization, wish, deps) : await take(row, organization, wish, deps)
      if (id !== null) return await provision(id, wish, deps)
    }
    waited = true
    if (wish.signal.aborted) throw new ApiError('create_in_progress', { retryAfterSeconds: 2 })
    await deps.wait(LOOK_AGAIN)
  }
}

async function reserve(organizationId: string, wish: Wish, { store, newId }: Deps): Promise<string | null> {
  const suffix = newId().replaceAll('-', '').slice(0, 8)
  // The platform returns the existing key for a known id, so the id must be the whole organisation; the short form is only a label.
  const short = organizationId.slice(0, 8)
  return await store.reserve({
    organizationId,
    userId: wish.userId,
    idempotencyKey: wish.idempotencyKey,
    leaseId: wish.leaseId,
    leaseMs: LEASE,
    clientId: wish.addNew ? `${organizationId}__wpp__${suffix}` : organizationId,
    label: wish.addNew ? `${short}-${suffix}` : short,
  })
}

async function take(row: NumberRow, organizationId: string, wish: Wish, { store }: Deps): Promise<string | null> {
  return (await store.takeLease(row.id, wish.leaseId, LEASE, row.clientId ?? organizationId)) ? row.id : null
}

/** Prolongs our lease until the returned function releases it. */
function hold(integrationId: string, leaseId: string, { store, wait, background }: Deps): () => Promise<void> {
  let over = false
  const prolong = async (): Promise<void> => {
    for (;;) {
      await wait(PROLONG_EVERY)
      if (over) return
      await store.prolongLease(integrationId, leaseId, LEASE)
    }
  }
  background(prolong().catch(() => undefined))
  return async () => {
    over = true
    await store.releaseLease(integrationId, leaseId)
  }
}

/** With the lease taken: asks the platform for the client, stores its key, starts the account. */
async function provision(integrationId: string, wish: Wish, deps: Deps): Promise<Response> {
  const release = hold(integrationId, wish.leaseId, deps)
  let row: ReadyRow
  try {
    row = await storedClient(integrationId, wish, deps)
  } catch (error) {
    await release()
    throw toApiError(error)
  }
  // The lease lasts until the start has ended: another request that finds the number ready but stopped must not start it too.
  return createdAnswer(row, row.session, row.apiKeyMask ?? '***', await startAccount(row, row.session, deps, release))
}

async function storedClient(integrationId: string, wish: Wish, { store, platform, vault, config, log }: Deps): Promise<ReadyRow> {
  const { row: reserved } = await store.creation(wish.userId, wish.idempotencyKey)
  if (reserved?.id !== integrationId || reserved.clientId === null) throw new ApiError('create_in_progress', { retryAfterSeconds: 2 })
  const client = await platform.createApiKey(config.platformSecret ?? '', reserved.clientId, wish.signal)
  const apiKeyEnc = await vault.seal(client.apiKey, keyPlace(integrationId))
  const saved = await store.saveClient({ integrationId, leaseId: wish.leaseId, session: client.session, apiKeyEnc, apiKeyMask: maskKey(client.apiKey) })
  const { row } = await store.creation(wish.userId, wish.idempotencyKey)
  if (row === null || row.session === null) throw new ApiError('create_in_progress', { retryAfterSeconds: 2 })
  log.info('client stored', { organization_id: row.organizationId, session: row.session, user_id: wish.userId, fenced: !saved })
  return { ...row, session: row.session }
}

/** For a row that has its client: answers the same session with its live state, and starts a stopped number again. Null = another request may be starting it. */
async function existing(row: NumberRow, session: string, wish: Wish, deps: Deps): Promise<Response | null> {
  const mask = row.apiKeyMask ?? maskKey(await apiKeyOf(row, deps.vault).catch(() => ''))
  const reading = await readLive(row, deps, AbortSignal.timeout(deps.config.platformDeadlineMs))
  const settlement = settlementOf(row, reading, 'create', deps.now())
  if (settlement) await deps.store.settle([settlement])
  if (reading.fault) throw toApiError(reading.fault)
  if (reading.status !== 'disconnected') return createdAnswer(row, session, mask, reading)
  if (!(await deps.store.takeLease(row.id, wish.leaseId, LEASE))) {
    // The lease of a request that crashed ends after LEASE. One that lasts longer is prolonged by a living request, which is starting the number.
    return deps.now() - wish.began > LEASE + LOOK_AGAIN ? createdAnswer(row, session, mask, { status: 'starting' }) : null
  }
  // The reading above may have renewed the token and stored it.
  const fresh = reading.token ? { ...row, tokenEnc: reading.token.tokenEnc, tokenExpiresAt: reading.token.expiresAt, mayRenewToken: false } : row
  return createdAnswer(row, session, mask, await startAccount(fresh, session, deps, hold(row.id, wish.leaseId, deps)))
}
