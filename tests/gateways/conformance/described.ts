// The hosted services that come with the app, each by its description and a stand-in after its public documentation.
import { createDescribedKind } from '../../../src/main/gateways/described'
import { shippedDescriptions } from '../../../src/main/gateways/described/shipped'
import type { FailureCode } from '../../../src/shared/model/failure'
import type { HostedNumber, HostedStandIn } from '../../standins/hosted/numbers'
import { fonnte, greenApi, wappi, whapi, zApi } from '../../standins/hosted/services'
import type { Ability, Adapter, Drop, Known } from './adapter'

const PHONE = '79000000042'
const IDS = ['7900000001', '7900000002', '7900000003', '7900000004'] as const

interface Service {
  readonly id: string
  readonly column: string
  make(): HostedStandIn
  /** The account lists its numbers; else each has a key of its own, and this field names it. */
  readonly identity: string | null
  readonly cannot: Adapter['cannot']
  readonly drops: readonly (Drop & { readonly word?: string })[]
  readonly refused: FailureCode
}

const every: Partial<Record<Ability, string>> = {
  push: 'it is polled',
  'codes run out': 'the service issues the next one when it is asked',
  'tells a dead browser': 'the service tells none',
}
const oneKey = { ...every, 'lists numbers': 'one key, one number', 'live list': 'one key, one number' }
const account = { ...every, 'makes a number': 'numbers are made in the account' }
const noStart = { 'started again after a drop': 'nothing but a code links it' }
const noCause = { 'names the cause of a drop': 'it tells none' }

const SERVICES: readonly Service[] = [
  {
    id: 'green-api',
    column: 'GREEN-API',
    make: greenApi,
    identity: 'instance',
    cannot: { ...oneKey, ...noStart },
    drops: [
      { what: 'its phone unlinked it', cause: 'logged-out' },
      { what: 'WhatsApp banned it', cause: 'banned', word: 'blocked' },
      { what: 'its phone is off', cause: 'phone-offline', word: 'sleepMode' },
    ],
    refused: 'key-rejected',
  },
  {
    id: 'z-api',
    column: 'Z-API',
    make: () => zApi(),
    identity: 'instance',
    cannot: { ...oneKey, ...noStart, ...noCause, 'tells the phone': 'it tells none' },
    drops: [{ what: 'its phone unlinked it', cause: null }],
    // Its word for a wrong token is "Instance not found".
    refused: 'number-not-found',
  },
  {
    id: 'whapi',
    column: 'Whapi.Cloud',
    make: whapi,
    identity: 'channel',
    cannot: oneKey,
    drops: [{ what: 'its phone unlinked it', cause: 'logged-out' }],
    refused: 'key-rejected',
  },
  {
    id: 'fonnte',
    column: 'Fonnte',
    make: fonnte,
    identity: null,
    cannot: { ...account, ...noStart, ...noCause, 'tells the phone': 'it repeats the number that was registered' },
    drops: [{ what: 'its phone unlinked it', cause: null }],
    refused: 'key-rejected',
  },
  {
    id: 'wappi',
    column: 'Wappi',
    make: wappi,
    identity: null,
    cannot: { ...account, ...noStart, 'live list': 'its list does not tell the states' },
    drops: [{ what: 'its phone unlinked it', cause: 'logged-out' }],
    refused: 'key-rejected',
  },
]

export const described: readonly Adapter[] = SERVICES.map(({ id, make, identity, drops, ...service }) => ({
  ...service,
  name: `described: ${id}`,
  drops,
  requests: 1,
  async start() {
    const server = await make().start()
    const shipped = shippedDescriptions().find((each) => each.id === id)
    if (!shipped) throw new Error(`no description ${id}`)
    const known = (number: HostedNumber): Known =>
      identity === null ? { sessionId: number.id } : { sessionId: number.id, fields: { [identity]: number.id, token: number.token } }
    const [one, two] = [server.add(IDS[0], PHONE), server.add(IDS[1], '79000000043')]
    const tokens = new Map([one, two].map((number) => [number, number.token]))
    let added = 2
    return {
      address: server.address,
      kind: (address) => createDescribedKind('fixed' in shipped.base ? { ...shipped, base: { fixed: address } } : shipped),
      fields: identity === null ? { token: server.key } : { [identity]: one.id, token: one.token },
      secrets: ['canary'],
      linked: [known(one), known(two)],
      phone: PHONE,
      fresh: () => known(server.add(IDS[(added += 1) - 1] ?? '')),
      codes: (session) => [server.get(session)?.code?.text, server.get(session)?.code?.image],
      scan: (session, by) => server.scan(session, by === 'own' ? PHONE : '79000000099'),
      rotate: (session) => server.issue(server.get(session) ?? one),
      drop(session, what) {
        const word = drops.find((each) => each.what === what)?.word
        const number = server.get(session)
        if (word === undefined || !number) server.unlink(session)
        else number.word = word
      },
      refuse() {
        server.key = 'another'
        for (const number of [one, two]) number.token = 'another'
      },
      accept() {
        server.key = 'canary-account-key'
        for (const [number, token] of tokens) number.token = token
      },
      close: () => server.close(),
    }
  },
}))
