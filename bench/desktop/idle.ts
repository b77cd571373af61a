// What watching costs in the tray while nothing happens: processor time, requests, and delays of the main process.
import { launchApp, PACKAGED_APP } from '../../tests/e2e/rig/app'
import type { World } from '../../tests/e2e/rig/world'
import { hold, table, whole } from './figures'
import type { BenchGateway, GatewayProcess } from './gateway/gateway-process'
import { inOffice, signIn } from './office'
import { cpuOf } from './process-tree'
import { startProgram } from './programs'

/** Wait after the start, ms, until the first answers are in and the start costs nothing any more. */
const SETTLE = 30_000
/** Resolution of the event loop's histogram, ms. */
const LOOK = 5

/** What so many numbers cost. */
export interface IdleFigures {
  readonly numbers: number
  /** Percent of one core, all processes. */
  readonly cpu: number
  readonly requestsPerMinute: number
  readonly most: number
  readonly mostPerSession: number
  /** How late the main process's timers were, ms. */
  readonly delay: { readonly p50: number; readonly p99: number; readonly max: number }
}

/** Measures for each of `sizes`, each for `ms`. */
export async function measureIdle(gateways: GatewayProcess, sizes: readonly number[], ms: number): Promise<readonly IdleFigures[]> {
  const figures: IdleFigures[] = []
  for (const numbers of sizes) {
    figures.push(
      await inOffice(async (world) => {
        const gateway = await gateways.open({ numbers, latencyMs: 50 })
        await signIn(world, [gateway])
        return { numbers, ...(await costs(world, gateway, ms)), delay: await delays(world, ms) }
      }),
    )
  }
  return figures
}

async function costs(world: World, gateway: BenchGateway, ms: number): Promise<Omit<IdleFigures, 'numbers' | 'delay'>> {
  const program = startProgram(PACKAGED_APP, world, ['--hidden'])
  await hold(SETTLE)
  await gateway.counts(true)
  const before = cpuOf(program.pid)
  const from = performance.now()
  await hold(ms)
  const took = performance.now() - from
  const spent = cpuOf(program.pid) - before
  const { requests, most, mostPerSession } = await gateway.counts()
  await program.stop()
  return { cpu: (spent / took) * 100, requestsPerMinute: (requests / took) * 60_000, most, mostPerSession }
}

async function delays(world: World, ms: number): Promise<IdleFigures['delay']> {
  const app = await launchApp({ world, args: ['--hidden'], name: 'bench' })
  await hold(SETTLE)
  const seen = await app.inMain(
    async (_electron, { ms: time, look }) => {
      const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
      const histogram = monitorEventLoopDelay({ resolution: look })
      histogram.enable()
      await new Promise((resolve) => setTimeout(resolve, time))
      histogram.disable()
      return { p50: histogram.percentile(50), p99: histogram.percentile(99), max: histogram.max }
    },
    { ms, look: LOOK },
  )
  await app.stop()
  // The histogram holds whole intervals in ns.
  const late = (ns: number): number => Math.max(0, ns / 1_000_000 - LOOK)
  return { p50: late(seen.p50), p99: late(seen.p99), max: late(seen.max) }
}

/** As a table. */
export function idleTable(figures: readonly IdleFigures[], ms: number): string {
  return table(
    [
      `idle in the tray for ${Math.round(ms / 1_000)} s`,
      'CPU, % of one core',
      'requests a minute',
      'requests a number and hour',
      'at once, at most (one number)',
      'timers late: p50',
      'p99',
      'max',
    ],
    figures.map(({ numbers, cpu, requestsPerMinute, most, mostPerSession, delay }) => [
      `${whole(numbers)} numbers`,
      cpu.toFixed(2),
      requestsPerMinute.toFixed(1),
      ((requestsPerMinute * 60) / numbers).toFixed(1),
      `${most} (${mostPerSession})`,
      `${delay.p50.toFixed(1)} ms`,
      `${delay.p99.toFixed(1)} ms`,
      `${delay.max.toFixed(1)} ms`,
    ]),
  )
}
