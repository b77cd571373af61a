// What a person makes a gateway do: a code to type, and the end of a session. Told as done only by an answer that says so about this number.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Gateway } from '../../../src/main/core/ports'
import { patient } from '../../fakes/gateways/gateway-rig'
import { must, PATIENCE, TRIED } from '../../unit/properties/runs'
import { SESSION } from './backends'
import { anything } from './code-texts'
import { KEY, KINDS, REF, type Kind, type Role, type Sent } from './kinds'
import { OTHERS, othersOf, SPOILERS } from './spoilers'

const PHONE = '79000000042'
const REFUSED = [300, 301, 400, 401, 403, 404, 409, 422, 500, 503]

/** A number that waits for a phone; the calls for a code to type, and for the end of the session, answer with `act`. */
function waiting(kind: Kind, act: (role: Role) => Sent | null): Gateway {
  return kind.open((role) => {
    const acted = act(role)
    if (acted !== null) return acted
    if (role === 'list') return { json: kind.list?.([kind.row(SESSION, {})], {}) ?? [] }
    // WPPConnect gives such a code only with the start of a closed session.
    return { json: kind.name === 'wppconnect' ? { status: 'CLOSED' } : kind.state(false, null, {}) }
  })
}
const ended = (kind: Kind, more: object, status = 200) =>
  waiting(kind, (role) => (role === 'logout' ? { json: kind.logout(more), status } : null)).disconnect(REF, patient())
/** The roles under which the kinds send the request for a code to type. */
const PAIRS: readonly Role[] = ['pair', 'code']
async function spelled(kind: Kind, code: unknown, more: object, status = 200) {
  return waiting(kind, (role) => (PAIRS.includes(role) ? { json: kind.pair?.(code, more), status } : null)).pair?.(REF, PHONE, patient())
}
const noSecret = (told: unknown, text: () => string): void => must(!JSON.stringify(told ?? null).includes(KEY), text)

const PAIRING = KINDS.filter(({ pair }) => pair !== null)

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('%s', (_name, kind) => {
  it('has ended a session where all is clean, and not beside a refusal, an error or another number', async () => {
    expect(await ended(kind, {})).toEqual({ ok: true, value: undefined })
    for (const more of [...SPOILERS, ...othersOf(kind)]) expect([more, (await ended(kind, more)).ok]).toEqual([more, false])
    for (const status of REFUSED) expect([status, (await ended(kind, {}, status)).ok]).toEqual([status, false])
  })
})

describe.each(PAIRING.map((kind) => [kind.name, kind] as const))('%s', (_name, kind) => {
  it('shows a code to type where all is clean, and none beside a refusal, an error or another number', async () => {
    expect(await spelled(kind, 'ABCD-1234', {})).toMatchObject({ state: 'awaiting-scan', code: { kind: 'pairing-code', value: 'ABCD-1234' } })
    for (const more of [...SPOILERS, ...othersOf(kind)]) expect([more, (await spelled(kind, 'ABCD-1234', more))?.code]).toEqual([more, undefined])
    for (const status of REFUSED) expect([status, (await spelled(kind, 'ABCD-1234', {}, status))?.code]).toEqual([status, undefined])
  })
})

const eight = fc.stringMatching(/^[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}$/)
const nearly = fc.oneof(
  fc.stringMatching(/^[A-Z0-9- ]{6,11}$/),
  fc.constantFrom<unknown>(12345678, 'ABCD–1234', 'АБВГ-1234', ' ABCD1234\n', ['ABCD1234'], { code: 'ABCD1234' }),
)
it('no kind shows anything but eight letters and digits as a code to type', PATIENCE, async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PAIRING), fc.oneof(eight, nearly, anything), async (kind, sent) => {
      const reading = await spelled(kind, sent, {})
      const letters = typeof sent === 'string' && /^\s*[A-Z0-9]{4}-?[A-Z0-9]{4}\s*$/i.test(sent) ? sent.trim().replace('-', '').toUpperCase() : undefined
      const text = (): string => `${kind.name}: ${JSON.stringify(sent)} is ${JSON.stringify(reading)}`
      must(reading?.code?.value.replace('-', '') === letters && reading?.state !== 'connected', text)
      noSecret(reading, text)
    }),
    TRIED,
  )
})

const spoiled = fc.tuple(
  fc.subarray([...SPOILERS, ...OTHERS, { message: KEY }, { error: `bad ${KEY}` }, { detail: `Bearer ${KEY}` }], { maxLength: 3 }),
  fc.constantFrom(200, 200, 200, ...REFUSED),
)
it('no kind has ended a session, or shows a code to type, by an answer that was refused, and none tells its key', PATIENCE, async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...KINDS), spoiled, async (kind, [spoilers, status]) => {
      const more = Object.assign({}, ...spoilers) as object
      const isRefused = status !== 200 || Object.keys(more).some((each) => /success|ok|error/i.test(each))
      const [end, code] = [await ended(kind, more, status), kind.pair ? await spelled(kind, 'ABCD-1234', more, status) : undefined]
      const text = (): string => `${kind.name}: ${JSON.stringify([end, code])} by ${status} ${JSON.stringify(more)}`
      must(!isRefused || (!end.ok && code?.code === undefined), text)
      must(code?.state !== 'connected', text)
      noSecret([end, code], text)
    }),
    TRIED,
  )
})
