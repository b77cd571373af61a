// Turns rows of the database into the rows that handlers use.
import type { StateChange } from './events/feed.ts'
import type { Member, NumberRow, Recorded } from './ports.ts'

/** A row as the queries of store.ts select it. */
export type RawRow = Readonly<Record<string, unknown>>

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function iso(value: unknown): string | null {
  return value instanceof Date ? value.toISOString() : text(value)
}

function ms(value: unknown): number | null {
  const at = iso(value)
  return at === null ? null : Date.parse(at)
}

/** The caller's membership; without a profile there is no organisation. */
export function memberOf(raw: RawRow | undefined): Member {
  return { organizationId: text(raw?.['my_organization']), role: text(raw?.['my_role']) ?? 'operator' }
}

function recordedOf(raw: RawRow): Recorded | null {
  const status = text(raw['s_status'])
  if (status === null) return null
  return { status, cause: text(raw['s_cause']), phone: text(raw['s_phone']), checkedAt: iso(raw['s_checked_at']), changedAt: iso(raw['s_changed_at']) }
}

/** A row of the history. */
export function changeOf(raw: RawRow): StateChange {
  return {
    id: text(raw['id']) ?? '0',
    organizationId: text(raw['organization_id']) ?? '',
    integrationId: text(raw['integration_id']),
    session: text(raw['session']) ?? '',
    status: text(raw['status']) ?? '',
    cause: text(raw['cause']),
    source: text(raw['source']) ?? '',
    occurredAt: iso(raw['occurred_at']) ?? '',
  }
}

/** The number of a joined row; null when the join found none. */
export function numberOf(raw: RawRow | undefined): NumberRow | null {
  const id = text(raw?.['id'])
  if (!raw || id === null) return null
  return {
    id,
    organizationId: text(raw['organization_id']) ?? '',
    session: text(raw['wpp_session']),
    clientId: text(raw['wpp_client_id']),
    label: text(raw['wpp_label']),
    name: text(raw['name']) ?? '',
    isPrimary: raw['is_primary'] === true,
    isEnabled: raw['is_enabled'] !== false,
    isActive: raw['is_active'] !== false,
    createdAt: iso(raw['created_at']) ?? '',
    state: raw['wpp_state'] === 'reserved' ? 'reserved' : 'ready',
    webhookKey: text(raw['webhook_key']) ?? '',
    apiKeyEnc: text(raw['wpp_api_key_enc']),
    apiKeyMask: text(raw['wpp_api_key_mask']),
    legacyApiKey: text(raw['legacy_api_key']),
    tokenEnc: text(raw['wpp_token_enc']),
    tokenExpiresAt: ms(raw['wpp_token_expires_at']),
    tokenRenewAt: ms(raw['wpp_token_renew_at']),
    mayRenewToken: raw['may_renew'] === true,
    recorded: recordedOf(raw),
  }
}
