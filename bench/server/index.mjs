// npm run bench:server: 200 operators poll 1,000 sessions of the whole local system, ours against the plan's pseudo-code, in one run; then 1,000 streams of
// events against polling that is as fresh. `-- --only streams` or `-- --only polling` runs a part.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startFunctions } from '../../scripts/system/functions.mjs'
import { startSystem } from '../../scripts/system/index.mjs'
import { call, each, poll, recorder } from './load.mjs'
import { measureStreams } from './streams.mjs'

const { values } = parseArgs({
  options: {
    operators: { type: 'string', default: '200' },
    sessions: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '12' },
    'pace-ms': { type: 'string', default: '15000' },
    only: { type: 'string' },
  },
})
const OPERATORS = Number(values.operators)
const SESSIONS = Number(values.sessions)
const SECONDS = Number(values.seconds)
const PACE = Number(values['pace-ms'])

async function control(system, path, body) {
  const response = await fetch(`${system.sandbox.address}/control/${path}`, {
    method: 'POST',
    headers: { 'x-control-token': system.sandbox.controlToken, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return await response.json()
}

/** Organisations of two operators each; every number is created through wpp-create and linked. */
async function populate(system, record) {
  const share = Math.ceil(SESSIONS / OPERATORS)
  const operators = []
  await each(
    Array.from({ length: Math.ceil(OPERATORS / 2) }, (_, index) => index),
    4,
    async (index) => {
      const [organization] = await system.sql`insert into public.organizations (name) values (${`Organisation ${index}`}) returning id`
      for (const which of ['a', 'b']) {
        const person = await system.addOperator({ email: `${which}${index}@example.test`, organizationId: organization.id })
        const answer = await fetch(`${system.url}/auth/v1/token?grant_type=password`, {
          method: 'POST',
          headers: { apikey: system.anonKey, 'content-type': 'application/json' },
          body: JSON.stringify({ email: person.email, password: person.password }),
        })
        operators.push({ token: (await answer.json()).access_token, sessions: [], organization: organization.id })
      }
    },
  )
  const wishes = operators
    .slice(0, OPERATORS)
    .flatMap((operator, index) => Array.from({ length: share }, (_, number) => ({ operator, key: `bench-${index}-${number}` })))
  await each(wishes.slice(0, SESSIONS), 8, async ({ operator, key }) => {
    const { session } = await call(system.url, record, operator, 'wpp-create', {
      body: { add_new: true },
      headers: { 'idempotency-key': key },
      accept: (answer) => answer.success,
    })
    operator.sessions.push(session)
  })
  // The plan's functions read the key from settings.
  await each(
    operators.flatMap((operator) => operator.sessions),
    8,
    async (session) => {
      for (;;) {
        const number = await control(system, `numbers/${session}/phone`, { action: 'scan' })
        if (number.session)
          return await system.sql`update public.messenger_integrations set settings = settings || ${system.sql.json({ wppApiKey: number.apiKey })} where wpp_session = ${session}`
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
  )
  return operators.filter((operator) => operator.sessions.length > 0)
}

function report(title, record, names, seconds, ticks) {
  console.log(`\n${title}${ticks === undefined ? '' : `: ${(ticks / seconds).toFixed(0)} ticks/s`}`)
  for (const name of names) {
    const { requests, rate, p50, p95, failures, queries, queriesMax } = record.figures(name, seconds)
    console.log(
      `  ${name.padEnd(18)} ${String(requests).padStart(6)} requests  ${rate.toFixed(0).padStart(5)}/s  p50 ${p50.toFixed(1).padStart(7)} ms  p95 ${p95.toFixed(1).padStart(7)} ms  failures ${failures}  queries/request ${queries.toFixed(2)} (max ${queriesMax})`,
    )
  }
}

async function measure(title, operators, { everyMs, names, tick, seconds = SECONDS }) {
  const record = recorder()
  const ticks = await poll(operators, seconds, everyMs, (operator, session) => tick(record, operator, session))
  report(title, record, names, seconds, ticks)
}

async function main() {
  console.log(
    `${cpus()[0]?.model}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB; everything on this machine: load, gateway, sign-in, functions, PostgreSQL, platform`,
  )
  const folder = mkdtempSync(join(tmpdir(), 'wpp-bench-'))
  const system = await startSystem({ environment: { WPP_COUNT_QUERIES: '1' }, passwordCost: 4, timings: { starting: 1, linking: 1 } })
  const plan = await startFunctions({
    folder,
    watchdog: system.watchdog,
    environment: system.settings,
    names: ['plan-status', 'plan-qr'],
    source: fileURLToPath(new URL('./baseline', import.meta.url)),
  })
  system.gateway.serve({ functions: { socketOf: (name) => plan.socketOf(name) ?? system.functions.socketOf(name) } })
  try {
    const record = recorder()
    const began = performance.now()
    const operators = await populate(system, record)
    report(
      `${operators.length} operators, ${operators.reduce((sum, each) => sum + each.sessions.length, 0)} numbers created, 8 at once`,
      record,
      ['wpp-create'],
      (performance.now() - began) / 1_000,
    )

    const connected = (answer) => answer.status === 'connected'
    const ours = {
      names: ['wpp-status'],
      tick: (to, operator, session) => call(system.url, to, operator, 'wpp-status', { query: `?session=${session}`, accept: connected }),
    }
    const plans = {
      names: ['plan-status', 'plan-qr'],
      tick: (to, operator, session) =>
        Promise.all([
          call(system.url, to, operator, 'plan-status', { query: `?session=${session}`, accept: connected }),
          call(system.url, to, operator, 'plan-qr', { query: `?session=${session}` }),
        ]),
    }
    const list = {
      names: ['wpp-integrations'],
      tick: (to, operator) =>
        call(system.url, to, operator, 'wpp-integrations', { query: '?live=1', accept: (answer) => answer.integrations.every(connected) }),
    }
    if (values.only !== 'polling') await measureStreams(system, operators, SECONDS)
    if (values.only === 'streams') return
    // Both are warmed up, so that first connections are not measured.
    await poll(operators, 3, null, (operator, session) => Promise.all([ours.tick(recorder(), operator, session), plans.tick(recorder(), operator, session)]))
    for (const round of [1, 2]) {
      await measure(`Watching, each number every ${PACE / 1_000} s, ours (round ${round})`, operators, { ...ours, everyMs: PACE })
      await measure(`Watching, each number every ${PACE / 1_000} s, the plan's pseudo-code (round ${round})`, operators, { ...plans, everyMs: PACE })
      await measure(`As fast as answers come, ours (round ${round})`, operators, { ...ours, everyMs: null })
      await measure(`As fast as answers come, the plan's pseudo-code (round ${round})`, operators, { ...plans, everyMs: null })
    }
    await measure('Live list of 10 numbers an organisation, as fast as answers come', operators, { ...list, everyMs: null })
  } finally {
    await plan.stop()
    await system.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
