// The conformance suite of the gateways against the running functions.
import { academyosKind } from '../../src/main/gateways/academyos'
import { conformance } from '../gateways/conformance'
import type { Adapter } from '../gateways/conformance/adapter'
import { database, linkPhone, newNumber, newTeam, phone, system } from './rig/client'

const sql = database()

/** A number as the simulated platform has it. */
async function simulated(session: string): Promise<{ readonly qr: string | null; readonly ownPhone: string }> {
  const response = await fetch(`${system.sandbox.address}/control/numbers/${session}`, { headers: { 'x-control-token': system.sandbox.controlToken } })
  return (await response.json()) as { qr: string | null; ownPhone: string }
}

const ACTIONS: Readonly<Record<string, string>> = { 'its phone unlinked it': 'unlink', 'its phone is off': 'go-offline', 'its server lost it': 'lose-session' }

const own: Adapter = {
  name: 'AcademyOS, our own functions',
  column: 'AcademyOS (own functions)',
  cannot: { 'code to type': 'the functions have no such call', 'tells a dead browser': 'the platform tells none' },
  unseen: { rotation: "the simulated platform's codes live a minute here", 'codes run out': "the simulated platform's codes live a minute here" },
  drops: [
    { what: 'its phone unlinked it', cause: 'logged-out' },
    { what: 'its phone is off', cause: 'phone-offline' },
    { what: 'its server lost it', cause: null },
  ],
  refused: 'sign-in-expired',
  requests: 1,
  async start() {
    const anna = await newTeam()
    const linked = async (key?: string) => {
      const { session } = await newNumber(anna, key)
      await linkPhone(anna, session)
      return session
    }
    const [one, two] = [await linked(), await linked(crypto.randomUUID())]
    return {
      address: system.url,
      kind: () => academyosKind,
      fields: { publicKey: system.anonKey, login: anna.email, password: anna.password },
      secrets: [anna.password, anna.refreshToken],
      linked: [{ sessionId: one }, { sessionId: two }],
      phone: (await simulated(one)).ownPhone,
      fresh: () => null,
      codes: async (session) => [(await simulated(session)).qr],
      scan: (session, by) => phone(session, by === 'own' ? 'scan' : 'scan-wrong-phone'),
      rotate: () => undefined,
      drop: (session, what) => phone(session, ACTIONS[what] ?? ''),
      refuse: () => sql`delete from auth.sessions where user_id = ${anna.id}`,
      accept: () => undefined,
      close: async () => undefined,
    }
  },
}

conformance(own)
