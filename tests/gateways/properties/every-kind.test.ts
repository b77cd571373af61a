// The same for every kind: nothing is believed that stands beside a refusal, an error or another number, and a list has each number once.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkingCodeOf } from '../../../src/main/gateways/http/linking-code'
import { patient } from '../../fakes/gateways/gateway-rig'
import { must, PATIENCE, TRIED } from '../../unit/properties/runs'
import { SESSION } from './backends'
import { anything, goodTexts } from './code-texts'
import { KINDS, REF, type Kind, type Role, type Sent } from './kinds'
import { isDescribed, OTHERS, othersOf, SPOILERS } from './spoilers'

const CODE = `2@${'Ab3dEf'.repeat(12)},${'pubkey'.repeat(7)}=,${'idkeyx'.repeat(7)}=,${'advkey'.repeat(7)}=`
const STATUSES = [201, 204, 301, 400, 401, 403, 404, 409, 422, 500, 503]

const kinds = fc.constantFrom(...KINDS)
const listing = fc.constantFrom(...KINDS.filter(({ list }) => list !== null))

/** A linking number: what its state and its code call answer. */
async function linking(kind: Kind, code: unknown, more: object, status = 200) {
  const answers = (role: Role): Sent => {
    if (role === 'code') return { json: kind.code?.(code, more), status }
    if (role === 'list') return { json: kind.list?.([kind.row(SESSION, {})], {}) ?? [] }
    return kind.code === null ? { json: kind.state(false, code, more), status } : { json: kind.state(false, null, {}) }
  }
  const gateway = kind.open(answers)
  const started = await gateway.start(REF, patient())
  // Our own functions tell the code at the next look.
  return kind.name === 'own' && started.state === 'starting' ? gateway.read(REF, patient()) : started
}
const looked = (kind: Kind, more: object, status = 200) =>
  kind.open((role) => (role === 'state' ? { json: kind.state(true, null, more), status } : { json: kind.list?.([], {}) ?? {} })).read(REF, patient())

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('%s', (_name, kind) => {
  it('shows a code and is connected where all is clean', async () => {
    expect(await linking(kind, CODE, {})).toMatchObject({ state: 'awaiting-scan', code: { value: CODE } })
    expect(await looked(kind, {})).toMatchObject({ state: 'connected' })
  })

  it('shows no code beside a refusal, an error or another number', async () => {
    for (const more of [...SPOILERS, ...othersOf(kind)]) {
      const reading = await linking(kind, CODE, more)
      expect([more, reading.code, reading.state === 'connected', reading.gone]).toEqual([more, undefined, false, undefined])
    }
    for (const status of STATUSES.slice(2)) {
      for (const more of [{}, { detail: 'already connected' }, { reason: 'device already connect', status: false }, { detail: 'You are already authorized' }]) {
        const reading = await linking(kind, CODE, more, status)
        expect([status, reading.code, reading.state === 'connected']).toEqual([status, undefined, false])
      }
    }
  })

  it('is not connected beside a refusal, an error or another number', async () => {
    for (const more of [...SPOILERS, ...othersOf(kind)]) expect([more, (await looked(kind, more)).state]).toEqual([more, 'unknown'])
    for (const status of STATUSES.slice(2)) expect([status, (await looked(kind, {}, status)).state]).toEqual([status, 'unknown'])
  })
})

it('no kind shows a code that is none', PATIENCE, async () => {
  await fc.assert(
    fc.asyncProperty(kinds, fc.oneof(anything, goodTexts), async (kind, sent) => {
      const { code, state } = await linking(kind, sent, {})
      must(
        state !== 'connected' && (code === undefined || linkingCodeOf(sent)?.value === code.value),
        () => `${kind.name}: ${JSON.stringify(sent)} is ${code?.value ?? state}`,
      )
    }),
    TRIED,
  )
})

const spoiled = fc.tuple(fc.subarray([...SPOILERS, ...OTHERS], { maxLength: 3 }), fc.constantFrom(200, 200, 200, ...STATUSES.slice(2)))
it('no kind is connected, or shows a code, by an answer that was refused', PATIENCE, async () => {
  await fc.assert(
    fc.asyncProperty(kinds, spoiled, async (kind, [spoilers, status]) => {
      const more = Object.assign({}, ...spoilers) as object
      const isClean =
        status === 200 && (Object.keys(more).length === 0 || (isDescribed(kind) && !Object.keys(more).some((each) => /success|ok|error/i.test(each))))
      const [linked, shown] = [await looked(kind, more, status), await linking(kind, CODE, more, status)]
      must((linked.state === 'connected') === isClean, () => `${kind.name}: ${linked.state} by ${status} ${JSON.stringify(more)}`)
      must(
        shown.state !== 'connected' && (shown.code !== undefined) === isClean,
        () => `${kind.name}: ${shown.code?.value ?? shown.state} by ${status} ${JSON.stringify(more)}`,
      )
    }),
    TRIED,
  )
})

const rowOf = fc.record({
  session: fc.constantFrom<unknown>('a', 'b', SESSION, Number(SESSION), {}, true, 1.5, 1e300, [SESSION]),
  more: fc.constantFrom<object>({}, {}, {}, { note: 'x' }, { status: 'other' }),
})
it('no list has a number twice, or is whole with a row that cannot be read or two that differ', PATIENCE, async () => {
  await fc.assert(
    fc.asyncProperty(listing, fc.array(rowOf, { maxLength: 6 }), async (kind, sent) => {
      const rows = sent.map(({ session, more }) => kind.row(session, more))
      const idOf = (session: unknown): string | null => (typeof session === 'string' || Number.isSafeInteger(session) ? String(session) : null)
      const ids = sent.map(({ session }) => idOf(session))
      const all = [...new Set(ids.filter((each) => each !== null))]
      // A list of names has no rows that could differ, and an identifier is the same as text and as a number.
      const textOf = (row: unknown): string =>
        typeof row === 'object' ? JSON.stringify(row, (_name, value: unknown) => (Number.isSafeInteger(value) ? String(value) : value)) : ''
      const single = all.filter((id) => new Set(rows.filter((_row, at) => ids[at] === id).map(textOf)).size === 1)
      const isWhole = !ids.includes(null) && single.length === all.length
      const listed = await kind.open(() => ({ json: kind.list?.(rows, {}) })).list(patient())
      const text = (): string => `${kind.name}: ${JSON.stringify(listed)} by ${JSON.stringify(rows)}`
      if (!listed.ok) return must(!isWhole, text)
      const value = listed.value ?? []
      const told = ('readable' in value ? value.readable : value).map(({ sessionId }) => sessionId)
      must('readable' in value === !isWhole && JSON.stringify(told) === JSON.stringify(single), text)
    }),
    TRIED,
  )
})
