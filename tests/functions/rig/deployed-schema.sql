-- The tables as they are deployed (contracts: tables), faults included: no is_active, two primaries, a policy for everybody.
create table public.organizations (id uuid primary key default gen_random_uuid(), name text not null, branch text);
create table public.profiles (
  id uuid primary key references auth.users (id), organization_id uuid references public.organizations (id),
  first_name text, last_name text, email text, phone text, department text, branch text
);
alter table public.profiles enable row level security;
create function public.get_user_organization_id() returns uuid language sql stable security definer as
  $$ select organization_id from public.profiles where id = auth.uid() $$;
create policy "Users see their organization" on public.profiles for select using (organization_id = public.get_user_organization_id() or id = auth.uid());
create policy "Users update themselves" on public.profiles for update using (id = auth.uid());

create table public.messenger_integrations (
  id uuid primary key default gen_random_uuid(), organization_id uuid not null references public.organizations (id),
  messenger_type text not null, provider text not null, name text not null, is_primary boolean not null default false,
  is_enabled boolean not null default true, webhook_key text unique not null default gen_random_uuid()::text,
  settings jsonb not null default '{}', priority integer, created_at timestamptz default now(), updated_at timestamptz default now()
);
alter table public.messenger_integrations enable row level security;
create policy "Members view" on public.messenger_integrations for select using (organization_id = public.get_user_organization_id());
create policy "Service role full access" on public.messenger_integrations using (true) with check (true);

create table public.whatsapp_sessions (
  id uuid primary key default gen_random_uuid(), organization_id uuid not null references public.organizations (id), session_name text unique not null,
  status text not null default 'disconnected' constraint whatsapp_sessions_status_check check (status in ('connected', 'disconnected', 'qr_issued', 'pairing')),
  last_qr_b64 text, last_qr_at timestamptz, external_instance_id text, created_at timestamptz default now(), updated_at timestamptz default now()
);
alter table public.whatsapp_sessions enable row level security;
create policy "Members read" on public.whatsapp_sessions for select using (organization_id = public.get_user_organization_id());
create policy "Members write" on public.whatsapp_sessions for update using (organization_id = public.get_user_organization_id());
create policy "Service role full access" on public.whatsapp_sessions using (true) with check (true);

insert into auth.users (id, email) values ('00000000-0000-4000-8000-0000000000a1', 'a@example.test'), ('00000000-0000-4000-8000-0000000000b1', 'b@example.test');
insert into public.organizations (id, name) values ('00000000-0000-4000-8000-00000000000a', 'A'), ('00000000-0000-4000-8000-00000000000b', 'B');
insert into public.profiles (id, organization_id) values
  ('00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-00000000000a'), ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-00000000000b');
insert into public.messenger_integrations (organization_id, messenger_type, provider, name, is_primary, settings) values
  ('00000000-0000-4000-8000-00000000000a', 'whatsapp', 'wpp', 'one', true, '{"wppApiKey": "key_legacy_plain_0001", "wppAccountNumber": "0000000000901"}'),
  ('00000000-0000-4000-8000-00000000000a', 'whatsapp', 'wpp', 'two', true, '{"wppApiKey": "key_legacy_plain_0002", "wppAccountNumber": "client_abc"}'),
  ('00000000-0000-4000-8000-00000000000a', 'telegram', 'bot', 'tg', true, '{"token": "tg"}'),
  -- The short client id collided: the same session and key in another organisation.
  ('00000000-0000-4000-8000-00000000000b', 'whatsapp', 'wpp', 'three', true, '{"wppApiKey": "key_legacy_plain_0001", "wppAccountNumber": "0000000000901"}');
insert into public.whatsapp_sessions (organization_id, session_name, status) values ('00000000-0000-4000-8000-00000000000a', 'wpp_0000000000901', 'connected');
