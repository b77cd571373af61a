// A gateway that is signed in to the server of an adapter, through a proxy that can be told to fail, and all that it said.
import { expect } from 'vitest'
import type { Gateway, GatewayKind, NumberRef, ProvisionedNumber } from '../../../src/main/core/ports'
import type { Outcome } from '../../../src/shared/model/failure'
import type { Reading } from '../../../src/shared/model/session'
import { FaultProxy } from '../../fakes/gateways/fault-proxy'
import { connectionRecord, environment, fullListOf, MemorySlots, MovableClock, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { until } from '../../fakes/heard'
import { SilentLog } from '../../fakes/silent-log'
import type { Adapter, Known, World } from './adapter'

/** Tokens that servers issue by themselves. */
const ISSUED = /\$2b\$10\$|eyJhbGciOi/
/** ms for a request. A token that is being issued outlives who asked for it, so some cases wait for this. */
const DEADLINE = 2_000
/** ms that pass between two looks. */
const STEP = 200

/** One test's gateway. */
export class Bench {
  readonly said: unknown[] = []
  readonly clock = new MovableClock()
  readonly log = new SilentLog()
  readonly slots = new MemorySlots()
  gateway!: Gateway
  /** The two linked numbers. */
  numbers!: readonly [NumberRef, NumberRef]
  private readonly kind: GatewayKind

  private constructor(
    readonly world: World,
    readonly proxy: FaultProxy,
  ) {
    this.kind = world.kind(proxy.address)
  }

  static async open({ start }: Adapter, codes: 'lasting' | 'short' = 'lasting'): Promise<Bench> {
    const world = await start(codes)
    const bench = new Bench(world, await FaultProxy.start(world.address))
    const first = await bench.signIn()
    const [one, two] = world.linked
    bench.numbers = [first ?? (await bench.adopt(one)), await bench.adopt(two)]
    return bench
  }

  /** The kind wants to be asked no more often than this, ms; 0 = it does not say. */
  get everyMs(): number {
    return this.kind.everyMs ?? 0
  }

  /** Signs in as the form would, and opens the gateway; the number that came along. */
  async signIn(): Promise<NumberRef | null> {
    const { kind, slots, proxy, world } = this
    const fields = { address: proxy.address, ...world.fields }
    const signed = valueOf(await this.note(kind.signIn({ address: '', facts: {}, fields, secrets: slots }, this.environment(), patient())))
    this.gateway = kind.open({ ...connectionRecord(kind.spec.kind, signed.address), facts: signed.facts }, slots, this.environment())
    return signed.number ?? null
  }

  async close(): Promise<void> {
    await this.proxy.close()
    await this.world.close()
    // The public key is one by its shape, and public.
    const told = JSON.stringify([this.said, this.log.lines]).replaceAll(this.world.fields['publicKey'] ?? ' ', '')
    for (const secret of this.world.secrets.flatMap((each) => [each, encodeURIComponent(each)])) expect(told).not.toContain(secret)
    expect(told).not.toMatch(ISSUED)
  }

  /** Keeps what was said, to be searched for secrets. */
  async note<T>(saying: Promise<T>): Promise<T> {
    const said = await saying
    this.said.push(said)
    return said
  }

  readonly read = (number: NumberRef, signal = patient()): Promise<Reading> => this.note(this.gateway.read(number, signal))
  readonly start = (number: NumberRef, signal = patient()): Promise<Reading> => this.note(this.gateway.start(number, signal))
  readonly list = () => this.note(this.gateway.list(patient()))
  readonly disconnect = (number: NumberRef, signal = patient()): Promise<Outcome> => this.note(this.gateway.disconnect(number, signal))

  async pair(number: NumberRef, signal = patient()): Promise<Reading> {
    const paired = this.gateway.pair?.(number, this.world.phone, signal)
    return this.passing(this.note(paired ?? Promise.reject(new Error('it cannot pair'))))
  }

  /** Looks until the reading fits; time passes between two looks. */
  look(number: NumberRef, fits: (reading: Reading) => boolean, what: string): Promise<Reading> {
    return until(
      () => {
        this.pass(STEP)
        return this.read(number)
      },
      fits,
      what,
      8_000,
    )
  }

  readonly shown = (number: NumberRef): Promise<Reading> => this.look(number, ({ code }) => code !== undefined, 'a code')
  readonly state = (number: NumberRef, state: Reading['state']): Promise<Reading> => this.look(number, (each) => each.state === state, state)

  /** Whether its server says anything by itself: a stream that opens, and does not end at once because there is none. */
  async speaks(): Promise<boolean> {
    const abort = new AbortController()
    const ended = await new Promise<boolean>((resolve) => {
      const listening = this.gateway.events?.({ onAlive: () => resolve(false), onEvent: () => resolve(false) }, abort.signal)
      void (listening ?? Promise.resolve()).then(() => resolve(true))
    })
    abort.abort()
    return !ended
  }

  /** A number that nobody linked, started: made where the kind makes numbers. */
  async linking(): Promise<NumberRef> {
    const known = await this.world.fresh()
    if (known === null || known.fields !== undefined) return valueOf(await this.passing(this.make(known?.fields)))
    const number = await this.adopt(known)
    await this.passing(this.start(number))
    return number
  }

  make(fields: Known['fields'] = {}, signal = patient()): Promise<Outcome<ProvisionedNumber>> {
    const known = this.numbers.map(({ sessionId }) => sessionId)
    return this.note(this.gateway.provision({ fields: { address: this.proxy.address, ...fields }, known, idempotencyKey: crypto.randomUUID() }, signal))
  }

  private async adopt(known: Known): Promise<NumberRef> {
    const { sessionId, fields } = known
    if (fields === undefined) {
      const listed = (await this.note(fullListOf(this.gateway))).find((each) => each.sessionId === sessionId)
      if (!listed) throw new Error(`${sessionId} is not in the list`)
      return listed
    }
    const { gateway, proxy } = this
    return valueOf(await this.note(gateway.provision({ fields: { address: proxy.address, ...fields }, known: [], idempotencyKey: 'adopt' }, patient())))
  }

  private pass(ms: number): void {
    this.clock.move(ms)
    this.world.pass?.(ms)
  }

  /** Lets time pass on the server until it is settled. */
  async passing<T>(work: Promise<T>): Promise<T> {
    const { pass } = this.world
    if (!pass) return work
    const timer = setInterval(() => pass(STEP / 10), 2)
    return work.finally(() => clearInterval(timer))
  }

  private environment() {
    const { clock, log } = this
    return { ...environment({ clock, timings: { requestDeadline: DEADLINE } }), log }
  }
}
