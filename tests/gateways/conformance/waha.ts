// WAHA, by the stand-in after its manual.
import { wahaKind } from '../../../src/main/gateways/waha'
import { WahaStandIn } from '../../standins/waha'
import type { Adapter } from './adapter'

const KEY = 'canary-key'
const PHONE = '5511900000001'

export const waha: Adapter = {
  name: 'WAHA',
  column: 'WAHA',
  cannot: {
    'live list': 'whether its list is live where several workers share the sessions is not documented',
    'names the cause of a drop': 'a code that nobody asked for shows that the phone was unlinked',
    'tells a dead browser': 'the manual has no word for it',
  },
  drops: [
    { what: 'its phone unlinked it', cause: null },
    { what: 'its engine failed', cause: null },
    { what: 'its engine connects again', cause: null, shows: 'starting' },
  ],
  refused: 'secret-key-rejected',
  requests: 1,
  async start() {
    const server = await WahaStandIn.start(KEY)
    server.link('shop', PHONE)
    server.link('bar', '5511900000002')
    return {
      address: server.address,
      kind: () => wahaKind,
      fields: { apiKey: KEY },
      secrets: [KEY],
      linked: [{ sessionId: 'shop' }, { sessionId: 'bar' }],
      phone: PHONE,
      fresh: () => null,
      codes: (name) => [server.codeOf(name)],
      scan: (name, by) => server.scan(name, by === 'own' ? PHONE : '5511988888888'),
      rotate: (name) => server.issue(name),
      runOut: (name) => server.runOut(name),
      drop(name, what) {
        if (what === 'its phone unlinked it') server.unlink(name)
        else if (what === 'its engine failed') server.fail(name)
        else server.retry(name)
      },
      refuse: () => void (server.key = 'another'),
      accept: () => void (server.key = KEY),
      cut: () => server.cutSockets(),
      close: () => server.close(),
    }
  },
}
