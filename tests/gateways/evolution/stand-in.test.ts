// The stand-in is held against the recording of the real server: the same requests in their order, the same status and shape of every answer.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EvolutionStandIn } from '../../standins/evolution'
import { readExchanges, shapeOf } from '../../standins/recording'

/** The part in which a (stood-in) WhatsApp answered; asked about the instance `shop1`, and without codes to type. */
const RECORDED = readExchanges('evolution-api-2.3.6.jsonl')
const LAST = RECORDED.findIndex(({ at_step }) => at_step === 'malformed json')
const PLAYED = RECORDED.slice(0, LAST + 1).filter(({ at_step }) => !/number|pairing|qr limit|shop3|odd name|create with qr|after delete/.test(at_step))

let server: EvolutionStandIn
beforeEach(async () => void (server = await EvolutionStandIn.start()))
afterEach(() => server.close())

/** What was done to the real server before the request of that name. */
const BEFORE: Readonly<Record<string, () => unknown>> = {
  'connect with qr': () => server.issue('shop1'),
  'connect second qr': () => server.issue('shop1'),
  'state right after 515': () => server.closeWith('shop1', 515),
  'connect while open': () => server.scan('shop1'),
  'delete unknown': () => server.link('shop3'),
}
for (const reason of [408, 428, 503, 440]) Object.assign(BEFORE, reconnects(reason))
for (const reason of [401, 403, 402, 406]) Object.assign(BEFORE, closes(reason))

function reconnects(reason: number): Readonly<Record<string, () => unknown>> {
  return { [`state right after close ${reason}`]: () => server.closeWith('shop1', reason), [`state reopened after ${reason}`]: () => server.reopen('shop1') }
}
function closes(reason: number): Readonly<Record<string, () => unknown>> {
  return {
    [`state after close ${reason}`]: () => server.closeWith('shop1', reason),
    [`connect qr after close ${reason}`]: () => expect.poll(() => server.countOf('shop1')).toBeGreaterThan(1),
    ...(reason === 406 ? { 'restart while open': () => server.scan('shop1') } : {}),
  }
}

/** What rows and answers have in common with the recorded ones; a list's first row speaks for all. */
function shape(body: unknown): unknown {
  return shapeOf(
    Array.isArray(body) ? body.slice(0, 1).map((row: object) => Object.fromEntries(Object.entries(row).filter(([name]) => KNOWN.has(name)))) : body,
  )
}
const KNOWN = new Set(['id', 'name', 'connectionStatus', 'ownerJid', 'profileName', 'token', 'disconnectionReasonCode'])

it('answers every recorded request with the recorded status and shape', async () => {
  server.codeMs = 1
  for (const { at_step: step, request, response } of PLAYED) {
    await BEFORE[step]?.()
    const tokens = await fetch(`${server.address}/instance/fetchInstances`, { headers: { apikey: server.key } }).then(
      (each) => each.json() as Promise<{ token: string }[]>,
    )
    const sent = request.headers['apikey']
    const apikey = sent === undefined || sent === 'wrong' || sent === server.key ? sent : tokens[0]?.token
    const headers = { ...(apikey === undefined ? {} : { apikey }), ...(request.method === 'POST' ? { 'content-type': 'application/json' } : {}) }
    const body = step === 'malformed json' ? '{broken' : request.body ? JSON.stringify(request.body) : undefined
    const answer = await fetch(server.address + request.path, { method: request.method, headers, ...(body === undefined ? {} : { body }) })
    expect([step, answer.status, shape(await answer.json())]).toEqual([step, response.status, shape(response.body)])
  }
  expect(PLAYED.length).toBeGreaterThan(55)
})
