// Streams of wpp-events: 1,000 at once while states change, against polling the list of numbers that knows as much within a second.
import { readFileSync } from 'node:fs'
import { createParser } from 'eventsource-parser'
import { call, each, percentile, poll, recorder } from './load.mjs'

const STREAMS = 1_000
/** Changes of state a second. */
const CHANGES = 100
/** Polled so often, ms, what is known is 500 ms old on average. */
const POLL = 1_000
/** Until the last events have come, ms. */
const TAIL = 2_000

/** Opens one stream; `seen` gets the data of each change. Answers what closes it. */
async function openStream(url, token, seen) {
  const abort = new AbortController()
  const response = await fetch(`${url}/functions/v1/wpp-events`, { headers: { authorization: `Bearer ${token}` }, signal: abort.signal })
  if (response.status !== 200) throw new Error(`wpp-events answered ${response.status}: ${await response.text()}`)
  let opened = () => undefined
  const ready = new Promise((resolve) => (opened = resolve))
  const parser = createParser({
    onEvent({ event, data }) {
      if (event === 'open') opened()
      if (event === 'state') seen(JSON.parse(data))
    },
  })
  const decoder = new TextDecoder()
  const reading = (async () => {
    for await (const chunk of response.body) parser.feed(decoder.decode(chunk, { stream: true }))
  })().catch(() => undefined) // closed
  await ready
  return async () => {
    abort.abort()
    await reading
  }
}

/** Resident memory of a process, MB, and its processor time so far, s. */
function costOf(pid) {
  const memory = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? Number.NaN) / 1_024
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { memory, cpu: (Number(fields[11]) + Number(fields[12])) / 100 }
}

const connectionsOf = async (sql) => Number((await sql`select count(*) as n from pg_stat_activity where backend_type = 'client backend'`)[0].n)

/**
 * Changes states for `seconds`, `CHANGES` a second, each with the time at which it was asked for. Answers how many events that must be in all streams, and how long each
 * took to be recorded, ms, by the time at which it was asked for. */
async function change(sql, numbers, readersOf, seconds) {
  const began = performance.now()
  const running = []
  const recorded = new Map()
  let events = 0
  for (let index = 0; index < CHANGES * seconds; index += 1) {
    const wait = began + (index * 1_000) / CHANGES - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const { id, organization_id: organization } = numbers[index % numbers.length]
    const status = Math.floor(index / numbers.length) % 2 === 0 ? 'disconnected' : 'connected'
    const at = new Date()
    running.push(
      sql`select public.wpp_record_state(${id}, ${status}, null, null, null, 'status', null, ${at.toISOString()})`.then(() =>
        recorded.set(at.getTime(), Date.now() - at.getTime()),
      ),
    )
    events += readersOf.get(organization) ?? 0
  }
  await Promise.all(running)
  return { events, recorded }
}

/** Runs both and prints what they cost. `operators` have a token and an organisation. */
export async function measureStreams({ sql, url, functions }, operators, seconds) {
  const worker = functions.pidOf('wpp-events')
  const numbers = await sql`select id, organization_id from public.messenger_integrations where wpp_session is not null order by id`
  const before = { ...costOf(worker), connections: await connectionsOf(sql) }
  const read = []
  const clients = Array.from({ length: STREAMS }, (_, index) => operators[index % operators.length])
  const readersOf = new Map()
  for (const { organization } of clients) readersOf.set(organization, (readersOf.get(organization) ?? 0) + 1)
  const closes = []
  await each(clients, 16, async ({ token }) =>
    closes.push(await openStream(url, token, ({ occurred_at: at }) => read.push({ asked: Date.parse(at), after: Date.now() - Date.parse(at) }))),
  )
  const idle = { ...costOf(worker), connections: await connectionsOf(sql) }
  const { events, recorded } = await change(sql, numbers, readersOf, seconds)
  await new Promise((resolve) => setTimeout(resolve, TAIL))
  const after = { ...costOf(worker), connections: await connectionsOf(sql) }
  await Promise.all(closes.map((close) => close()))
  const shares = (values) => {
    const sorted = values.sort((a, b) => a - b)
    return [0.5, 0.95, 1].map((part, at) => `${['p50', 'p95', 'max'][at]} ${percentile(sorted, part).toFixed(0)} ms`).join(', ')
  }
  console.log(`\n${STREAMS} streams, ${CHANGES} changes of state a second for ${seconds} s: ${read.length} of ${events} events`)
  console.log(`  change asked for → recorded: ${shares([...recorded.values()])}`)
  console.log(`  change recorded → event read: ${shares(read.map(({ asked, after }) => Math.max(0, after - (recorded.get(asked) ?? 0))))}`)
  console.log(`  database connections: ${before.connections} before, ${idle.connections} with the streams, ${after.connections} under load`)
  console.log(
    `  the worker: ${before.memory.toFixed(0)} MB before, ${idle.memory.toFixed(0)} with the streams, ${after.memory.toFixed(0)} under load; ${(((after.cpu - idle.cpu) / seconds) * 100).toFixed(0)} % of a core`,
  )

  const record = recorder()
  const pollers = clients.map(({ token }) => ({ token, sessions: ['all'] }))
  const ticks = await poll(pollers, seconds, POLL, (operator) => call(url, record, operator, 'wpp-integrations', { accept: ({ success }) => success }))
  const { p50, p95, failures, queries } = record.figures('wpp-integrations', seconds)
  console.log(
    `${STREAMS} clients that poll the list every ${POLL / 1_000} s: ${(ticks / seconds).toFixed(0)} of ${STREAMS} answers a second, p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, failures ${failures}, ${((queries * ticks) / seconds).toFixed(0)} queries a second`,
  )
}
