// Whatever a service answers, a number is called connected only if its description says so of exactly that answer.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Description } from '../../../src/main/gateways/described/description'
import { shippedDescriptions } from '../../../src/main/gateways/described/shipped'
import { rowsIn, statusReading } from '../../../src/main/gateways/described/readings'
import type { HttpAnswer } from '../../../src/main/gateways/http/http'
import { PATIENCE, RUNS, TRIED } from '../../unit/properties/runs'

/** An answer of this status with this body. */
const answer = (json: unknown, status = 200): HttpAnswer => ({ kind: 'answer', status, headers: new Headers(), json, content: 'json', at: 1 })

/** Values that come near to what a rule wants. */
const near = (wanted: unknown): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(wanted) },
    { weight: 2, arbitrary: fc.constantFrom(null, '', 0, 1, true, false, 'true', 'false', 'AUTHORIZED ', ' connect', 'open', 'AUTH', {}, []) },
    fc.string(),
    fc.constant(String(wanted)),
    fc.constant([wanted]),
    fc.constant({ value: wanted }),
  )

/** An object that holds something at each of the places. */
function shaped(places: readonly string[], wanted: (place: string) => unknown): fc.Arbitrary<unknown> {
  const nested = (json: Record<string, unknown>, place: string, value: unknown): void => {
    const names = place.split('.')
    const last = names.pop() ?? ''
    let into = json
    for (const name of names) into = (into[name] ??= {}) as Record<string, unknown>
    into[last] = value
  }
  const values = fc.tuple(...places.map((place) => fc.option(near(wanted(place)), { nil: undefined })))
  const extra = fc.dictionary(fc.constantFrom('success', 'ok', 'error', 'errors', 'message'), fc.constantFrom(true, false, 'false', 0, '', 'x', null, {}))
  return fc.tuple(values, extra).map(([chosen, more]) => {
    const json: Record<string, unknown> = { ...more }
    places.forEach((place, index) => chosen[index] !== undefined && nested(json, place, chosen[index]))
    return json
  })
}

/** The model: written anew, so that it shares no code with the interpreter. */
function mayBeConnected({ reads, harmlessErrors }: Description, json: Record<string, unknown>, row: boolean): boolean {
  const rules = (row ? reads.list?.states : reads.status?.states) ?? []
  const at = (place: string): unknown => place.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], json)
  const holds = rules
    .filter(({ state }) => state === 'connected')
    .some(({ when }) =>
      Object.entries(when).every(([place, wanted]) =>
        [wanted].flat().some((each) => {
          const value = at(place)
          if (each === null) return value === null || value === undefined
          if (typeof each === 'boolean') return value === each
          return ['string', 'number'].includes(typeof value) && String(value).trim().toLowerCase() === String(each).toLowerCase()
        }),
      ),
    )
  const denied = ['success', 'ok'].some((name) => Object.hasOwn(json, name) && json[name] !== true)
  const error = ['error', 'errors'].some(
    (name) => ![undefined, null, false, 0, ''].includes(json[name] as null) && !harmlessErrors.includes(json[name] as string),
  )
  return holds && !denied && !error
}

describe.each(shippedDescriptions().map((each) => [each.id, each] as const))('%s', PATIENCE, (_id, each) => {
  const { status, list } = each.reads
  const rules = status?.states ?? list?.states ?? []
  const places = [...new Set(rules.flatMap(({ when }) => Object.keys(when)))].filter((place) => place !== '$http')
  const wanted = (place: string): unknown => [rules.find(({ state }) => state === 'connected')?.when[place] ?? null].flat()[0]

  it('is connected only by its own rule', () => {
    let connected = 0
    fc.assert(
      fc.property(shaped(places, wanted), fc.constantFrom(200, 200, 200, 201, 302, 400, 401, 404, 500), (json, http) => {
        const body = json as Record<string, unknown>
        const rows = status ? null : rowsIn(each, answer({ status: true, data: [{ device: '7900000001', ...body }] }, http))
        const state = status ? statusReading(each, '7900000001', answer(body, http)).state : rows?.ok ? rows.value.rows[0]?.number.reading?.state : 'unknown'
        if (state === 'connected') connected += 1
        expect(state === 'connected').toBe(http < 300 && mayBeConnected(each, body, !status))
      }),
      { ...TRIED },
    )
    expect(connected).toBeGreaterThan(RUNS / 100)
  })

  it('is never connected by anything at random', () => {
    fc.assert(
      fc.property(fc.anything(), (json) => {
        if (status) expect(statusReading(each, '7900000001', answer(json)).state).not.toBe('connected')
        else expect(rowsIn(each, answer(json)).ok).toBe(false)
      }),
      { ...TRIED },
    )
  })
})

it('an answer about another number proves nothing', () => {
  const [first] = shippedDescriptions()
  if (!first?.reads.status) throw new Error('no description')
  const named: Description = { ...first, reads: { status: { ...first.reads.status, about: ['idInstance'] } } }
  const state = (idInstance: unknown) => statusReading(named, '42', answer({ stateInstance: 'authorized', idInstance })).state
  expect([state('42'), state(42), state('43'), state({}), state(undefined)]).toEqual(['connected', 'connected', 'unknown', 'unknown', 'connected'])
})
