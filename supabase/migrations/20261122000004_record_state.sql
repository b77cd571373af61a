-- The one place that records the state of a number, from a status answer, a platform event or a disconnect. One statement for the
-- caller, so that a status request stays within its two queries.

-- Answers 'recorded' (the state changed), 'unchanged', 'repeat' (this event was seen) or 'late' (kept in the history only).
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
begin
  -- Serialises records of one number, such as two deliveries of one event, or an event and a reading.
  perform pg_advisory_xact_lock(hashtextextended(p_integration::text, 7));
  select i.organization_id, i.wpp_session into v_row from public.messenger_integrations i where i.id = p_integration;
  if not found or v_row.wpp_session is null then
    return 'unchanged';
  end if;

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
    insert into public.wpp_session_events (organization_id, integration_id, session, status, cause, phone, word, source, event_key, occurred_at)
    values (v_row.organization_id, p_integration, v_row.wpp_session, p_status, p_cause, p_phone, p_word, p_source, p_event_key, p_occurred_at);
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
