-- The state of each number (whatsapp_sessions) and its history (wpp_session_events).

create table if not exists public.whatsapp_sessions (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  session_name text not null unique,
  status text not null default 'disconnected',
  last_qr_b64 text,
  last_qr_at timestamptz,
  external_instance_id text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

alter table public.whatsapp_sessions
  add column if not exists integration_id uuid references public.messenger_integrations (id) on delete set null,
  add column if not exists cause text,
  add column if not exists phone text,
  -- When this status began; by the platform's clock if an event told it.
  add column if not exists changed_at timestamptz not null default now(),
  add column if not exists checked_at timestamptz;

alter table public.whatsapp_sessions drop constraint if exists whatsapp_sessions_status_check;
alter table public.whatsapp_sessions add constraint whatsapp_sessions_status_check
  check (status in ('starting', 'qr_issued', 'connected', 'disconnected', 'pairing'));
create unique index if not exists whatsapp_sessions_integration_idx on public.whatsapp_sessions (integration_id);
create index if not exists whatsapp_sessions_organization_idx on public.whatsapp_sessions (organization_id);

create table if not exists public.wpp_session_events (
  id bigint generated always as identity primary key,
  organization_id uuid not null references public.organizations (id) on delete cascade,
  -- Null after the number was deleted: its history stays.
  integration_id uuid references public.messenger_integrations (id) on delete set null,
  session text not null,
  status text not null check (status in ('starting', 'qr_issued', 'connected', 'disconnected')),
  cause text,
  phone text,
  -- The platform's own word, never a secret.
  word text,
  source text not null check (source in ('create', 'status', 'webhook', 'disconnect')),
  -- `id:<event id>` or `sha256:<hash of the body>` of a platform event; null for our own readings.
  event_key text,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index if not exists wpp_session_events_integration_idx on public.wpp_session_events (integration_id, recorded_at desc);
create index if not exists wpp_session_events_organization_idx on public.wpp_session_events (organization_id, recorded_at desc);
create unique index if not exists wpp_session_events_id_idx
  on public.wpp_session_events (integration_id, event_key) where event_key like 'id:%';

alter table public.whatsapp_sessions enable row level security;
alter table public.wpp_session_events enable row level security;
drop policy if exists wpp_members_read on public.whatsapp_sessions;
create policy wpp_members_read on public.whatsapp_sessions for select to authenticated using (organization_id = public.wpp_my_organization());
drop policy if exists wpp_members_read on public.wpp_session_events;
create policy wpp_members_read on public.wpp_session_events for select to authenticated using (organization_id = public.wpp_my_organization());

-- On deployed tables any member could write the state of a number. From here on only the functions write it.
revoke all on public.whatsapp_sessions, public.wpp_session_events from anon, authenticated;
grant select on public.whatsapp_sessions, public.wpp_session_events to authenticated;
grant all on public.whatsapp_sessions, public.wpp_session_events to service_role;
