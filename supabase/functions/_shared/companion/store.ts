// The database of one request, over npm:postgres. Each method is one statement, so nothing is locked between them.
import type postgres from 'npm:postgres@3.4.9'
import { changeOf, memberOf, numberOf, type RawRow } from './rows.ts'
import type { NumberRow, RecordOutcome, Store } from './ports.ts'

/** How long a renewal lease lasts, ms: after that another worker may renew the token. */
const TOKEN_LEASE = 10_000

/** What every query selects of a number (table alias i) and its recorded state (alias s). */
const COLUMNS = `
  i.id, i.organization_id, i.wpp_session, i.wpp_client_id, i.wpp_label, i.name, i.is_primary, i.is_enabled, i.is_active, i.created_at,
  i.wpp_state, i.webhook_key, i.wpp_api_key_enc, i.wpp_api_key_mask, nullif(i.settings ->> 'wppApiKey', '') as legacy_api_key,
  i.wpp_token_enc, i.wpp_token_expires_at, i.wpp_token_renew_at,
  s.status as s_status, s.cause as s_cause, s.phone as s_phone, s.checked_at as s_checked_at, s.changed_at as s_changed_at`

/** Rows that belong to this product. */
const OURS = `i.provider = 'wpp' and i.messenger_type = 'whatsapp' and i.is_active is not false`
const ME = `me as (select p.organization_id as my_organization, p.wpp_role as my_role from public.profiles p where p.id = $1)`
const SESSIONS = 'left join public.whatsapp_sessions s on s.integration_id = i.id'

/** Takes the renewal leases of the tokens in `found` that are due, in the statement that loads the rows. */
const renewable = (leaseParameter: string) => `
  due as materialized (
    select m.id from public.messenger_integrations m join found f on f.id = m.id
    where ${leaseParameter}::uuid is not null and m.wpp_state = 'ready' and m.wpp_session is not null
      and (m.wpp_token_renew_at is null or m.wpp_token_renew_at < now())
      and (m.wpp_token_lease_until is null or m.wpp_token_lease_until < now())
    -- A row that somebody holds is being renewed right now; waiting for it could deadlock two lists.
    for update of m skip locked),
  leased as (
    update public.messenger_integrations m set wpp_token_lease_id = ${leaseParameter}::uuid, wpp_token_lease_until = now() + interval '${TOKEN_LEASE} ms'
    from due where m.id = due.id returning m.id)`

/** A store that counts its queries. */
export function createStore(sql: postgres.Sql): Store {
  let queries = 0
  const run = async (text: string, parameters: readonly unknown[]): Promise<readonly RawRow[]> => {
    queries += 1
    return await sql.unsafe<RawRow[]>(text, parameters as postgres.ParameterOrJSON<never>[], { prepare: true })
  }

  return {
    get queries() {
      return queries
    },

    async number(userId, { session, integrationId }, leaseId) {
      const [raw] = await run(
        `with ${ME},
         found as materialized (
           select i.id from public.messenger_integrations i, me
           where i.organization_id = me.my_organization and ${OURS}
             and ($2::text is null or i.wpp_session = $2) and ($3::uuid is null or i.id = $3)
           order by i.is_primary desc, i.created_at, i.id limit 1),
         ${renewable('$4')}
         select me.*, ${COLUMNS}, exists (select 1 from leased) as may_renew
         from me left join found on true left join public.messenger_integrations i on i.id = found.id ${SESSIONS}`,
        [userId, session ?? null, integrationId ?? null, leaseId],
      )
      return { member: memberOf(raw), row: numberOf(raw) }
    },

    async numbers(userId, { limit, cursor, leaseId }) {
      const [after = null, afterId = null] = cursor?.split('_') ?? []
      const raws = await run(
        `with ${ME},
         found as materialized (
           select i.id from public.messenger_integrations i, me
           where i.organization_id = me.my_organization and ${OURS}
             and ($3::text is null or (i.created_at, i.id) > ($3::text::timestamptz, $4::uuid))
           order by i.created_at, i.id limit $2),
         ${renewable('$5')}
         select me.*, ${COLUMNS}, i.created_at::text as cursor_at, exists (select 1 from leased l where l.id = i.id) as may_renew
         from me left join found on true left join public.messenger_integrations i on i.id = found.id ${SESSIONS}
         order by i.created_at, i.id`,
        [userId, limit + 1, after?.replaceAll('~', ' ') ?? null, afterId, leaseId ?? null],
      )
      const rows = raws.map(numberOf).filter((row): row is NumberRow => row !== null)
      const page = rows.slice(0, limit)
      const last = raws[limit - 1]
      const next = rows.length > limit && last ? `${String(last['cursor_at']).replaceAll(' ', '~')}_${String(last['id'])}` : null
      return { member: memberOf(raws[0]), rows: page, next }
    },

    async creation(userId, idempotencyKey) {
      const [raw] = await run(
        `with ${ME}
         select me.*, ${COLUMNS}, i.wpp_lease_until > now() as leased, false as may_renew
         from me left join lateral (
           select i.* from public.messenger_integrations i
           where i.organization_id = me.my_organization and i.provider = 'wpp' and i.messenger_type = 'whatsapp' and case
             when $2::text is not null then i.wpp_idempotency_key = $2
             -- The default number: ours, even when it was switched off, else the primary or oldest row of the older functions.
             else i.wpp_client_id = me.my_organization::text or (i.wpp_client_id is null and i.is_active is not false) end
           order by i.wpp_client_id is null, i.is_primary desc, i.created_at, i.id limit 1
         ) i on true ${SESSIONS}`,
        [userId, idempotencyKey],
      )
      return { member: memberOf(raw), row: numberOf(raw), leased: raw?.['leased'] === true }
    },

    async reserve({ organizationId, userId, clientId, label, idempotencyKey, leaseId, leaseMs }) {
      const [raw] = await run(
        `insert into public.messenger_integrations
           (organization_id, messenger_type, provider, name, is_primary, is_enabled, is_active, webhook_key, settings,
            wpp_client_id, wpp_label, wpp_state, wpp_lease_id, wpp_lease_until, wpp_idempotency_key, wpp_created_by)
         select $1::uuid, 'whatsapp', 'wpp', 'WhatsApp (WPP)',
           -- The default number becomes the primary if there is none; a further one never races it for that.
           $2::text = $1::text and not exists (
             select 1 from public.messenger_integrations p where p.organization_id = $1::uuid and p.messenger_type = 'whatsapp' and p.is_primary),
           true, true, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), '{}',
           $2, $3, 'reserved', $4::uuid, now() + $5::int * interval '1 ms', $6, $7::uuid
         on conflict do nothing returning id`,
        [organizationId, clientId, label, leaseId, leaseMs, idempotencyKey, userId],
      )
      return raw ? String(raw['id']) : null
    },

    async takeLease(integrationId, leaseId, leaseMs, clientId) {
      const taken = await run(
        `update public.messenger_integrations i set wpp_lease_id = $2::uuid, wpp_lease_until = now() + $3::int * interval '1 ms',
           wpp_client_id = coalesce(i.wpp_client_id, $4)
         where i.id = $1 and (i.wpp_lease_until is null or i.wpp_lease_until < now()) returning id`,
        [integrationId, leaseId, leaseMs, clientId ?? null],
      )
      return taken.length > 0
    },

    async prolongLease(integrationId, leaseId, leaseMs) {
      await run(`update public.messenger_integrations set wpp_lease_until = now() + $3::int * interval '1 ms' where id = $1 and wpp_lease_id = $2::uuid`, [
        integrationId,
        leaseId,
        leaseMs,
      ])
    },

    async releaseLease(integrationId, leaseId) {
      await run(`update public.messenger_integrations set wpp_lease_until = null, wpp_lease_id = null where id = $1 and wpp_lease_id = $2::uuid`, [
        integrationId,
        leaseId,
      ])
    },

    async saveClient({ integrationId, leaseId, session, apiKeyEnc, apiKeyMask }) {
      const saved = await run(
        `update public.messenger_integrations set wpp_state = 'ready', is_active = true, wpp_api_key_enc = $4, wpp_api_key_mask = $5,
           settings = (settings - 'wppApiKey' - 'wppJwtToken' - 'wppJwtExpiresAt') || jsonb_build_object('wppAccountNumber', $3::text),
           wpp_token_enc = null, wpp_token_expires_at = null, wpp_token_renew_at = null, updated_at = now()
         where id = $1 and wpp_lease_id = $2::uuid returning id`,
        [integrationId, leaseId, session, apiKeyEnc, apiKeyMask],
      )
      return saved.length > 0
    },

    async renewToken(integrationId, refusedEnc, leaseId) {
      const [raw] = await run(
        `with leased as (
           update public.messenger_integrations set wpp_token_lease_id = $3::uuid, wpp_token_lease_until = now() + interval '${TOKEN_LEASE} ms'
           where id = $1 and wpp_token_enc is not distinct from $2 and (wpp_token_lease_until is null or wpp_token_lease_until < now()) returning id)
         select exists (select 1 from leased) as may_renew, i.wpp_token_enc, i.wpp_token_expires_at from public.messenger_integrations i where i.id = $1`,
        [integrationId, refusedEnc, leaseId],
      )
      const expires = raw?.['wpp_token_expires_at']
      return {
        mayRenew: raw?.['may_renew'] === true,
        tokenEnc: typeof raw?.['wpp_token_enc'] === 'string' ? raw['wpp_token_enc'] : null,
        expiresAt: expires instanceof Date ? expires.getTime() : null,
      }
    },

    async settle(settlements) {
      const wire = settlements.map(({ integrationId, token, releaseToken, record }, index) => ({
        n: index,
        id: integrationId,
        token: token?.tokenEnc ?? null,
        expires_at: token ? new Date(token.expiresAt).toISOString() : null,
        renew_at: token ? new Date(token.renewAt).toISOString() : null,
        release: releaseToken === true,
        ...record,
      }))
      const raws = await run(
        `with given as (
           select * from jsonb_to_recordset($1::text::jsonb) as g (n int, id uuid, token text, expires_at timestamptz, renew_at timestamptz, release boolean,
             status text, cause text, phone text, word text, source text, "eventKey" text, "occurredAt" timestamptz)),
         tokens as (
           update public.messenger_integrations m set
             wpp_token_enc = coalesce(g.token, m.wpp_token_enc), wpp_token_expires_at = coalesce(g.expires_at, m.wpp_token_expires_at),
             wpp_token_renew_at = coalesce(g.renew_at, m.wpp_token_renew_at), wpp_token_lease_id = null, wpp_token_lease_until = null
           from given g where m.id = g.id and (g.token is not null or g.release))
         select g.n, case when g.status is not null then
           public.wpp_record_state(g.id, g.status, g.cause, g.phone, g.word, g.source, g."eventKey", g."occurredAt") end as outcome
         from given g order by g.n`,
        [JSON.stringify(wire)],
      )
      return raws.map((raw) => (raw['outcome'] as RecordOutcome | null) ?? null)
    },

    async membership(userId) {
      const [raw] = await run(`with ${ME} select me.* from me`, [userId])
      return memberOf(raw)
    },

    changes: {
      async after(organizationId, id, limit) {
        const raws = await run(
          `select e.id::text as id, e.organization_id, e.integration_id, e.session, e.status, e.cause, e.source, e.occurred_at
           from public.wpp_session_events e
           -- By the column, not by the text that is selected under its name.
           where e.organization_id = $1 and e.is_change and e.id > $2::text::bigint order by e.id limit $3`,
          [organizationId, id, limit],
        )
        return raws.map(changeOf)
      },
      async head(organizationId, id) {
        const [raw] = await run(
          `select coalesce((select max(id) from public.wpp_session_events where organization_id = $1 and is_change), 0)::text as newest,
             (select count(*) from (select 1 from public.wpp_session_events
                where organization_id = $1 and is_change and id > $2::text::bigint limit 10000) m)::int as missed,
             exists (select 1 from public.wpp_session_events
                where organization_id = $1 and source = 'webhook' and recorded_at > now() - interval '7 days') as webhook`,
          [organizationId, id],
        )
        return { newest: typeof raw?.['newest'] === 'string' ? raw['newest'] : '0', missed: Number(raw?.['missed'] ?? 0), webhook: raw?.['webhook'] === true }
      },
    },

    async byWebhookKey(key) {
      const [raw] = await run(
        `select ${COLUMNS}, false as may_renew from public.messenger_integrations i ${SESSIONS} where i.webhook_key = $1 and ${OURS} and i.wpp_session is not null`,
        [key],
      )
      return numberOf(raw)
    },
  }
}
