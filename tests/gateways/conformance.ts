// What every kind of gateway must do, as the same cases against each: over real HTTP, with its server behind a proxy that can fail. What a kind cannot do
// is data of its adapter, and is compared with docs/gateways.md.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { NumberRef } from '../../src/main/core/ports'
import { patient, valueOf } from '../fakes/gateways/gateway-rig'
import { ABILITIES, type Ability, type Adapter } from './conformance/adapter'
import { Bench } from './conformance/bench'
import { believesWhatIsProved } from './conformance/belief'
import { isJson, JUNK } from './conformance/junk'
import { saidInPapers } from './conformance/papers'

/** What a person or the watch may be waiting for when it is cancelled. */
const CALLS = ['read', 'start', 'disconnect', 'make', 'pair'] as const
/** More requests than one call of a gateway sends. */
const MOST_STEPS = 12

/** Registers the suite for one kind. */
export function conformance(adapter: Adapter): void {
  const can = (ability: Ability): boolean => adapter.cannot[ability] === undefined
  type Case = (name: string, run: () => Promise<void>) => void
  const onlyIf =
    (does: boolean): Case =>
    (name, run) =>
      void (does && it(name, run))
  /** Cases of an ability; a kind without it has none, and its paper says why. */
  const must = (ability: Ability): Case => onlyIf(can(ability))
  /** Also the server of the tests has to show it. */
  const seen = (what: 'rotation' | 'codes run out'): Case => onlyIf(adapter.unseen?.[what] === undefined && (what === 'rotation' || can(what)))

  describe(adapter.name, () => {
    vi.setConfig({ testTimeout: 20_000 }) // real sockets on a busy machine
    let bench: Bench
    beforeEach(async () => void (bench = await Bench.open(adapter)))
    afterEach(() => bench.close())

    /** A new number that was linked by its own phone. */
    async function linked(): Promise<NumberRef> {
      const number = await bench.linking()
      await bench.shown(number)
      await bench.world.scan(number.sessionId, 'own')
      await bench.state(number, 'connected')
      return number
    }
    const short = async (): Promise<void> => {
      await bench.close()
      bench = await Bench.open(adapter, 'short')
    }

    it('does what the papers say that it does', async () => {
      const { gateway } = bench
      const page = gateway.live ? valueOf(await gateway.live(null, patient())) : null
      const seen: Partial<Record<Ability, boolean>> = {
        'lists numbers': valueOf(await bench.list()) !== null,
        'live list': page !== null,
        'code to type': gateway.pair !== undefined,
        push: await bench.speaks(),
        'started again after a drop': gateway.mayRestart(),
        'names the cause of a drop': adapter.drops.some(({ cause }) => cause !== null),
      }
      for (const [ability, does] of Object.entries(seen)) expect([ability, does]).toEqual([ability, can(ability as Ability)])
      if (adapter.column !== '')
        for (const ability of ABILITIES) {
          const { [ability]: reason } = adapter.cannot
          const said = saidInPapers(ability, adapter.column)
          expect([ability, reason === undefined ? said?.slice(0, 3) : said]).toEqual([ability, reason === undefined ? 'yes' : `no: ${reason}`])
        }
    })

    it('shows the code of a new number, and is connected once it was scanned, without a code', async () => {
      const number = await bench.linking()
      const { code, state } = await bench.shown(number)
      expect(state).toBe('awaiting-scan')
      expect(await bench.world.codes(number.sessionId)).toContain(code?.value)
      await bench.world.scan(number.sessionId, 'own')
      expect((await bench.state(number, 'connected')).code).toBeUndefined()
    })

    seen('rotation')('shows the next code when there is one', async () => {
      await short()
      const number = await bench.linking()
      const { code } = await bench.shown(number)
      await bench.world.rotate(number.sessionId)
      const next = await bench.look(number, (reading) => reading.code !== undefined && reading.code.value !== code?.value, 'the next code')
      expect(await bench.world.codes(number.sessionId)).toContain(next.code?.value)
    })

    seen('codes run out')('says that codes ran out, shows no dead one, and gets a new one by a start', async () => {
      await short()
      const number = await bench.linking()
      const shown = new Set([(await bench.shown(number)).code?.value])
      await bench.world.runOut?.(number.sessionId)
      const ended = await bench.look(
        number,
        (reading) => {
          if (reading.code) shown.add(reading.code.value)
          return reading.state === 'disconnected'
        },
        'the end of the codes',
      )
      expect(ended.code).toBeUndefined()
      let { code } = await bench.start(number)
      code ??= (await bench.shown(number)).code
      expect(shown.has(code?.value)).toBe(false)
    })

    must('tells the phone')('tells which phone was linked, also a wrong one', async () => {
      expect((await bench.read(bench.numbers[0])).phone).toBe(bench.world.phone)
      const number = await bench.linking()
      await bench.shown(number)
      await bench.world.scan(number.sessionId, 'other')
      const told = await bench.look(number, ({ phone }) => phone !== undefined, 'the phone')
      expect(told).toMatchObject({ state: 'connected' })
      expect(told.phone).not.toBe(bench.world.phone)
    })

    must('code to type')('gives a code to type, which links the number', async () => {
      const number = await linked()
      const first = adapter.drops[0]?.what ?? ''
      await bench.world.drop(number.sessionId, first)
      await bench.state(number, 'disconnected')
      const asked = await bench.pair(number)
      const { code } = asked.code ? asked : await bench.shown(number)
      expect(code).toMatchObject({ kind: 'pairing-code', value: expect.stringMatching(/^[A-Z0-9]{4}-?[A-Z0-9]{4}$/) as string })
      await bench.world.scan(number.sessionId, 'own')
      expect((await bench.state(number, 'connected')).code).toBeUndefined()
    })

    it.each(adapter.drops)('tells a drop: $what', async ({ what, cause, shows }) => {
      const number = await linked()
      await bench.world.drop(number.sessionId, what)
      const reading = await bench.state(number, shows ?? 'disconnected')
      expect(reading.cause ?? null).toBe(cause)
      expect(reading.code).toBeUndefined()
    })

    must('push')('says by itself that something happened to the number, and stops when told to', async () => {
      const [number] = bench.numbers
      const abort = new AbortController()
      const told: (string | null)[] = []
      let alive = (): void => undefined
      const opened = new Promise<void>((resolve) => (alive = resolve))
      const listening = bench.gateway.events?.({ onAlive: () => alive(), onEvent: (event) => void told.push(event.sessionId) }, abort.signal)
      await opened
      await bench.world.drop(number.sessionId, adapter.drops[0]?.what ?? '')
      await expect.poll(() => told.some((each) => each === null || each === number.sessionId)).toBe(true)
      bench.said.push(told)
      abort.abort()
      expect(await listening).toBeNull()
    })

    must('push')('says that its stream ended', async () => {
      let alive = (): void => undefined
      const opened = new Promise<void>((resolve) => (alive = resolve))
      const listening = bench.gateway.events?.({ onAlive: () => alive(), onEvent: () => undefined }, patient())
      await opened
      if (bench.world.cut) bench.world.cut()
      else bench.proxy.cutAll()
      bench.said.push(await listening)
    })

    it('goes on when the keyring locks later', async () => {
      const [number] = bench.numbers
      expect((await bench.read(number)).state).toBe('connected')
      bench.slots.fault = 'keyring-locked'
      expect((await bench.read(number)).state).toBe('connected')
    })

    must('lists numbers')('takes a refused list for none, not for an empty one', async () => {
      const rows = { response: [], data: [], profiles: [], integrations: [] }
      for (const refusal of [{ success: 'false' }, { error: 'boom' }, { status: 'error', ok: false }]) {
        bench.proxy.set({ text: JSON.stringify({ ...rows, ...refusal }) })
        const listed = await bench.list()
        expect([refusal, listed.ok && listed.value !== null]).toEqual([refusal, false])
      }
    })

    it.each(JUNK)('proves nothing by %s, and is itself again afterwards', async (what, fault) => {
      const [number, other] = bench.numbers
      await bench.read(number)
      bench.proxy.set(fault)
      const reading = await bench.read(number)
      expect([reading.state, reading.gone, reading.code]).toEqual([adapter.meant?.[what] ?? 'unknown', undefined, undefined])
      expect(reading.failure !== undefined).toBe(reading.state === 'unknown')
      // What a start answers is not documented everywhere: it may be under way.
      const { state, code } = await bench.start(other)
      expect([state === 'unknown' || state === 'starting', code]).toEqual([true, undefined])
      // Where no answer to a stop is documented, any JSON and an empty one are one.
      const stopped = await bench.disconnect(other)
      if (!isJson(fault)) expect(stopped.ok).toBe(false)
      const list = await bench.list()
      // A server without numbers answers an empty list.
      if (list.ok) expect(list.value === null || (typeof fault === 'object' && 'text' in fault && fault.text === '[]')).toBe(true)
      bench.proxy.set('pass')
      await bench.state(number, 'connected')
      await bench.state(other, 'connected')
    })

    believesWhatIsProved(adapter, () => bench)

    it('links two numbers at once without mixing them up', async () => {
      const [one, two] = [await bench.linking(), await bench.linking()]
      const [first, second] = await Promise.all([bench.shown(one), bench.shown(two)])
      expect(first.code?.value).not.toBe(second.code?.value)
      await bench.world.scan(one.sessionId, 'own')
      await bench.state(one, 'connected')
      const still = await bench.read(two)
      expect([still.state, still.code?.value]).toEqual(['awaiting-scan', second.code?.value])
    })

    it('tells the drop of one number and nothing of the other', async () => {
      const [one, two] = bench.numbers
      await bench.world.drop(one.sessionId, adapter.drops[0]?.what ?? '')
      await Promise.all([bench.state(one, 'disconnected'), bench.read(two)])
      expect((await bench.read(two)).state).toBe('connected')
    })

    it('disconnects the one number that is meant', async () => {
      const [one, two] = bench.numbers
      valueOf(await bench.disconnect(one))
      expect((await bench.look(one, ({ state }) => state !== 'connected' && state !== 'starting', 'disconnected')).code).toBeUndefined()
      expect((await bench.read(two)).state).toBe('connected')
    })

    must('lists numbers')('lists what is there already, for adoption', async () => {
      const list = valueOf(await bench.list())
      const rows = list === null || 'readable' in list ? [] : list
      expect(rows.map(({ sessionId }) => sessionId).sort()).toEqual(bench.world.linked.map(({ sessionId }) => sessionId).sort())
    })

    it('says that the key is refused, and never that the number is down', async () => {
      const [number] = bench.numbers
      await bench.world.refuse()
      const reading = await bench.read(number)
      expect([reading.state, reading.failure?.code]).toEqual(['unknown', adapter.refused])
      await bench.world.accept()
      await bench.signIn()
      await bench.state(number, 'connected')
    })

    it.each(CALLS.filter((call) => (call !== 'pair' || can('code to type')) && (call !== 'make' || can('makes a number'))))(
      'can be left at every step of: %s',
      async (call) => {
        const [number] = bench.numbers
        if (call === 'pair' || call === 'start') {
          await bench.world.drop(number.sessionId, adapter.drops[0]?.what ?? '')
          await bench.state(number, 'disconnected')
        }
        const fields = call === 'make' ? ((await bench.world.fresh())?.fields ?? {}) : {}
        const calls = {
          read: (signal: AbortSignal) => bench.read(number, signal),
          start: (signal: AbortSignal) => bench.start(number, signal),
          disconnect: (signal: AbortSignal) => bench.disconnect(number, signal),
          make: (signal: AbortSignal) => bench.make(fields, signal),
          pair: (signal: AbortSignal) => bench.pair(number, signal),
        }
        for (let step = 0; step < MOST_STEPS; step += 1) {
          const abort = new AbortController()
          bench.proxy.set((count) => (count === step ? 'hold' : 'pass'))
          const held = bench.proxy.held()
          const working = calls[call](abort.signal)
          const finished = await Promise.race([held.then(() => false), working.then(() => true)])
          if (finished) return expect(step).toBeGreaterThan(0)
          abort.abort()
          const left = await working
          if ('ok' in left) expect(left.ok || left.failure.code === 'cancelled').toBe(true)
          // What was proved before the last request stays proved.
          else expect(left.state === 'unknown' ? left.failure?.code : left.state).toMatch(/^(?:cancelled|connected|starting|awaiting-scan)$/)
        }
        expect.unreachable('more requests than one call may send')
      },
    )

    it('asks so often as the papers say', async () => {
      const [number] = bench.numbers
      await bench.state(number, 'connected')
      bench.proxy.seen.length = 0
      for (let look = 0; look < 5; look += 1) await bench.read(number)
      expect(bench.proxy.seen.length / 5).toBe(adapter.requests)
      if (adapter.column !== '') expect(saidInPapers('requests for a look', adapter.column) ?? 'nothing').toMatch(new RegExp(`^${adapter.requests}(?!\\d)`))
    })
  })
}
