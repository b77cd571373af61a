// A gateway of a WAHA stand-in, and everything it said: the key is in none of it.
import { expect } from 'vitest'
import type { Gateway } from '../../../src/main/core/ports'
import { wahaKind } from '../../../src/main/gateways/waha'
import type { Reading } from '../../../src/shared/model/session'
import { connectionRecord, environment, MemorySlots, MovableClock, patient } from '../../fakes/gateways/gateway-rig'
import { SilentLog } from '../../fakes/silent-log'
import { WahaStandIn } from '../../standins/waha'

const KEY = 'canary-key'

export class Rig {
  readonly slots = new MemorySlots()
  readonly clock = new MovableClock()
  readonly log = new SilentLog()
  readonly said: unknown[] = []
  gateway: Gateway

  private constructor(readonly server: WahaStandIn) {
    this.slots.kept.set('apiKey', KEY)
    this.gateway = this.openAt(server.address)
  }

  static async open(): Promise<Rig> {
    return new Rig(await WahaStandIn.start(KEY))
  }

  async close(): Promise<void> {
    await this.server.close()
    expect(JSON.stringify([this.said, this.log.lines])).not.toContain('canary')
  }

  readonly openAt = (address: string): Gateway =>
    wahaKind.open(connectionRecord('waha', address), this.slots, { ...environment({ clock: this.clock }), log: this.log })

  readonly signIn = (fields: Readonly<Record<string, string>>) =>
    this.noted(wahaKind.signIn({ address: '', facts: {}, fields: { address: this.server.address, ...fields }, secrets: this.slots }, environment(), patient()))

  async noted<T>(saying: Promise<T>): Promise<T> {
    const said = await saying
    this.said.push(said)
    return said
  }

  readonly read = (sessionId: string): Promise<Reading> => this.noted(this.gateway.read({ sessionId, facts: {} }, patient()))
  readonly start = (sessionId: string): Promise<Reading> => this.noted(this.gateway.start({ sessionId, facts: {} }, patient()))
  async pair(sessionId: string, phone: string): Promise<Reading | undefined> {
    return this.noted(this.gateway.pair?.({ sessionId, facts: {} }, phone, patient()) ?? Promise.reject(new Error('cannot pair')))
  }

  /** Reads until a code is offered, and answers it. */
  async code(sessionId: string): Promise<Reading['code']> {
    let code: Reading['code']
    await expect.poll(async () => (code = (await this.read(sessionId)).code), { interval: 2 }).toBeDefined()
    return code
  }
}
