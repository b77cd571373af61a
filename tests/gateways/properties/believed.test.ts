// Never "connected" for a number without a readable, matching identity and a clean success; no listed number lost without a word.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reading } from '../../../src/shared/model/session'
import { PATIENCE, TRIED, must } from '../../unit/properties/runs'
import { patient } from '../../fakes/gateways/gateway-rig'
import { BACKENDS, isPlatform, NUMBER, openBackend, openStatus, SESSION } from './backends'
import { answerTexts, jsonOf, provesConnected } from './wire-answers'

const wordsOf = (backend: (typeof BACKENDS)[number]): readonly string[] => (isPlatform(backend) ? ['connected', 'ready'] : ['connected'])

describe.each(BACKENDS)('%s', (backend) => {
  it('is never "connected" without proof, and always with it', PATIENCE, async () => {
    let connected = 0
    await fc.assert(
      fc.asyncProperty(answerTexts, async ({ text, fields }) => {
        const reading = await openStatus(backend, text).read(NUMBER, patient())
        const proved = fields !== null && provesConnected(fields, wordsOf(backend))
        if (reading.state === 'connected') connected += 1
        must(reading.state !== 'connected' || proved, () => `connected by ${text.slice(0, 500)}`)
        // The plain case is believed: neither renamed nor nested nor repeated.
        const isPlain =
          fields !== null && fields.every(([name, value]) => /^[a-z_]+$/.test(name) && name !== 'data' && (typeof value !== 'object' || value === null))
        must(reading.state === 'connected' || !proved || !isPlain, () => `not connected by ${text.slice(0, 500)}`)
        must(reading.phone === undefined || reading.phone === SESSION, () => `phone ${reading.phone ?? ''} in ${text.slice(0, 500)}`)
        must(reading.state !== 'unknown' || reading.failure !== undefined, () => 'unknown without a why')
      }),
      TRIED,
    )
    // The property says something only if enough of the answers are good.
    expect(connected).toBeGreaterThan(TRIED.numRuns / 100)
  })
})

describe('a start and a new number', () => {
  it.each(BACKENDS)('of %s is never "connected" without proof', PATIENCE, async (backend) => {
    await fc.assert(
      fc.asyncProperty(answerTexts, async ({ text, fields }) => {
        const list = JSON.stringify({ integrations: [{ id: 'row-42', session: SESSION }] })
        const gateway = openBackend(backend, (call) => (call.endsWith('integrations') ? list : text))
        const started = await gateway.start(NUMBER, patient())
        // wpp-start names its word `status`; the platform's start may call it `state`, which these answers do not hold.
        const proved = fields !== null && provesConnected(fields, wordsOf(backend))
        must(started.state !== 'connected' || proved, () => `connected by ${text.slice(0, 500)}`)
        if (isPlatform(backend)) return
        const made = await gateway.provision({ fields: {}, known: [], idempotencyKey: 'click-0001' }, patient())
        if (!made.ok || made.value.reading.state !== 'connected') return
        // A number that is made may be another one; what it is called must then be what the answer is about.
        must(fields !== null && provesConnected(fields, wordsOf(backend), made.value.sessionId), () => `made by ${text.slice(0, 500)}`)
      }),
      TRIED,
    )
  })
})

const sessions = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>('1', '2', '0000000000042', 79000000042, ' 7 ', 0) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(undefined, null, '') },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(1.5, true, false, {}, [], ['1'], 1e300, 'x'.repeat(500), '\u200b1') },
)
const rows = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      { session: sessions, status: fc.constantFrom<unknown>('connected', 'Connected ', 'disconnected', 7, null, undefined) },
      { requiredKeys: ['session'] },
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 'row', 7, [], true) },
)

/** The session of a row as the app should have it: undefined = the row has none yet; null = it cannot be read. */
function expected(row: unknown): string | undefined | null {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return null
  const sent = (row as { session?: unknown }).session
  if (sent === undefined || sent === null || sent === '') return undefined
  if (typeof sent === 'number') return Number.isSafeInteger(sent) ? String(sent) : null
  return typeof sent === 'string' && sent.length <= 200 && !sent.includes('\u200b') ? sent.trim() : null
}

/** What a list tells: each session once, and none whose rows differ. */
function listedBy(rowsSent: readonly unknown[], sessionsSent: readonly (string | null | undefined)[]) {
  const all = [...new Set(sessionsSent.filter((each) => typeof each === 'string'))]
  const textsOf = (session: string): Set<string> => new Set(rowsSent.filter((_row, at) => sessionsSent[at] === session).map((each) => JSON.stringify(each)))
  const readable = all.filter((session) => textsOf(session).size === 1)
  return { all, readable, unreadable: sessionsSent.includes(null) || readable.length < all.length }
}

describe.each(['own', 'deployed'] as const)('the list of %s', (backend) => {
  const shaped = (row: unknown): unknown =>
    backend === 'own' || typeof row !== 'object' || row === null || Array.isArray(row) || !('session' in row)
      ? row
      : { id: 'i', provider: 'wpp', settings: { wppAccountNumber: row.session } }

  it('loses no row without a word, and no readable row for an unreadable one', PATIENCE, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rows, { maxLength: 8 }), async (sent) => {
        const text = JSON.stringify({ success: true, integrations: sent.map(shaped) })
        const answer = await openBackend(backend, (call) => (call.endsWith('integrations') ? text : undefined)).list(patient())
        const { readable, unreadable, all } = listedBy(sent.map(shaped), sent.map(expected))
        if (!answer.ok) return must(unreadable && all.length === 0, () => `refused: ${text}`)
        const list = answer.value
        if (list === null) throw new Error('no list')
        must('readable' in list === unreadable, () => `complete: ${String(!('readable' in list))} of ${text}`)
        const told = ('readable' in list ? list.readable : list).map((each) => each.sessionId)
        must(JSON.stringify(told) === JSON.stringify(readable), () => `${JSON.stringify(told)} of ${text}`)
      }),
      TRIED,
    )
  })
})

it('the list with live states tells "connected" of nobody but the row that says so', PATIENCE, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(rows, { maxLength: 8 }), async (sent) => {
      const text = JSON.stringify({ success: true, integrations: sent })
      const answer = await openBackend('own', (call) => (call === 'wpp-integrations' ? text : undefined)).live?.(null, patient())
      const readings: readonly { sessionId: string; reading: Reading }[] = answer?.ok ? (answer.value?.readings ?? []) : []
      for (const { sessionId, reading } of readings) {
        const own = sent.some(
          (row) =>
            expected(row) === sessionId &&
            String((row as { status?: unknown }).status)
              .trim()
              .toLowerCase() === 'connected',
        )
        must(reading.state !== 'connected' || own, () => `${sessionId} connected by ${text}`)
      }
    }),
    TRIED,
  )
})

it('writes a name twice where it should', () => {
  expect(
    jsonOf([
      ['a', 1],
      ['a', 2],
    ]),
  ).toBe('{"a":1,"a":2}')
})
