// What holds whatever happens: watcher, machine, scheduler, policy, alarms and healing together, under any sequence of answers, delays, clock jumps,
// sleeps, intents and network changes. A counterexample is printed with its seed and shrunk.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SessionView } from '../../../src/shared/app-snapshot'
import { TIMINGS } from '../../../src/shared/timings'
import { POLL_LIMITS } from '../../../src/main/core/poll-scheduler'
import { FakeClock } from '../../fakes/fake-clock'
import type { Says } from '../../fakes/fake-gateway'
import { house } from '../../fakes/house'
import { numberRecord, seededRandom } from '../../fakes/watch-rig'
import { WildGateway } from '../../fakes/wild-gateway'
import { RUNS } from './runs'

const KEYS = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2'] as const
const connectionOf = (key: string): string => key.slice(0, 1)
/** The longest a status may be believed: the slowest cadence there is, on battery in the tray, by the factor; rounding and one answer's delay on top. */
const WINDOW = TIMINGS.watchHidden * TIMINGS.batteryFactor * TIMINGS.staleFactor + 10_000

const SAYS: readonly Says[] = [
  { state: 'connected' }, { state: 'connected' }, { state: 'disconnected' }, { state: 'disconnected', cause: 'logged-out' }, { state: 'disconnected', cause: 'banned' },
  { state: 'disconnected', mayBeServer: true }, { state: 'disconnected', cause: 'by-operator' }, { state: 'starting' }, { state: 'awaiting-scan', code: { kind: 'qr-text', value: '2@x' } },
  { state: 'unknown', failure: { code: 'unreachable' } }, { state: 'unknown', failure: { code: 'sign-in-expired' } }, { state: 'unknown', gone: true, failure: { code: 'number-not-found' } },
]

const key = fc.constantFrom(...KEYS)
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.oneof(fc.nat(2_000), fc.nat(10_000), fc.nat(120_000)) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('says' as const), key, says: fc.constantFrom(...SAYS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('all-say' as const), says: fc.constantFrom(...SAYS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('latency' as const), ms: fc.constantFrom(0, 20, 3_000, 40_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('suspend' as const, 'resume' as const), asleepMs: fc.nat(3_600_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wall' as const), ms: fc.integer({ min: -600_000, max: 600_000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('visible' as const, 'battery' as const, 'online' as const, 'lists' as const, 'page-fails' as const, 'away' as const), on: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('connect' as const, 'cancel' as const, 'check' as const, 'disconnect' as const, 'acknowledge' as const, 'mute' as const, 'recheck' as const), key }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('remove' as const, 'add' as const), key }) },
)

it(`holds for any ${RUNS} sequences`, { timeout: 60_000 + RUNS * 60 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40 }), fc.nat(), async (actions, seed) => {
      const clock = new FakeClock()
      const present = new Set<string>(KEYS)
      const gateways = new Map(['a', 'b'].map((id) => [id, new WildGateway(clock, () => KEYS.filter((each) => connectionOf(each) === id))]))
      const gateway = (of: string): WildGateway => gateways.get(connectionOf(of)) ?? fail('no gateway')
      let away = false
      let asleep = false
      /** Nothing from before counts after this: the last wake, or a clock set by hand. */
      let provenFrom = 0
      const changedAfterRemoval: string[] = []
      const all = house({
        clock,
        random: seededRandom(seed),
        heals: true,
        gatewayOf: (id) => (away ? { code: 'signed-out' } : (gateways.get(id) ?? { code: 'not-found' })),
        onChange: (view) => present.has(view.key) || changedAfterRemoval.push(view.key),
      })
      const { watcher } = all
      for (const each of KEYS) watcher.add(numberRecord(each, { connectionId: connectionOf(each) }))

      /** Never green without a confirming answer inside its window. */
      const greenIsEarned = (view: SessionView): void => {
        if (view.phase !== 'connected' || view.stale || view.unstable) return
        const heard = gateway(view.key).heard.get(view.key) ?? []
        const confirming = heard.findLast(({ state }) => state === 'connected')
        expect(confirming, `${view.key} is green without any answer`).toBeDefined()
        expect(clock.now() - (confirming?.at ?? 0), `${view.key} is green by an answer that is too old`).toBeLessThanOrEqual(WINDOW)
        expect(confirming?.at ?? 0, `${view.key} is green by an answer from before the sleep`).toBeGreaterThanOrEqual(provenFrom)
      }
      const look = (): void => {
        for (const view of watcher.views()) greenIsEarned(view)
        for (const each of gateways.values()) {
          expect(each.mostPerNumber, 'two requests in flight for one number').toBeLessThanOrEqual(1)
          expect(each.most, 'more requests at once than allowed').toBeLessThanOrEqual(POLL_LIMITS.perConnection + POLL_LIMITS.extra + 1)
        }
        expect(clock.pending, 'timers pile up').toBeLessThan(60)
      }

      for (const each of actions) {
        switch (each.do) {
          case 'advance':
            await clock.advance(each.ms)
            break
          case 'says':
            gateway(each.key).says.set(each.key, each.says)
            break
          case 'all-say':
            for (const number of KEYS) gateway(number).says.set(number, each.says)
            break
          case 'latency':
            for (const one of gateways.values()) one.latency = each.ms
            break
          case 'suspend':
            asleep = true
            all.suspend()
            clock.sleep(each.asleepMs)
            break
          case 'resume':
            asleep = false
            provenFrom = clock.now()
            all.resume()
            break
          case 'wall':
            // The power adapter finds a clock that jumped and takes it for a sleep.
            clock.setWall(each.ms)
            all.suspend()
            provenFrom = clock.now()
            all.resume()
            asleep = false
            break
          case 'visible':
            watcher.setVisible(each.on)
            break
          case 'battery':
            watcher.setOnBattery(each.on)
            break
          case 'online':
            watcher.setOnline(each.on)
            break
          case 'lists':
            for (const one of gateways.values()) one.lists = each.on
            break
          case 'page-fails':
            for (const one of gateways.values()) one.pageFails = each.on
            break
          case 'away':
            away = each.on
            break
          case 'connect':
            watcher.connect(each.key)
            break
          case 'cancel':
            watcher.cancel(each.key)
            break
          case 'check':
            watcher.check(each.key)
            break
          case 'disconnect':
            void watcher.disconnect(each.key)
            break
          case 'acknowledge':
            all.alarms.acknowledge([each.key], 'window')
            break
          case 'mute':
            if (!all.world.mutedNumbers.delete(each.key)) all.world.mutedNumbers.add(each.key)
            break
          case 'recheck':
            watcher.recheckConnection(connectionOf(each.key))
            break
          case 'remove':
            present.delete(each.key)
            all.remove(each.key, connectionOf(each.key))
            break
          case 'add':
            present.add(each.key)
            watcher.add(numberRecord(each.key, { connectionId: connectionOf(each.key) }))
            break
        }
        if (!asleep) look()
      }

      // Everybody wakes up and what waits is decided.
      if (asleep) {
        provenFrom = clock.now()
        all.resume()
      }
      await clock.advance(600_000)
      look()
      const decided = all.decisions.flatMap(({ about }) => about)
      for (const happening of all.happenings) {
        if (happening.type !== 'dropped') continue
        expect(decided.filter((each) => each === happening), `a drop of ${happening.key} without exactly one notice or named silence`).toHaveLength(1)
      }
      expect(changedAfterRemoval, 'a number that is no longer in the app was drawn').toEqual([])

      all.dispose()
      await clock.advance(60_000)
      expect(clock.pending, 'a timer is left').toBe(0)
    }),
    { numRuns: RUNS, endOnFailure: false },
  )
})

function fail(why: string): never {
  throw new Error(why)
}
