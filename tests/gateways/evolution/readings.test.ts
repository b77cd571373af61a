// The parsers on every answer that was recorded from the real server.
import { describe, expect, it } from 'vitest'
import type { HttpFetch } from '../../../src/main/core/ports'
import { createEvolutionClient } from '../../../src/main/gateways/evolution/client'
import { typedSecret } from '../../../src/main/gateways/http/secret-reader'
import { causeOf, offeredIn, stateIn } from '../../../src/main/gateways/evolution/readings'
import type { HttpAnswer } from '../../../src/main/gateways/http/http'
import { environment, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { readExchanges, type Exchange } from '../../standins/recording'

const RECORDED = readExchanges('evolution-api-2.3.6.jsonl')
/** Where the part begins in which WhatsApp could not be reached. */
const SECOND = RECORDED.findLastIndex(({ at_step }) => at_step === 'root')
const to = (call: string) => RECORDED.filter(({ request }) => request.path.startsWith(`/instance/${call}`))
const nameOf = ({ request }: Exchange): string => decodeURIComponent(/^\/instance\/\w+\/([^?]*)/.exec(request.path)?.[1] ?? '')

function answerOf({ response }: Exchange): HttpAnswer {
  return { kind: 'answer', status: response.status ?? 0, headers: new Headers(), json: response.body, content: 'json', at: 1_000 }
}

/** What each answer about a state proves, by hand; those of the part without WhatsApp say their own word. */
const STATES: readonly (readonly [RegExp, string])[] = [
  [/unknown instance|of other with|after delete/, 'unknown'],
  [/reopened|state open|after restart/, 'open'],
  [/connecting|right after|after 515|after close (?:408|428|503|440)/, 'connecting'],
  [/after create|after close 4|after logout|at qr limit/, 'close'],
]

describe('every recorded answer', () => {
  it('of connectionState proves what it says, about its own instance only', () => {
    const seen = new Set<string>()
    for (const exchange of to('connectionState')) {
      const { at_step: step, response } = exchange
      const said = stateIn('connectionState', answerOf(exchange), nameOf(exchange))
      const word = typeof said === 'string' ? said : said.state
      const { instance } = response.body as { instance?: { state?: string } }
      const expected = RECORDED.indexOf(exchange) < SECOND ? STATES.find(([steps]) => steps.test(step))?.[1] : (instance?.state ?? 'unknown')
      expect(word, step).toBe(expected)
      expect(stateIn('connectionState', answerOf(exchange), 'somebody else'), step).toMatchObject({ state: 'unknown' })
      seen.add(word)
    }
    expect([...seen].sort()).toEqual(['close', 'connecting', 'open', 'unknown'])
  })

  it('of connect has a code, none yet, or the state of an open instance; the code of an instance at its limit is dead', () => {
    const codes = new Map<string, string>()
    for (const exchange of to('connect/')) {
      const { at_step: step } = exchange
      const { code, count, instance } = exchange.response.body as { code?: string; count?: number; instance?: object }
      const offered = offeredIn(answerOf(exchange), nameOf(exchange), false)
      if (step === 'connect unknown') expect(offered).toMatchObject({ state: 'unknown', gone: true })
      else if (instance) expect(offered).toBe('open')
      else if (code === undefined || step === 'connect at qr limit') expect([step, offered]).toEqual([step, 'no code yet'])
      else {
        expect(offered, step).toMatchObject({ id: code, count, code: { kind: 'qr-text', value: code } })
        codes.set(step, code)
      }
    }
    expect(codes.size).toBeGreaterThan(10)
    // The first answer after a close is the code from before it.
    expect(codes.get('connect after close 401')).toBe(codes.get('connect second qr'))
  })

  it('of connect with a phone has the code to type', () => {
    const pairing = RECORDED.find(({ at_step }) => at_step === 'connect with pairing code')
    expect(pairing && offeredIn(answerOf(pairing), 'shop3', true)).toMatchObject({ code: { kind: 'pairing-code', value: 'ABCD-1234' } })
  })

  it('of fetchInstances is a list with phone and reason, or a refused key, and keeps nothing of a key', async () => {
    const reasons = new Set<number | null>()
    for (const { at_step: step, response } of to('fetchInstances')) {
      const fetch: HttpFetch = () => Promise.resolve(Response.json(response.body, { status: response.status ?? 500 }))
      const client = createEvolutionClient('http://127.0.0.1', typedSecret('key'), environment({ fetch }))
      const listed = await client.instances(patient())
      if (response.status === 401) {
        expect(listed, step).toMatchObject({ ok: false, failure: { code: 'secret-key-rejected' } })
        continue
      }
      const sent = response.body as readonly { name: string; ownerJid: string | null; token: string; disconnectionReasonCode: number | null }[]
      const { rows, unreadable } = valueOf(listed)
      expect([step, unreadable, rows.map(({ name }) => name)]).toEqual([step, 0, sent.map(({ name }) => name)])
      for (const row of rows) {
        reasons.add(row.reason)
        expect(row.phone, step).toBe(sent.find(({ name }) => name === row.name)?.ownerJid?.split('@')[0] ?? null)
      }
      for (const { token } of sent) expect(JSON.stringify(rows)).not.toContain(token)
    }
    expect([...reasons].map(causeOf)).toEqual([{}, { cause: 'logged-out' }, { cause: 'banned' }, { cause: 'banned' }, { cause: 'banned' }])
  })
})
