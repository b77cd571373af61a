// The functions over a platform whose answers and events are damaged in every way: never "connected", and never a code, without proof.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { handle as integrations } from '../../../supabase/functions/wpp-integrations/handler.ts'
import { handle as start } from '../../../supabase/functions/wpp-start/handler.ts'
import { handle as status } from '../../../supabase/functions/wpp-status/handler.ts'
import { handle as webhook } from '../../../supabase/functions/wpp-webhook/handler.ts'
import { repeatsKeys } from '../../../supabase/functions/_shared/companion/platform/repeated-keys.ts'
import { repeatsKeys as appRepeatsKeys } from '../../../src/main/gateways/http/repeated-keys'
import { SESSION } from '../../gateways/properties/backends'
import { answerTexts, jsonOf, provesConnected, type Fields } from '../../gateways/properties/wire-answers'
import { must, PATIENCE, TRIED } from '../../unit/properties/runs'
import { Bench, outcome, request } from '../unit/fakes'

const WORDS = ['connected', 'ready']
const CODE = `2@${'Ab3d'.repeat(20)},key,id,adv`
const KEY = 'w'.repeat(32)
const KEPT = await new Bench().withToken({ session: SESSION })

/** The functions over a platform that answers its calls with these texts. */
function over(replies: Readonly<Record<string, string>>): Bench {
  const bench = new Bench([KEPT])
  bench.platform.replies = Object.fromEntries(Object.entries(replies).map(([call, html]) => [call, { html }]))
  return bench
}
const statusOver = (text: string, qr: string): Bench => over({ [`GET /api/accounts/${SESSION}/status`]: text, [`GET /api/accounts/${SESSION}/qr`]: qr })

const proved = (fields: Fields | null): boolean => fields !== null && provesConnected(fields, WORDS)
/** The plain case is believed: neither renamed nor nested nor repeated. */
const isPlain = (fields: Fields): boolean =>
  fields.every(([name, value]) => /^[a-z_]+$/.test(name) && name !== 'data' && (typeof value !== 'object' || value === null))

interface Said {
  readonly status?: unknown
  readonly qr?: unknown
  readonly phone?: unknown
}

async function bodyOf(work: Promise<Response>): Promise<Said> {
  const told = await outcome(work)
  return typeof told === 'string' ? {} : told.body
}

describe('"connected"', () => {
  it('is answered by wpp-status and wpp-integrations with proof, and recorded with it only', PATIENCE, async () => {
    let connected = 0
    await fc.assert(
      fc.asyncProperty(answerTexts, fc.boolean(), async ({ text, fields }, listed) => {
        const bench = statusOver(text, '{"qr":null}')
        const answer = await bodyOf(
          listed
            ? integrations(request(undefined, { query: '?live=1' }), bench.deps)
            : status(request(undefined, { query: `?session=${SESSION}` }), bench.deps),
        )
        const said = listed ? ((answer as { integrations?: Said[] }).integrations?.[0] ?? {}) : answer
        if (said.status === 'connected') connected += 1
        must(said.status !== 'connected' || proved(fields), () => `connected by ${text.slice(0, 500)}`)
        must(said.status === 'connected' || !proved(fields) || fields === null || !isPlain(fields), () => `not connected by ${text.slice(0, 500)}`)
        must(said.phone === undefined || said.phone === SESSION, () => `phone ${String(said.phone)} in ${text.slice(0, 500)}`)
        for (const { record } of bench.store.settled)
          must(record?.status !== 'connected' || proved(fields), () => `recorded as connected by ${text.slice(0, 500)}`)
      }),
      TRIED,
    )
    expect(connected).toBeGreaterThan(TRIED.numRuns / 100)
  })

  it('is answered by wpp-start with proof only', PATIENCE, async () => {
    await fc.assert(
      fc.asyncProperty(answerTexts, fc.constantFrom('status', 'state'), async ({ text, fields }, name) => {
        const sent = fields === null ? text : jsonOf(fields.map(([each, value]) => [each === 'status' ? name : each, value]))
        const said = await bodyOf(start(request({ session: SESSION }), over({ 'POST /api/accounts/start': sent }).deps))
        must(said.status !== 'connected' || proved(fields), () => `connected by ${sent.slice(0, 500)}`)
      }),
      TRIED,
    )
  })

  it('is recorded from an event with proof only', PATIENCE, async () => {
    let connected = 0
    await fc.assert(
      fc.asyncProperty(answerTexts, fc.constantFrom('type', 'event'), async ({ text, fields }, name) => {
        const sent = fields === null ? text : jsonOf(fields.map(([each, value]) => [each === 'status' ? name : each, value]))
        const bench = new Bench([KEPT])
        const event = new Request(`https://functions.example/x?account=${SESSION}&key=${KEY}`, { method: 'POST', body: sent })
        await outcome(webhook(event, bench.deps))
        const recorded = bench.store.settled.some(({ record }) => record?.status === 'connected')
        if (recorded) connected += 1
        must(!recorded || proved(fields), () => `connected by ${sent.slice(0, 500)}`)
        must(recorded || !proved(fields) || fields === null || !isPlain(fields), () => `not connected by ${sent.slice(0, 500)}`)
      }),
      TRIED,
    )
    expect(connected).toBeGreaterThan(TRIED.numRuns / 100)
  })
})

it('a code is handed on only from an answer about this number that neither denies success nor carries an error', PATIENCE, async () => {
  let handed = 0
  await fc.assert(
    fc.asyncProperty(answerTexts, fc.boolean(), async ({ text, fields }, started) => {
      const sent =
        fields === null
          ? text
          : jsonOf(fields.flatMap(([name, value]) => (name === 'qr' ? [['qr', CODE] as const] : started && name === 'status' ? [] : [[name, value] as const])))
      const said = started
        ? await bodyOf(start(request({ session: SESSION }), over({ 'POST /api/accounts/start': sent }).deps))
        : await bodyOf(status(request(undefined, { query: `?session=${SESSION}` }), statusOver('{"status":"qr"}', sent).deps))
      // The same proof as of "connected", the word apart.
      const clean = fields !== null && provesConnected([...fields.filter(([name]) => name.toLowerCase() !== 'status'), ['status', 'ready']], WORDS)
      if (said.qr !== undefined) handed += 1
      must(said.qr === undefined || (clean && said.qr === CODE), () => `a code by ${sent.slice(0, 500)}`)
    }),
    TRIED,
  )
  expect(handed).toBeGreaterThan(TRIED.numRuns / 100)
})

it('a field named twice is found as the app finds it', PATIENCE, () => {
  fc.assert(
    fc.property(
      fc.oneof(
        answerTexts.map(({ text }) => text),
        fc.json(),
      ),
      (text) => {
        must(repeatsKeys(text) === appRepeatsKeys(text), () => `not agreed on: ${text.slice(0, 500)}`)
      },
    ),
    TRIED,
  )
})
