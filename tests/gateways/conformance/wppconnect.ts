// WPPConnect Server, by the stand-in that is held against recordings.
import { wppconnectKind } from '../../../src/main/gateways/wppconnect'
import { startWppconnect } from '../../standins/wppconnect'
import type { Adapter } from './adapter'

const SECRET = 'canary-secret/of+the-server'
const PHONE = '5511900000001'

export const wppconnect: Adapter = {
  name: 'WPPConnect Server',
  column: 'WPPConnect Server 2.10.4',
  cannot: { 'live list': 'it has no such list', 'names the cause of a drop': 'a code that nobody asked for shows that the phone was unlinked' },
  drops: [
    { what: 'its phone unlinked it', cause: null },
    { what: 'somebody closed it', cause: null },
    { what: 'its browser died', cause: null },
  ],
  refused: 'secret-key-rejected',
  listsNamesOnly: true,
  requests: 2,
  async start() {
    const server = await startWppconnect({ secret: SECRET, pace: null })
    const { sessions } = server
    sessions.link('s1', PHONE)
    sessions.link('s2', '5511900000002')
    return {
      address: server.address,
      kind: () => wppconnectKind,
      fields: { secretKey: SECRET },
      secrets: [SECRET],
      linked: [{ sessionId: 's1' }, { sessionId: 's2' }],
      phone: PHONE,
      fresh: () => null,
      codes: (name) => [sessions.memory.get(name)?.urlcode],
      scan: (name, by) => sessions.scan(name, by === 'own' ? PHONE : '5511988888888'),
      rotate: (name) => sessions.rotate(name),
      runOut: () => server.pass(61_000),
      drop(name, what) {
        if (what === 'its phone unlinked it') sessions.unlink(name)
        else if (what === 'somebody closed it') sessions.close(name)
        else sessions.killBrowser(name, true)
      },
      refuse: () => server.changeSecret('another secret'),
      accept: () => server.changeSecret(SECRET),
      pass: (ms) => server.pass(ms),
      cut: () => server.cutPush(),
      close: () => server.stop(),
    }
  },
}
