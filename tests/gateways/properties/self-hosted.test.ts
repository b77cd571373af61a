// Evolution API and WAHA: never "connected" without the session's own name, the word for it and a clean success, whatever is sent.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Gateway, GatewayKind } from '../../../src/main/core/ports'
import { evolutionKind } from '../../../src/main/gateways/evolution'
import { wahaKind } from '../../../src/main/gateways/waha'
import { connectionRecord, environment, MemorySlots, patient } from '../../fakes/gateways/gateway-rig'
import { must, PATIENCE, TRIED } from '../../unit/properties/runs'
import { NUMBER, SESSION } from './backends'
import { damaged, isNoError, jsonOf, namesNumber, session, type Fields } from './wire-answers'

/** What both may say beside the state. */
const AROUND = { success: fc.constant(true), error: fc.constantFrom(null, '', false, 'boom', {}, 17) }

interface Server {
  readonly open: (answer: (call: string) => string) => Gateway
  /** The field of the name, the field of the state, the words of a state. */
  readonly name: string
  readonly state: string
  readonly words: readonly string[]
  readonly connected: string
  /** Whether both stand in an object of their own. */
  readonly nested: boolean
}
const opened =
  (kind: GatewayKind) =>
  (answer: (call: string) => string): Gateway => {
    const slots = new MemorySlots()
    slots.kept.set('apiKey', 'key')
    const fetch = (url: string) =>
      Promise.resolve(new Response(answer(new URL(url).pathname), { status: 200, headers: { 'content-type': 'application/json' } }))
    return kind.open(connectionRecord(kind === wahaKind ? 'waha' : 'evolution', 'https://server.example'), slots, environment({ fetch }))
  }
const SERVERS: readonly (readonly [string, Server])[] = [
  [
    'Evolution API',
    {
      open: opened(evolutionKind),
      name: 'instanceName',
      state: 'state',
      words: ['open', 'open', 'close', 'connecting', 'refused'],
      connected: 'open',
      nested: true,
    },
  ],
  [
    'WAHA',
    {
      open: opened(wahaKind),
      name: 'name',
      state: 'status',
      words: ['WORKING', 'WORKING', 'STOPPED', 'FAILED', 'SCAN_QR_CODE'],
      connected: 'working',
      nested: false,
    },
  ],
]

const plain = (name: string): string => name.toLowerCase().replaceAll('_', '')
const twice = (fields: Fields): boolean => new Set(fields.map(([name]) => name)).size < fields.length
/** Read as a careful person would, by the rules and not by the code under test. */
function proves({ name, state, connected }: Server, subject: Fields, around: Fields): boolean {
  const of = (fields: Fields, wanted: string): unknown[] => fields.filter(([each]) => plain(each) === plain(wanted)).map(([, value]) => value)
  const exact = subject.filter(([each]) => each === name).map(([, value]) => value)
  const said = of(subject, state)
  return (
    !twice(subject) &&
    !twice(around) &&
    exact.length === 1 &&
    exact.every((value) => namesNumber(value)) &&
    said.some((value) => typeof value === 'string' && value.trim().toLowerCase() === connected) &&
    of(around, 'success').every((value) => value === true) &&
    of(around, 'error').every(isNoError)
  )
}

describe.each(SERVERS)('%s', (_name, server) => {
  it('is never "connected" without proof, and always with it', PATIENCE, async () => {
    const subjects = damaged({ [server.name]: session, [server.state]: fc.constantFrom<unknown>(...server.words) }, [server.name, server.state])
    let connected = 0
    await fc.assert(
      fc.asyncProperty(subjects, damaged(AROUND, []), async (subject, around) => {
        const inner = jsonOf(subject)
        const text = server.nested ? `{"instance":${inner}${around.length > 0 ? `,${jsonOf(around).slice(1)}` : '}'}` : jsonOf([...subject, ...around])
        const reading = await server.open((path) => (/connectionState|sessions\//.test(path) ? text : '[]')).read(NUMBER, patient())
        const all = server.nested ? around : [...subject, ...around]
        const proved = proves(server, server.nested ? subject : all, all)
        if (reading.state === 'connected') connected += 1
        must(reading.state !== 'connected' || proved, () => `connected by ${text.slice(0, 500)}`)
        const isPlain = [...subject, ...around].every(
          ([name, value]) => [server.name, server.state, 'success', 'error'].includes(name) && (typeof value !== 'object' || value === null),
        )
        must(reading.state === 'connected' || !proved || !isPlain, () => `not connected by ${text.slice(0, 500)}`)
        must(reading.phone === undefined || reading.phone === SESSION, () => `phone ${reading.phone ?? ''} in ${text.slice(0, 500)}`)
      }),
      TRIED,
    )
    expect(connected).toBeGreaterThan(TRIED.numRuns / 100)
  })
})
