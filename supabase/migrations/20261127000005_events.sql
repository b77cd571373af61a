-- Changes of state as events: which rows of the history were a change, and a notification for each (LISTEN wpp_session_events).

alter table public.wpp_session_events add column if not exists is_change boolean not null default false;
create index if not exists wpp_session_events_changes_idx on public.wpp_session_events (organization_id, id) where is_change;

-- As before, and it tells whoever listens.
create or replace function public.wpp_record_state(
  p_integration uuid, p_status text, p_cause text, p_phone text, p_word text, p_source text, p_event_key text, p_occurred_at timestamptz
) returns text
language plpgsql set search_path = ''
as $$
declare
  v_row record;
  v_before public.whatsapp_sessions;
  v_name text;
  v_changed boolean;
  v_late boolean;
  v_id bigint;
begin
  select i.organization_id, i.wpp_session into v_row from public.messenger_integrations i where i.id = p_integration;
  if not found or v_row.wpp_session is null then
    return 'unchanged';
  end if;
  -- Serialises records of one organisation: two deliveries of one event, an event and a reading, and so that the ids of its events are given in the
  -- order in which they become visible. A reader that has seen an id has seen all smaller ones. One lock a transaction, so no two can wait for each other.
  perform pg_advisory_xact_lock(hashtextextended(v_row.organization_id::text, 8));

  -- An event id is unique for ever. A body without id and time may be sent again another day and mean it, so its hash counts for ten minutes.
  if p_event_key is not null and exists (
    select 1 from public.wpp_session_events e
    where e.integration_id = p_integration and e.event_key = p_event_key
      and (p_event_key like 'id:%' or e.recorded_at > now() - interval '10 minutes')
  ) then
    return 'repeat';
  end if;

  select * into v_before from public.whatsapp_sessions s where s.integration_id = p_integration;
  -- An event is late if a newer event was recorded. Only events are compared, because readings have another clock; and by the second, because events count seconds.
  v_late := p_source = 'webhook' and exists (
    select 1 from public.wpp_session_events e
    where e.integration_id = p_integration and e.source = 'webhook' and date_trunc('second', e.occurred_at) > p_occurred_at
  );
  v_changed := v_before.id is null or v_before.status is distinct from p_status
    or (p_cause is not null and p_cause is distinct from v_before.cause)
    or (p_phone is not null and p_phone is distinct from v_before.phone);

  if v_changed or p_event_key is not null then
    insert into public.wpp_session_events
      (organization_id, integration_id, session, status, cause, phone, word, source, event_key, occurred_at, is_change)
    values (v_row.organization_id, p_integration, v_row.wpp_session, p_status, p_cause, p_phone, p_word, p_source, p_event_key, p_occurred_at,
      v_changed and not v_late)
    returning id into v_id;
    if v_changed and not v_late then
      -- Delivered at the commit. A payload may have 8,000 bytes.
      perform pg_notify('wpp_session_events', json_build_object(
        'id', v_id::text, 'organization_id', v_row.organization_id, 'integration_id', p_integration, 'session', left(v_row.wpp_session, 200),
        'status', p_status, 'cause', left(p_cause, 100), 'source', p_source, 'occurred_at', p_occurred_at)::text);
    end if;
  end if;
  if v_late then
    return 'late';
  end if;

  if v_before.id is null then
    v_name := 'wpp_' || v_row.wpp_session;
    -- A row that the older functions made for this number is taken over. A row of another organisation is not touched.
    update public.whatsapp_sessions s set integration_id = p_integration
      where s.session_name = v_name and s.organization_id = v_row.organization_id and s.integration_id is null;
    if not found then
      if exists (select 1 from public.whatsapp_sessions s where s.session_name = v_name) then
        v_name := v_name || '_' || left(p_integration::text, 8);
      end if;
      insert into public.whatsapp_sessions (organization_id, session_name, integration_id) values (v_row.organization_id, v_name, p_integration);
    end if;
  end if;

  update public.whatsapp_sessions s set
    status = p_status,
    -- A cause belongs to the status it came with. A reading of the same status without a cause does not erase it.
    cause = case when s.status = p_status then coalesce(p_cause, s.cause) else p_cause end,
    phone = coalesce(p_phone, s.phone),
    changed_at = case when s.status = p_status and v_before.id is not null then s.changed_at else p_occurred_at end,
    checked_at = now(),
    updated_at = now()
  where s.integration_id = p_integration;
  return case when v_changed then 'recorded' else 'unchanged' end;
end
$$;

revoke all on function public.wpp_record_state(uuid, text, text, text, text, text, text, timestamptz) from public, anon, authenticated;
grant execute on function public.wpp_record_state(uuid, text, text, text, text, text, text, timestamptz) to service_role;
