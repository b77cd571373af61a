// Evolution API, by the stand-in that is held against recordings.
import { evolutionKind } from '../../../src/main/gateways/evolution'
import { EvolutionStandIn } from '../../standins/evolution'
import type { Adapter } from './adapter'

const KEY = 'canary-global-key'
const PHONE = '5511900000001'
const REASONS: Readonly<Record<string, number>> = {
  'its phone unlinked it': 401,
  'WhatsApp banned it': 403,
  'another server took it': 440,
  'its line broke': 428,
}

export const evolution: Adapter = {
  name: 'Evolution API',
  column: 'Evolution API 2.3.6',
  cannot: {
    'live list': 'its list lags behind the states',
    'codes run out': 'asking for the code makes the server issue more',
    'tells a dead browser': 'it has none',
  },
  drops: [
    { what: 'its phone unlinked it', cause: 'logged-out' },
    { what: 'WhatsApp banned it', cause: 'banned' },
    { what: 'another server took it', cause: null, shows: 'starting' },
    { what: 'its line broke', cause: null, shows: 'starting' },
  ],
  refused: 'secret-key-rejected',
  requests: 1,
  async start() {
    const server = await EvolutionStandIn.start(KEY)
    server.link('shop', PHONE)
    server.link('bar', '5511900000002')
    return {
      address: server.address,
      kind: () => evolutionKind,
      fields: { apiKey: KEY },
      secrets: [KEY, 'TOKEN-OF'],
      linked: [{ sessionId: 'shop' }, { sessionId: 'bar' }],
      phone: PHONE,
      fresh: () => null,
      codes: (name) => [server.codeOf(name)],
      scan: (name, by) => server.scan(name, by === 'own' ? PHONE : '5511988888888'),
      rotate: (name) => server.issue(name),
      drop: (name, what) => server.closeWith(name, REASONS[what] ?? 0),
      refuse: () => void (server.key = 'another'),
      accept: () => void (server.key = KEY),
      cut: () => server.cutSockets(),
      close: () => server.close(),
    }
  },
}
