// WAHA: codes of both kinds, passkeys, and what FAILED means after what came before.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { patient } from '../../fakes/gateways/gateway-rig'
import { WireServer } from '../../fakes/wire-server'
import { Rig } from './rig'

let rig: Rig
beforeEach(async () => {
  rig = await Rig.open()
  rig.server.add('shop')
})
afterEach(() => rig.close())

const ref = { sessionId: 'shop', facts: {} }

/** The session with a code that is shown. */
async function withCode(): Promise<void> {
  await rig.start('shop')
  await rig.code('shop')
}

/** A server whose session waits for a scan and whose `auth/qr` answers as told, by format. */
async function qrServer(
  answers: Readonly<Record<string, { readonly status?: number; readonly json?: unknown; readonly text?: string; readonly type?: string }>>,
) {
  const wire = await WireServer.start()
  wire.answer = ({ path }) => answers[path.split('format=')[1] ?? ''] ?? { json: { name: 'shop', status: 'SCAN_QR_CODE', me: null } }
  const reading = await rig.noted(rig.openAt(wire.address).start(ref, patient()))
  await wire.close()
  return { reading, formats: wire.asked('/auth/qr').map(({ path }) => path.split('format=')[1]) }
}

describe('a code to scan', () => {
  it('is an image where the engine has no text', async () => {
    rig.server.raw = false
    await rig.start('shop')
    expect(await rig.code('shop')).toMatchObject({ kind: 'qr-image', value: expect.stringMatching(/^data:image\/png;base64,iVBOR/) })
  })

  it.each([
    [
      'the shape of a wait',
      { status: 422, json: { error: 'Session status is not as expected', session: 'shop', status: 'STARTING', expected: ['SCAN_QR_CODE'] } },
    ],
    ['the session has ended', { status: 404, json: { message: "We didn't find a session with name 'shop'.", error: 'Not Found', statusCode: 404 } }],
  ])('is waited for: %s', async (_what, raw) => {
    const { reading, formats } = await qrServer({ raw })
    expect([reading.state, reading.code, reading.gone]).toEqual(['awaiting-scan', undefined, undefined])
    expect(formats).toEqual(['raw'])
  })

  it.each([
    ['no code', { json: { value: 'undefined' } }],
    ['nothing', { text: '' }],
    ['an error of the engine', { status: 500, json: { statusCode: 500 } }],
    ['bytes of an image', { text: '\x89PNG', type: 'image/png' }],
  ])('that is %s as text is asked for as an image, and is none where that is none either', async (_what, junk) => {
    const { reading, formats } = await qrServer({ raw: junk, image: junk })
    expect([reading.state, reading.code]).toEqual(['unknown', undefined])
    expect(formats).toEqual(['raw', 'image'])
  })

  it('is not asked for by who only watches', async () => {
    await withCode()
    rig.gateway = rig.openAt(rig.server.address)
    rig.server.asked.length = 0
    expect(await rig.read('shop')).toMatchObject({ state: 'awaiting-scan' })
    expect(rig.server.asked).toEqual(['GET sessions/shop'])
  })
})

describe('a code to type', () => {
  it('is asked for once the session can have one, and once only', async () => {
    expect(await rig.pair('shop', '79001234567')).toMatchObject({ state: 'starting' })
    expect(await rig.code('shop')).toEqual({ kind: 'pairing-code', value: rig.server.pairingOf('shop') })
    await rig.read('shop')
    expect(rig.server.asked.filter((each) => each.endsWith('request-code'))).toHaveLength(1)
    expect(rig.server.asked.filter((each) => each.endsWith('qr'))).toEqual([])
    rig.server.scan('shop', '79001234567')
    await expect.poll(() => rig.read('shop')).toMatchObject({ state: 'connected' })
  })

  it('replaces the code to scan at once, and is replaced by it', async () => {
    await withCode()
    expect(await rig.pair('shop', '79001234567')).toMatchObject({ state: 'awaiting-scan', code: { kind: 'pairing-code' } })
    expect(await rig.start('shop')).toMatchObject({ code: { kind: 'qr-text' } })
  })

  it('that comes too early is asked for again', async () => {
    const wire = await WireServer.start()
    let asked = 0
    wire.answer = ({ method }) => {
      if (method === 'GET') return { json: { name: 'shop', status: 'SCAN_QR_CODE', me: null } }
      asked += 1
      if (asked === 2) return { status: 201, json: { code: 'abcd-efgh' } }
      return { status: 422, json: { message: 'Can request code only in SCAN_QR_CODE status. The current status is STARTING', statusCode: 422 } }
    }
    const gateway = rig.openAt(wire.address)
    expect((await gateway.pair?.(ref, '79001234567', patient()))?.state).toBe('starting')
    expect(await gateway.read(ref, patient())).toMatchObject({ code: { kind: 'pairing-code', value: 'ABCD-EFGH' } })
    await wire.close()
  })

  it('that the engine does not have leaves the code to scan', async () => {
    rig.server.pairs = false
    await withCode()
    expect(await rig.pair('shop', '79001234567')).toMatchObject({ state: 'unknown', failure: { code: 'pairing-impossible', detail: 'request-code: HTTP 422' } })
    expect(await rig.code('shop')).toMatchObject({ kind: 'qr-text' })
  })
})

describe('a passkey', () => {
  it('is explained in both of its states, and the number connects once it was given elsewhere', async () => {
    await withCode()
    rig.server.askPasskey('shop')
    expect(await rig.read('shop')).toMatchObject({ state: 'unknown', failure: { code: 'passkey-required' }, evidence: { word: 'PASSKEY_REQUIRED' } })
    rig.server.askConfirmation('shop')
    expect(await rig.read('shop')).toMatchObject({ state: 'unknown', failure: { code: 'passkey-required' } })
    rig.server.confirm('shop', '79001234567')
    expect(await rig.read('shop')).toMatchObject({ state: 'connected', phone: '79001234567' })
  })

  it('is not spoiled by another start, until nobody has given it for minutes', async () => {
    await withCode()
    rig.server.askPasskey('shop')
    await rig.read('shop')
    rig.clock.move(170_000)
    expect(await rig.start('shop')).toMatchObject({ state: 'unknown', failure: { code: 'passkey-required' } })
    expect(rig.server.statusOf('shop')).toBe('PASSKEY_REQUIRED')
    rig.clock.move(15_000)
    expect(await rig.start('shop')).toMatchObject({ state: 'starting' })
    expect(await rig.code('shop')).toBeDefined()
  })
})

describe('FAILED', () => {
  it('after a code: nobody used it, and the next start gets another', async () => {
    await withCode()
    rig.server.runOut('shop')
    expect(await rig.read('shop')).toMatchObject({ state: 'disconnected', evidence: { word: 'FAILED' } })
    rig.clock.move(60_000)
    expect(await rig.read('shop')).toMatchObject({ state: 'disconnected' })
    expect(await rig.start('shop')).toMatchObject({ state: 'starting' })
    expect(await rig.code('shop')).toBeDefined()
  })

  it('of a number that worked: disconnected, and the start tells by a code that the phone was unlinked', async () => {
    rig.server.link('shop')
    await rig.read('shop')
    rig.server.unlink('shop')
    expect(await rig.read('shop')).toMatchObject({ state: 'disconnected' })
    await rig.start('shop')
    await expect.poll(() => rig.read('shop')).toMatchObject({ state: 'awaiting-scan' })
  })

  it('of a number that worked: disconnected, and the start cures an error', async () => {
    rig.server.link('shop')
    await rig.read('shop')
    rig.server.fail('shop')
    expect(await rig.read('shop')).toMatchObject({ state: 'disconnected' })
    rig.server.asked.length = 0
    await rig.start('shop')
    expect(rig.server.asked).toEqual(['GET sessions/shop', 'POST sessions/shop/restart'])
    await expect.poll(() => rig.read('shop')).toMatchObject({ state: 'connected' })
  })

  it('of a start: an engine may try again by itself, and what stays failed is explained', async () => {
    rig.server.broken = true
    await rig.start('shop')
    await expect.poll(async () => (await rig.read('shop')).evidence.word).toBe('FAILED')
    rig.clock.move(19_000)
    expect(await rig.read('shop')).toMatchObject({ state: 'starting' })
    rig.server.retry('shop')
    expect(await rig.read('shop')).toMatchObject({ state: 'starting' })
    rig.server.fail('shop')
    expect(await rig.read('shop')).toMatchObject({ state: 'starting' })
    rig.clock.move(21_000)
    expect(await rig.read('shop')).toMatchObject({ state: 'unknown', failure: { code: 'session-failed', detail: 'session: FAILED' } })
    expect(await rig.read('shop')).toMatchObject({ state: 'disconnected' })
  })

  it('or another state of a moment while an engine connects again is no drop by itself', async () => {
    rig.server.link('shop')
    await rig.read('shop')
    rig.server.retry('shop')
    expect(await rig.read('shop')).toMatchObject({ state: 'starting' })
    rig.server.recover('shop')
    expect(await rig.read('shop')).toMatchObject({ state: 'connected' })
  })
})
