// The app's own gateway against the running functions: the same contract as against the stand-in of the deployed ones.
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { patient, valueOf } from '../fakes/gateways/gateway-rig'
import { eventually } from '../fakes/heard'
import { academyosContract } from '../gateways/academyos/contract'
import { codeOf, connected } from '../gateways/academyos/rig'
import { database, fault, heal, newOperator, newOrganization, newTeam, PATIENCE, phone, system, type Operator } from './rig/client'

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

describe('two operators of one organisation', () => {
  const account = (operator: Operator) => ({ address: system.url, publicKey: system.anonKey, login: operator.email, password: operator.password })

  it('who click at once get one number, and both see what becomes of it', async () => {
    const organizationId = await newOrganization()
    const [anna, boris] = [await connected(account(await newOperator(organizationId))), await connected(account(await newOperator(organizationId)))]
    const click = (who: typeof anna) => who.gateway.provision({ fields: {}, known: [], idempotencyKey: randomUUID() }, patient())
    const [one, two] = (await Promise.all([click(anna), click(boris)])).map(valueOf)
    expect(one?.sessionId).toBe(two?.sessionId)
    const number = { sessionId: one?.sessionId ?? '', facts: one?.facts ?? {} }
    await eventually(async () => (await anna.gateway.read(number, patient())).code !== undefined, 'a code for the number', PATIENCE)
    await phone(number.sessionId, 'scan')
    await eventually(async () => (await anna.gateway.read(number, patient())).state === 'connected', 'the number is connected', PATIENCE)
    expect((await boris.gateway.read(number, patient())).state).toBe('connected')
    expect(codeOf(await boris.gateway.disconnect(number, patient()))).toBe('ok')
    expect(await anna.gateway.read(number, patient())).toMatchObject({ state: 'disconnected', cause: 'by-operator' })
  })

  it('one of whom may only look, is told so', async () => {
    const organizationId = await newOrganization()
    const viewer = await connected(account(await newOperator(organizationId, 'viewer')))
    expect(codeOf(await viewer.gateway.provision({ fields: {}, known: [], idempotencyKey: randomUUID() }, patient()))).toBe('not-allowed')
    expect(valueOf(await viewer.gateway.list(patient()))).toEqual([])
  })
})
