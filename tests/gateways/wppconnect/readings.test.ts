// The parsers on every answer that was recorded from the real server.
import { describe, expect, it } from 'vitest'
import type { HttpAnswer } from '../../../src/main/gateways/http/http'
import { eventOf } from '../../../src/main/gateways/wppconnect/events'
import { checkIn, pairingCodeIn, linkedPhoneIn, saysClosed, statusReading } from '../../../src/main/gateways/wppconnect/readings'
import { readEvents, readExchanges, type Exchange } from '../../standins/recording'

const RECORDED = readExchanges('wppconnect-server-2.10.4.jsonl')
const AT = 1_000

function answerOf({ response }: Exchange): HttpAnswer {
  if (response.status === undefined) return { kind: 'failure', failure: { code: 'unreachable' }, at: AT }
  const type = response.headers?.['content-type'] ?? ''
  const content = type.includes('json') ? 'json' : type.includes('html') ? 'html' : 'other'
  return { kind: 'answer', status: response.status, headers: new Headers(), json: content === 'json' ? response.body : undefined, content, at: AT }
}

const sessionOf = ({ request }: Exchange): string => decodeURIComponent(request.path.split('/')[2] ?? '')
const to = (...calls: readonly string[]) => RECORDED.filter(({ request }) => calls.some((call) => request.path.endsWith(`/${call}`)))
const bodyOf = ({ response }: Exchange): Record<string, unknown> => response.body as Record<string, unknown>

/** What each word proves, by hand. */
const STATES: Readonly<Record<string, string>> = {
  CLOSED: 'disconnected',
  INITIALIZING: 'starting',
  QRCODE: 'awaiting-scan',
  qrcode: 'awaiting-scan',
  PHONECODE: 'awaiting-scan',
  phoneCode: 'awaiting-scan',
  CONNECTED: 'connected',
}

describe('every recorded answer', () => {
  it('of status-session and start-session proves what its word says, and a code only at QRCODE', () => {
    const exchanges = to('status-session', 'start-session')
    expect(exchanges.length).toBeGreaterThan(80)
    const seen = new Set<string>()
    for (const exchange of exchanges) {
      const reading = statusReading('status-session', sessionOf(exchange), answerOf(exchange))
      if (exchange.response.status !== 200) {
        expect(reading, exchange.at_step).toMatchObject({ state: 'unknown' })
        continue
      }
      const word = String(bodyOf(exchange)['status'])
      seen.add(word)
      expect(reading.state, exchange.at_step).toBe(STATES[word])
      expect(reading.code?.value, exchange.at_step).toBe(word.toLowerCase() === 'qrcode' ? bodyOf(exchange)['urlcode'] : undefined)
    }
    expect([...seen].sort()).toEqual(Object.keys(STATES).sort())
  })

  it('that names nobody proves no connection', () => {
    const said = (status: string) =>
      statusReading('status-session', 'shop', { kind: 'answer', status: 200, headers: new Headers(), json: { status, session: '' }, content: 'json', at: AT })
    expect([said('CLOSED').state, said('CONNECTED').state]).toEqual(['disconnected', 'unknown'])
  })

  it('that closes a session is told from one that does not', () => {
    for (const exchange of to('close-session'))
      expect(saysClosed(sessionOf(exchange), answerOf(exchange)), exchange.at_step).toBe(exchange.response.status === 200)
  })

  it('of check-connection-session is yes or no', () => {
    const said = to('check-connection-session').map((exchange) => checkIn(sessionOf(exchange), answerOf(exchange)))
    expect(said).toContain(true)
    expect(said).toContain(false)
    expect(said.every((each) => typeof each === 'boolean')).toBe(true)
  })

  it('of get-phone-number tells no phone: the recorded page had none', () => {
    for (const exchange of to('get-phone-number')) expect(linkedPhoneIn(sessionOf(exchange), answerOf(exchange))).toBeNull()
  })

  it('to a start with a phone has the code to type', () => {
    const codes = to('start-session').map((exchange) => pairingCodeIn(sessionOf(exchange), answerOf(exchange)))
    expect(codes.filter((each) => each !== null)).toEqual([{ kind: 'pairing-code', value: 'ABCD-1234' }])
  })

  it('of an event names its session, or none', () => {
    for (const { event, args } of readEvents('wppconnect-server-2.10.4.events.jsonl')) {
      if (event === undefined || args === undefined) continue
      const { session } = (args[0] || {}) as { session?: string }
      expect(eventOf(event, args)).toEqual({ sessionId: session ?? null })
    }
  })
})

const json = (body: unknown, status = 200): HttpAnswer => ({ kind: 'answer', status, headers: new Headers(), json: body, content: 'json', at: AT })

describe('other answers', () => {
  it.each<[string, unknown]>([
    ['of another session', { status: 'CONNECTED', session: 's2' }],
    ['with an error', { status: 'CONNECTED', error: 'gone' }],
    ['without a word', { qrcode: null }],
    ['with an unknown word', { status: 'MIGRATING' }],
    ['that is a list', []],
    ['that is nothing', null],
    ['that is a text', 'CONNECTED'],
  ])('%s prove nothing', (_what, body) => {
    expect(statusReading('status-session', 's1', json(body))).toMatchObject({ state: 'unknown', failure: { code: 'not-understood' } })
  })

  it('an error of the server is one', () => {
    const failed = json({ status: 'error', message: 'The session is not active', error: {} }, 500)
    expect(statusReading('status-session', 's1', failed)).toMatchObject({ state: 'unknown', failure: { code: 'server-error' } })
  })

  it('a fresh token that is refused does not end the sign-in of the whole connection', () => {
    expect(statusReading('status-session', 's1', json({ error: 'Check that the Session and Token are correct' }, 401))).toMatchObject({
      failure: { code: 'not-understood', detail: 'status-session: HTTP 401' },
    })
  })

  it('tells the phone where the server does', () => {
    for (const [status, response] of [
      ['success', '5511999999999@c.us'],
      ['Success ', 5511999999999],
    ])
      expect(linkedPhoneIn('s1', json({ status, response, mapper: 'device' }))).toBe('5511999999999')
  })

  it.each<[string, readonly unknown[], object | null]>([
    ['session-error', ['s1'], { sessionId: 's1' }],
    ['whatsapp-status', [false], { sessionId: null }],
    ['whatsapp-status', [true], { sessionId: null }],
    ['qrCode', [], { sessionId: null }],
    ['qrCode', [{ session: 7 }], { sessionId: '7' }],
    ['qrCode', [{ session: {} }], { sessionId: null }],
    ['received-message', [{ response: { session: 's1', body: 'hello' } }], null],
  ])('the event %s %j', (name, args, event) => {
    expect(eventOf(name, args)).toEqual(event)
  })
})
