// AcademyOS: the deployed functions by their stand-in. Our own functions run for real in tests/functions/conformance.test.ts.
import { academyosKind } from '../../../src/main/gateways/academyos'
import { startDeployedStandIn } from '../../standins/academyos-deployed'
import type { Adapter } from './adapter'

export const deployed: Adapter = {
  name: 'AcademyOS, deployed functions',
  column: 'AcademyOS (deployed)',
  cannot: {
    'live list': 'the functions have none',
    'code to type': 'the functions have no such call',
    push: 'the functions have none',
    'started again after a drop': 'a start may make a second number',
    'tells the phone': 'the functions do not pass it on',
    'names the cause of a drop': 'the functions do not pass it on',
    'tells a dead browser': 'the platform tells none',
  },
  drops: [{ what: 'its phone unlinked it', cause: null }],
  refused: 'sign-in-expired',
  requests: 1,
  async start() {
    const standIn = await startDeployedStandIn()
    const [person] = standIn.users
    if (!person?.organization) throw new Error('nobody')
    const { organization, email, password } = person
    const rows = [standIn.addRow(organization, { primary: true }), standIn.addRow(organization)] as const
    for (const { session } of rows) {
      standIn.platform.start(session)
      standIn.scan(session)
    }
    return {
      address: standIn.address,
      kind: () => academyosKind,
      fields: { publicKey: standIn.publicKey, login: email, password },
      secrets: [password, ...rows.map(({ apiKey }) => apiKey.slice(8, -4))],
      linked: [{ sessionId: rows[0].session }, { sessionId: rows[1].session }],
      phone: '79160000001',
      fresh: () => null,
      codes: (session) => [standIn.platform.qr(session)],
      scan: (session) => standIn.scan(session),
      rotate: (session) => standIn.platform.rotate(session),
      runOut: (session) => standIn.drop(session),
      drop: (session) => standIn.drop(session),
      refuse: () => standIn.auth.revoke(email),
      accept: () => undefined,
      close: () => standIn.stop(),
    }
  },
}
