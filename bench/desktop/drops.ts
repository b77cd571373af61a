// How long from a drop at the backend to the notice on D-Bus: ours in the tray, with push and without, against the plan's hook, at several latencies of the backend.
import { PACKAGED_APP } from '../../tests/e2e/rig/app'
import type { World } from '../../tests/e2e/rig/world'
import { duration, hold, quantile, table } from './figures'
import type { BenchGateway, GatewayProcess, NumberState } from './gateway/gateway-process'
import { inOffice, signIn } from './office'
import { launchPlan, packPlan } from './plan-app'
import { startProgram } from './programs'

/** What was measured of drops at one latency, ms each. */
export interface DropFigures {
  readonly latencyMs: number
  readonly pushed: OurDrops
  readonly polled: OurDrops
  /** The plan's hook with its timer left running. */
  readonly plan: readonly number[]
  readonly planRequestsPerHour: number
}

/** Drops as the app told them, ms each. */
interface OurDrops {
  /** Logged out: told at once. */
  readonly loggedOut: readonly number[]
  /** "Not connected" and no reason: told when a second answer confirms it. */
  readonly unexplained: readonly number[]
  /** Of a number. */
  readonly requestsPerHour: number
}

/** Backends of each latency, one number each, so that drops are no outage of many. */
const EACH = 12
/** Longest time until a drop is told, ms: the tray's cadence, a slow backend, confirmation, a look at the neighbours. */
const TOLD_LIMIT = 120_000
/** The tray's cadence, ms: drops fall anywhere in it. */
const CADENCE = 45_000
const PLAN_SPREAD = 6_000

interface Watched {
  readonly gateway: BenchGateway
  readonly latencyMs: number
  readonly session: string
}

/** Opens the backends, at first without latency. `linked` = each number exists and is connected. */
async function open(gateways: GatewayProcess, latencies: readonly number[], linked: boolean, push = false): Promise<readonly Watched[]> {
  const all: Watched[] = []
  for (const latencyMs of latencies) {
    for (let index = 0; index < EACH; index += 1) {
      const first = all.length + 1
      all.push({ gateway: await gateways.open({ numbers: linked ? 1 : 0, latencyMs: 5, first, push }), latencyMs, session: String(first).padStart(13, '0') })
    }
  }
  return all
}

/** Watches the backends for `ms`; answers requests per number and hour, by latency. */
async function asked(all: readonly Watched[], ms: number): Promise<ReadonlyMap<number, number>> {
  for (const { gateway } of all) await gateway.counts(true)
  const from = Date.now()
  await hold(ms)
  const took = Date.now() - from
  const hours = new Map<number, number>()
  for (const { gateway, latencyMs } of all) hours.set(latencyMs, (hours.get(latencyMs) ?? 0) + (((await gateway.counts()).requests / took) * 3_600_000) / EACH)
  return hours
}

type Times = Map<number, number[]>

/** Drops every number at a random moment and waits for its notice; adds the times by latency. */
async function dropAll(world: World, all: readonly Watched[], state: NumberState, spread: number, times: Times): Promise<void> {
  await Promise.all(
    all.map(async ({ gateway, latencyMs, session }) => {
      await hold(Math.random() * spread)
      const at = await gateway.set(session, state)
      const told = await world.notices.waitForNotice((notice) => notice.at >= at && notice.summary.includes(session), TOLD_LIMIT)
      times.set(latencyMs, [...(times.get(latencyMs) ?? []), told.at - at])
    }),
  )
}

/** Ours in the tray with the product's own cadence. */
async function oursDrops(gateways: GatewayProcess, latencies: readonly number[], push: boolean): Promise<(latencyMs: number) => OurDrops> {
  return inOffice(async (world) => {
    const all = await open(gateways, latencies, true, push)
    await signIn(
      world,
      all.map(({ gateway }) => gateway),
    )
    for (const { gateway, latencyMs } of all) await gateway.latency(latencyMs)
    const program = startProgram(PACKAGED_APP, world, ['--hidden'])
    await hold(60_000)
    // A quarter of the cadence where the backend has push.
    const hours = await asked(all, push ? 4 * CADENCE : 2 * CADENCE)
    const loggedOut: Times = new Map()
    const unexplained: Times = new Map()
    await dropAll(world, all, { status: 'disconnected', cause: 'logged-out' }, CADENCE, loggedOut)
    // The number is connected again and stable for a minute, and the recovery is told. Only then is the next drop told by itself. A third drop within ten minutes would be told as flapping.
    const since = Date.now()
    const backs = all.map(({ session }) => world.notices.waitForNotice(({ at, summary }) => at > since && summary.includes(session), 2 * TOLD_LIMIT))
    for (const { gateway, session } of all) await gateway.set(session, { status: 'connected' })
    await Promise.all(backs)
    await dropAll(world, all, { status: 'disconnected' }, CADENCE, unexplained)
    await program.stop()
    return (latencyMs) => ({
      loggedOut: loggedOut.get(latencyMs) ?? [],
      unexplained: unexplained.get(latencyMs) ?? [],
      requestsPerHour: hours.get(latencyMs) ?? Number.NaN,
    })
  })
}

/** The plan's hook, its timer left running: every two seconds, two requests. */
async function planDrops(gateways: GatewayProcess, latencies: readonly number[]) {
  return inOffice(async (world, folder) => {
    const all = await open(gateways, latencies, false)
    const app = await launchPlan(
      await packPlan(folder),
      world,
      folder,
      all.map(({ gateway }) => gateway),
      true,
      all.map(({ session }) => session),
    )
    const page = await app.window()
    const last = all.length - 1
    await page.getByRole('button').nth(last).waitFor()
    for (const button of await page.getByRole('button').all()) await button.click()
    await page
      .getByText(/^Session: \d+$/)
      .nth(last)
      .waitFor()
    const allConnected = async (): Promise<void> => {
      for (const { gateway, session } of all) await gateway.set(session, { status: 'connected' })
      await page.locator('[data-status=connected]').nth(last).waitFor({ timeout: 60_000 })
    }
    await allConnected()
    for (const { gateway, latencyMs } of all) await gateway.latency(latencyMs)
    const hours = await asked(all, 20_000)
    const times: Times = new Map()
    await dropAll(world, all, { status: 'disconnected' }, PLAN_SPREAD, times)
    await app.stop()
    return { times, hours }
  })
}

/** Measures the app, then the plan's hook. */
export async function measureDrops(gateways: GatewayProcess, latencies: readonly number[]): Promise<readonly DropFigures[]> {
  const pushed = await oursDrops(gateways, latencies, true)
  const polled = await oursDrops(gateways, latencies, false)
  const plan = await planDrops(gateways, latencies)
  return latencies.map((latencyMs) => ({
    latencyMs,
    pushed: pushed(latencyMs),
    polled: polled(latencyMs),
    plan: plan.times.get(latencyMs) ?? [],
    planRequestsPerHour: plan.hours.get(latencyMs) ?? Number.NaN,
  }))
}

/** As a table. */
export function dropsTable(figures: readonly DropFigures[]): string {
  const spread = (values: readonly number[]): string => `${duration(quantile(values, 0.5))} / ${duration(quantile(values, 0.95))}`
  return table(
    [
      `drop → notice on D-Bus, window closed, p50 / p95 of ${figures[0]?.polled.loggedOut.length ?? 0}`,
      'push: logged out',
      'push: no reason given (two answers)',
      'push: requests a number and hour',
      'polling: logged out',
      'polling: no reason given',
      'polling: requests',
      'the plan’s hook as written',
      'the plan’s hook, timer left running',
      'its requests',
    ],
    figures.map(({ latencyMs, pushed, polled, plan, planRequestsPerHour }) => [
      `backend answers in ${duration(latencyMs)}`,
      ...[pushed, polled].flatMap(({ loggedOut, unexplained, requestsPerHour }) => [
        spread(loggedOut),
        spread(unexplained),
        String(Math.round(requestsPerHour)),
      ]),
      'never: it stops asking at "connected"',
      spread(plan),
      String(Math.round(planRequestsPerHour)),
    ]),
  )
}
