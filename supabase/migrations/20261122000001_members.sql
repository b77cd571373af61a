-- Organisations and their members, as far as the functions need them. On a database that already has these tables they
-- keep their columns and policies; only the role column and its guard are added.

do $$
begin
  if to_regclass('public.organizations') is null then
    create table public.organizations (
      id uuid primary key default gen_random_uuid(),
      name text not null,
      created_at timestamptz not null default now()
    );
    alter table public.organizations enable row level security;
    revoke all on public.organizations from anon, authenticated;
    grant select on public.organizations to authenticated;
    grant all on public.organizations to service_role;
  end if;

  if to_regclass('public.profiles') is null then
    create table public.profiles (
      id uuid primary key references auth.users (id) on delete cascade,
      organization_id uuid references public.organizations (id) on delete set null,
      first_name text,
      last_name text,
      email text,
      phone text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index profiles_organization_id_idx on public.profiles (organization_id);
    alter table public.profiles enable row level security;
    revoke all on public.profiles from anon, authenticated;
    grant select on public.profiles to authenticated;
    grant all on public.profiles to service_role;
  end if;
end
$$;

-- The caller's organisation. Security definer, so that policies may use it on the profiles table itself without recursion.
create or replace function public.wpp_my_organization() returns uuid
language sql stable security definer set search_path = ''
as $$ select p.organization_id from public.profiles p where p.id = auth.uid() $$;
revoke all on function public.wpp_my_organization() from public, anon;
grant execute on function public.wpp_my_organization() to authenticated, service_role;

-- Policies only where the table has none: a deployed table keeps its own.
do $$
begin
  if not exists (select 1 from pg_policies where schemaname = 'public' and tablename = 'organizations') then
    create policy wpp_members_read on public.organizations for select to authenticated using (id = public.wpp_my_organization());
  end if;
  if not exists (select 1 from pg_policies where schemaname = 'public' and tablename = 'profiles') then
    create policy wpp_members_read on public.profiles for select to authenticated
      using (id = auth.uid() or organization_id = public.wpp_my_organization());
  end if;
end
$$;

-- The role, together with the setting WPP_MANAGE_ROLES, decides who may create and disconnect numbers (default: every member).
alter table public.profiles add column if not exists wpp_role text not null default 'operator';
alter table public.profiles drop constraint if exists profiles_wpp_role_check;
alter table public.profiles add constraint profiles_wpp_role_check check (wpp_role in ('owner', 'admin', 'operator', 'viewer'));

-- A deployed policy lets people edit their own profile. This trigger keeps them from changing their role that way.
create or replace function public.wpp_guard_role() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if current_user in ('anon', 'authenticated')
     and ((tg_op = 'INSERT' and new.wpp_role <> 'operator') or (tg_op = 'UPDATE' and new.wpp_role is distinct from old.wpp_role)) then
    raise exception 'wpp_role is set by the server only' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
revoke all on function public.wpp_guard_role() from public, anon, authenticated;
drop trigger if exists wpp_guard_role on public.profiles;
create trigger wpp_guard_role before insert or update on public.profiles for each row execute function public.wpp_guard_role();
