// The stand-in is held against every line that was recorded of the real server: the same requests in their order, the same status, shape and words.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EvolutionStandIn } from '../../standins/evolution'
import { readExchanges, shapeOf, type Exchange } from '../../standins/recording'

const RECORDED = readExchanges('evolution-api-2.3.6.jsonl')
/** The recording has two parts, each of a server that was started anew: a WhatsApp that answered, and one that could not be reached. */
const SECOND = RECORDED.findLastIndex(({ at_step }) => at_step === 'root')
/** What is the recording's own: names of nobody, times, the picture of a code. */
const STATES = new Set(['open', 'connecting', 'close'])

let server: EvolutionStandIn
beforeEach(async () => {
  server = await EvolutionStandIn.start()
  server.codeMs = 1
})
afterEach(() => server.close())

/** What was done to the real server before the request of that name. */
const BEFORE: Readonly<Record<string, () => unknown>> = {
  'connect with qr': () => expect.poll(() => server.countOf('shop1')).toBe(1),
  'connect second qr': () => server.issue('shop1'),
  'state right after 515': () => server.closeWith('shop1', 515),
  'connect while open': () => server.scan('shop1'),
  'connect odd name': () => expect.poll(() => server.countOf('shop 2 имя')).toBe(1),
  'connect with pairing code': () => expect.poll(() => server.countOf('shop3')).toBe(1),
  'state at qr limit': () => server.runOut('shop3'),
}
for (const reason of [408, 428, 503, 440]) Object.assign(BEFORE, reconnects(reason))
for (const reason of [401, 403, 402, 406]) Object.assign(BEFORE, closes(reason))

function reconnects(reason: number): Readonly<Record<string, () => unknown>> {
  return { [`state right after close ${reason}`]: () => server.closeWith('shop1', reason), [`state reopened after ${reason}`]: () => server.reopen('shop1') }
}
let codesBefore = 0
function closes(reason: number): Readonly<Record<string, () => unknown>> {
  return {
    [`state after close ${reason}`]: () => {
      codesBefore = server.countOf('shop1')
      server.closeWith('shop1', reason)
    },
    [`connect qr after close ${reason}`]: () => expect.poll(() => server.countOf('shop1')).toBeGreaterThan(codesBefore),
    ...(reason === 406 ? { 'restart while open': () => server.scan('shop1') } : {}),
  }
}

async function replay({ at_step: step, request }: Exchange): Promise<readonly [number, unknown]> {
  const rows = await fetch(`${server.address}/instance/fetchInstances`, { headers: { apikey: server.key } })
  const [first] = (await rows.json()) as { token: string }[]
  const sent = request.headers['apikey']
  const apikey = sent === undefined || sent === 'wrong' || sent === server.key ? sent : first?.token
  const headers = { ...(apikey === undefined ? {} : { apikey }), ...(request.method === 'POST' ? { 'content-type': 'application/json' } : {}) }
  const body = step === 'malformed json' ? '{broken' : request.body ? JSON.stringify(request.body) : undefined
  const answer = await fetch(server.address + request.path, { method: request.method, headers, ...(body === undefined ? {} : { body }) })
  return [answer.status, await answer.json()]
}

/** What an answer says in words: state, error, message, and whether its count is none. */
function wordsOf(body: unknown): readonly unknown[] {
  const { instance, status, error, message, response, count } = (body ?? {}) as Readonly<Record<string, unknown>>
  const { state } = (instance ?? {}) as { state?: unknown }
  return [state, status, error, message, (response as { message?: unknown } | undefined)?.message, count === 0]
}
const comparable = (status: number | undefined, body: unknown) => ({ status, shape: shapeOf(body), words: wordsOf(body) })

it('answers every request of the first part as the real server did', async () => {
  for (const [line, exchange] of RECORDED.slice(0, SECOND).entries()) {
    await BEFORE[exchange.at_step]?.()
    const { response } = exchange
    expect(comparable(...(await replay(exchange))), `line ${line}: ${exchange.at_step}`).toEqual(comparable(response.status, response.body))
  }
})

it('answers every request of the second part as the real server did, which could not reach WhatsApp', async () => {
  server.reachable = false
  for (const [line, exchange] of RECORDED.slice(SECOND).entries()) {
    const { at_step: step, response } = exchange
    // The state goes to and fro while the server tries in vain: which of the two it is at the moment of a request is chance.
    const { instance } = (response.body ?? {}) as { instance?: { state?: unknown } }
    if (step !== 'state after create' && STATES.has(String(instance?.state))) server.tries('shop1', instance?.state as 'connecting' | 'close')
    expect(comparable(...(await replay(exchange))), `line ${SECOND + line}: ${step}`).toEqual(comparable(response.status, response.body))
  }
})
