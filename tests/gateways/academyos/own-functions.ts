// Our own functions on the wire, scripted by a test, and a gateway signed in to them.
import { afterEach, beforeEach } from 'vitest'
import type { Gateway } from '../../../src/main/core/ports'
import { json, startDeployedStandIn, type Answer, type DeployedStandIn, type Seen } from '../../standins/academyos-deployed'
import { MovableClock, MemorySlots } from '../../fakes/gateways/gateway-rig'
import { connected, surroundings } from './rig'

export const SESSION = '0000000000042'
export const ID = '5b0c0000-0000-4000-8000-000000000001'
export const number = { sessionId: SESSION, facts: { integrationId: ID } }

/** An answer of our own functions. */
export const own = (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  json(status, body, { 'x-wpp-companion': '0.1.0', ...headers })
/** The answer about the number's state. */
export const status = (body: object): Answer => own(200, { success: true, account_number: SESSION, ...body })

/** Stand-in, gateway and clock of each test: made anew before it. */
export const scene = {} as { standIn: DeployedStandIn; gateway: Gateway; clock: MovableClock }
export const answer = (name: string, reply: Answer | ((request: Seen) => Answer)): void =>
  void scene.standIn.switches.scripted.set(name, typeof reply === 'function' ? reply : () => reply)
/** Requests that a function got. */
export const seen = (name: string): readonly Seen[] => scene.standIn.seen.filter((each) => each.path === `/functions/v1/${name}`)

/** Opens the scene before each test of the file, and closes it after. */
export function withOwnFunctions(): void {
  beforeEach(async () => {
    scene.standIn = await startDeployedStandIn()
    const [person] = scene.standIn.users
    if (!person) throw new Error('nobody')
    answer(
      'wpp-integrations',
      own(200, { success: true, integrations: [{ integration_id: ID, session: SESSION, apiKey: 'key_ab••••••9f3c' }], next_cursor: null }),
    )
    scene.clock = new MovableClock()
    const { address, publicKey } = scene.standIn
    const account = { address, publicKey, login: person.email, password: person.password }
    ;({ gateway: scene.gateway } = await connected(account, new MemorySlots(), surroundings(scene.clock)))
  })
  afterEach(() => scene.standIn.stop())
}
