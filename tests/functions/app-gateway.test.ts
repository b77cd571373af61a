// The app's own gateway against the running functions: the same contract as against the stand-in of the deployed ones.
import { academyosContract } from '../gateways/academyos/contract'
import { database, fault, heal, newTeam, phone, system } from './rig/client'

const sql = database()

academyosContract('the functions of this repository', async () => {
  const anna = await newTeam()
  return {
    address: system.url,
    publicKey: system.anonKey,
    login: anna.email,
    password: anna.password,
    flavour: 'own',
    scan: async (session) => {
      await phone(session, 'scan')
    },
    drop: async (session) => {
      await phone(session, 'unlink')
    },
    platformDown: (down) => (down ? fault({ client: anna.organizationId, mode: 'cut' }) : heal(anna.organizationId)),
    revoke: async () => {
      await sql`delete from auth.sessions where user_id = ${anna.id}`
    },
    stop: async () => undefined,
  }
})
