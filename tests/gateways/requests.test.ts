// How many requests a number that is well costs its server in an hour: the real watch and the real gateways, over HTTP, in an hour of simulated time.
import { afterEach, expect, it, vi } from 'vitest'
import type { Gateway } from '../../src/main/core/ports'
import { TIMINGS } from '../../src/shared/timings'
import { settle } from '../fakes/fake-clock'
import { watchRig } from '../fakes/rigs/watch-rig'
import { numberRecord } from '../fakes/views'
import { ADAPTERS } from './conformance/adapters'
import { Bench } from './conformance/bench'
import { saidInPapers } from './conformance/papers'

vi.setConfig({ testTimeout: 60_000 })

/** ms of simulated time between two looks at what is due. */
const STEP = 1_000
/** Requests by which two runs may differ: where in its round a number is when the hour begins. */
const MARGIN = 3
let bench: Bench | null = null
afterEach(() => bench?.close())

/** Requests of one number in an hour, without a stream of events. */
async function anHour(watched: Bench, everyMs: number, visible: boolean): Promise<number> {
  const pending = new Set<Promise<unknown>>()
  const counted = <T>(work: Promise<T>): Promise<T> => {
    const settled = work.finally(() => pending.delete(settled))
    pending.add(settled)
    return settled
  }
  const { gateway, numbers, clock: ofGateway, proxy } = watched
  const timings = { watchHidden: Math.max(TIMINGS.watchHidden, everyMs), watchVisible: Math.max(TIMINGS.watchVisible, everyMs) }
  const rig = watchRig({ timings })
  const { events: _events, ...polled } = gateway
  const asked: Gateway = { ...polled, read: (number, signal) => counted(gateway.read(number, signal)) }
  rig.gateways.set('c1', asked)
  rig.watcher.setVisible(visible)
  rig.watcher.add(numberRecord('1', { ...numbers[0], key: 'k' }))
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      await rig.clock.advance(STEP)
      ofGateway.move(STEP)
      for (let round = 0; pending.size > 0; round += 1) {
        if (round > 100) throw new Error('Requests without end')
        await Promise.all(pending)
      }
      await settle()
    }
  }
  await pass(120)
  expect(rig.view('k').phase).toBe('connected')
  proxy.seen.length = 0
  await pass(3_600)
  rig.watcher.dispose()
  return proxy.seen.length
}

it.each(ADAPTERS.filter(({ column }) => column !== ''))('$name', async (adapter) => {
  const figures: number[] = []
  for (const visible of [false, true]) {
    bench = await Bench.open(adapter)
    figures.push(await anHour(bench, bench.everyMs, visible))
    await bench.close()
    bench = null
  }
  const said = saidInPapers('requests an hour', adapter.column)?.match(/\d+/g)?.map(Number) ?? []
  const near = said.length === 2 && said.every((figure, at) => Math.abs(figure - (figures[at] ?? 0)) <= MARGIN)
  expect(near, `${adapter.column}: measured ${figures[0]} (${figures[1]}), the papers say ${said.join(', ')}`).toBe(true)
})
