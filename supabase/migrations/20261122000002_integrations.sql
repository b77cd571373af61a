-- messenger_integrations: one row per connected number (provider 'wpp') beside rows of other messengers. A deployed table
-- keeps its columns and rows; ours are added. Keys live in columns of their own, encrypted by the functions.

create table if not exists public.messenger_integrations (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  messenger_type text not null,
  provider text not null,
  name text not null,
  is_primary boolean not null default false,
  is_enabled boolean not null default true,
  is_active boolean not null default true,
  webhook_key text not null unique default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
  settings jsonb not null default '{}'::jsonb,
  priority integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- The live table began with is_enabled; is_active came later by hand, so either may be missing.
alter table public.messenger_integrations add column if not exists is_enabled boolean not null default true;
alter table public.messenger_integrations add column if not exists is_active boolean not null default true;
alter table public.messenger_integrations add column if not exists is_primary boolean not null default false;
alter table public.messenger_integrations add column if not exists settings jsonb not null default '{}'::jsonb;
alter table public.messenger_integrations add column if not exists created_at timestamptz not null default now();
alter table public.messenger_integrations add column if not exists updated_at timestamptz not null default now();

alter table public.messenger_integrations
  -- The session id. It is generated from `settings`, because the older functions keep it there.
  add column if not exists wpp_session text generated always as (case when provider = 'wpp' then settings ->> 'wppAccountNumber' end) stored,
  -- The client id under which the platform knows this number: `<organisation>` or `<organisation>__wpp__<8 hex>`. Null on rows of the older functions.
  add column if not exists wpp_client_id text,
  add column if not exists wpp_label text,
  -- 'reserved' before the platform was asked, 'ready' once its key is stored.
  add column if not exists wpp_state text not null default 'ready',
  add column if not exists wpp_lease_id uuid,
  add column if not exists wpp_lease_until timestamptz,
  add column if not exists wpp_idempotency_key text,
  add column if not exists wpp_created_by uuid,
  -- `<key id>.<nonce>.<ciphertext>`, AES-256-GCM bound to the row and the column.
  add column if not exists wpp_api_key_enc text,
  add column if not exists wpp_api_key_mask text,
  add column if not exists wpp_token_enc text,
  add column if not exists wpp_token_expires_at timestamptz,
  add column if not exists wpp_token_renew_at timestamptz,
  add column if not exists wpp_token_lease_id uuid,
  add column if not exists wpp_token_lease_until timestamptz;

alter table public.messenger_integrations drop constraint if exists messenger_integrations_wpp_state_check;
alter table public.messenger_integrations add constraint messenger_integrations_wpp_state_check check (wpp_state in ('reserved', 'ready'));
alter table public.messenger_integrations drop constraint if exists messenger_integrations_wpp_client_check;
alter table public.messenger_integrations add constraint messenger_integrations_wpp_client_check check (
  wpp_client_id is null or wpp_client_id = organization_id::text or wpp_client_id ~ ('^' || organization_id::text || '__wpp__[0-9a-f]{8}$')
);

-- One platform client, one row; one repeated request, one row.
create unique index if not exists messenger_integrations_wpp_client_idx on public.messenger_integrations (wpp_client_id);
create unique index if not exists messenger_integrations_wpp_idempotency_idx
  on public.messenger_integrations (organization_id, wpp_idempotency_key) where wpp_idempotency_key is not null;
create unique index if not exists messenger_integrations_wpp_own_session_idx
  on public.messenger_integrations (wpp_session) where wpp_client_id is not null;
create index if not exists messenger_integrations_wpp_session_idx on public.messenger_integrations (organization_id, wpp_session);
create index if not exists messenger_integrations_wpp_list_idx
  on public.messenger_integrations (organization_id, created_at, id) where provider = 'wpp';

-- One primary per messenger, unless rows of the older functions already break the rule (they could insert two).
do $$
begin
  if not exists (
    select 1 from public.messenger_integrations where is_primary group by organization_id, messenger_type having count(*) > 1
  ) then
    create unique index if not exists messenger_integrations_primary_idx
      on public.messenger_integrations (organization_id, messenger_type) where is_primary;
  end if;
end
$$;

-- Row level security. Deployed tables have policies that are true for everybody and so open the table, keys included. They are dropped, whatever their names;
-- those of whatsapp_sessions (next migration) too.
alter table public.messenger_integrations enable row level security;
do $$
declare
  each record;
begin
  for each in
    select tablename, policyname from pg_policies
    where schemaname = 'public' and tablename in ('messenger_integrations', 'whatsapp_sessions') and (qual = 'true' or with_check = 'true')
  loop
    execute format('drop policy %I on public.%I', each.policyname, each.tablename);
  end loop;
end
$$;
drop policy if exists wpp_members_read on public.messenger_integrations;
create policy wpp_members_read on public.messenger_integrations for select to authenticated
  using (organization_id = public.wpp_my_organization());

-- Members may read the columns that hold no secret. `settings` may hold a legacy key, and `webhook_key` authorises events. Only the functions write.
revoke all on public.messenger_integrations from anon, authenticated;
grant select (
  id, organization_id, messenger_type, provider, name, is_primary, is_enabled, is_active, created_at, updated_at,
  wpp_session, wpp_label, wpp_state, wpp_api_key_mask
) on public.messenger_integrations to authenticated;
grant all on public.messenger_integrations to service_role;
