// Memory in the tray (PSS and USS of all processes): against an empty tray app, over open and close, and over a day's worth of questions.
import { join } from 'node:path'
import { PACKAGED_APP } from '../../tests/e2e/rig/app'
import type { World } from '../../tests/e2e/rig/world'
import { hold, median, table, times } from './figures'
import type { BenchGateway, GatewayProcess } from './gateway/gateway-process'
import { inOffice, signIn } from './office'
import { memoryOf, otherElectrons, sizeOf, type Memory } from './process-tree'
import { packBaseline, startProgram, type Program } from './programs'
import { ROOT } from './root'

/** Wait after a start or a closed window, ms, until its memory is freed. */
const SETTLE = 12_000
const CYCLES = 10
/** A day of watching in four minutes: every duration of the watch divided by this. */
const COMPRESSION = 360
const DAY = 86_400_000
/** Simulated hours at which memory is read. */
const HOURS = [3, 6, 9, 12, 15, 18, 21, 24]

/** What was measured, MB. */
export interface MemoryFigures {
  readonly tray: { readonly ours: readonly Memory[]; readonly empty: readonly Memory[]; readonly processes: readonly [number, number] }
  /** In the tray before the first window, and after each window was closed. */
  readonly cycles: readonly Memory[]
  readonly day: { readonly hours: readonly (readonly [number, Memory])[]; readonly requests: number }
}

async function inTray(executable: string, world: World, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Program> {
  const registered = world.tray.nextRegistration(30_000)
  const program = startProgram(executable, world, args, env)
  await registered
  return program
}

/** Refuses while another Electron runs: pages it shares would look free. */
function aloneMemoryOf(program: Program): Memory {
  const others = otherElectrons(program.pid)
  if (others.length > 0) throw new Error(`Memory is measured alone, and other Electron processes run: ${others.join(', ')}. End them and measure again.`)
  return memoryOf(program.pid)
}

async function settled(program: Program): Promise<Memory> {
  await hold(SETTLE)
  const looks: Memory[] = []
  for (let look = 0; look < 3; look += 1) {
    looks.push(aloneMemoryOf(program))
    await hold(1_000)
  }
  return middle(looks)
}

function middle(looks: readonly Memory[]): Memory {
  return { pss: median(looks.map(({ pss }) => pss)), uss: median(looks.map(({ uss }) => uss)) }
}

/** Measures all three. */
export async function measureMemory(gateways: GatewayProcess, rounds: number): Promise<MemoryFigures> {
  return inOffice(async (world, folder) => {
    const gateway = await gateways.open({ numbers: 10, latencyMs: 50 })
    await signIn(world, [gateway])
    const empty = await packBaseline(join(ROOT, 'bench/desktop/baseline/empty-tray'), join(folder, 'empty-tray'))
    const tray = { ours: [] as Memory[], empty: [] as Memory[] }
    const processes: [number, number] = [0, 0]
    for (let round = 0; round < rounds; round += 1) {
      const baseline = await inTray(empty, world, [`--user-data-dir=${join(folder, 'profile')}`], { BASELINE_FETCH: `${gateway.address}/none` })
      tray.empty.push(await settled(baseline))
      processes[1] = sizeOf(baseline.pid)
      await baseline.stop()
      const ours = await inTray(PACKAGED_APP, world, ['--hidden'])
      tray.ours.push(await settled(ours))
      processes[0] = sizeOf(ours.pid)
      await ours.stop()
    }
    return { tray: { ...tray, processes }, cycles: await openAndClose(world), day: await aDay(gateways) }
  })
}

/** Opens and closes the window ten times. */
async function openAndClose(world: World): Promise<readonly Memory[]> {
  const program = await inTray(PACKAGED_APP, world, ['--hidden'])
  const sizes = [await settled(program)]
  const shown = await world.display.watchShown()
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    const again = startProgram(PACKAGED_APP, world) // a second start brings the window of the first
    await shown.next(30_000)
    await again.stop()
    await hold(2_000)
    await world.display.closeWindows()
    sizes.push(await settled(program))
  }
  shown.stop()
  await program.stop()
  return sizes
}

/** 24 hours' worth of questions, drops and recoveries, compressed. */
async function aDay(gateways: GatewayProcess): Promise<MemoryFigures['day']> {
  return inOffice(async (world) => {
    const backends: BenchGateway[] = []
    // Three numbers a connection are asked one by one, which costs most.
    for (let index = 0; index < 4; index += 1) backends.push(await gateways.open({ numbers: 3, latencyMs: 5 }))
    await signIn(world, backends)
    const shortened = {
      watchHidden: 45_000,
      troublePoll: 10_000,
      confirmDrop: 3_000,
      failedPoll: 60_000,
      recoveryStable: 60_000,
      outageCheck: 5_000,
      outageJoin: 60_000,
      wakeQuiet: 20_000,
      flapWindow: 600_000,
      garbageCollection: 600_000,
    }
    const timings = Object.fromEntries(Object.entries(shortened).map(([name, ms]) => [name, ms / COMPRESSION]))
    const program = await inTray(PACKAGED_APP, world, ['--hidden'], { WPP_COMPANION_TIMINGS: JSON.stringify(timings) })
    for (const each of backends) await each.counts(true)
    const started = Date.now()
    const hours: [number, Memory][] = []
    for (let hour = 1; hour <= 24; hour += 1) {
      // Every hour another number drops for half an hour.
      const backend = backends[hour % backends.length] as BenchGateway
      const session = String((hour % 3) + 1).padStart(13, '0')
      await backend.set(session, { status: 'disconnected', cause: 'logged-out' })
      await hold(started + ((hour - 0.5) * DAY) / 24 / COMPRESSION - Date.now())
      await backend.set(session, { status: 'connected' })
      await hold(started + (hour * DAY) / 24 / COMPRESSION - Date.now())
      if (HOURS.includes(hour)) hours.push([hour, aloneMemoryOf(program)])
    }
    let requests = 0
    for (const each of backends) requests += (await each.counts()).requests
    await program.stop()
    return { hours, requests }
  })
}

/** As tables. Ratios of the day are to the empty tray app of the same run. */
export function memoryTable({ tray, cycles, day }: MemoryFigures): string {
  const mb = ({ pss, uss }: Memory): string => `${pss.toFixed(1)} / ${uss.toFixed(1)} MB`
  const ratio = (a: Memory, b: Memory): string => `${times(a.pss / b.pss)} / ${times(a.uss / b.uss)}`
  const less = (a: Memory, b: Memory): Memory => ({ pss: a.pss - b.pss, uss: a.uss - b.uss })
  const none: Memory = { pss: Number.NaN, uss: Number.NaN }
  const [ours, empty] = [middle(tray.ours), middle(tray.empty)]
  const [before, first, last] = [cycles[0] ?? none, cycles[1] ?? none, cycles.at(-1) ?? none]
  const hour = (wanted: number): Memory => day.hours.find(([at]) => at === wanted)?.[1] ?? none
  return [
    table(
      [
        `memory in the tray, PSS / USS of all processes, median of ${tray.ours.length}`,
        'ours, 10 numbers',
        'empty tray app with one request',
        'ratio (aim ≤ 1.08×)',
      ],
      [['12 s after the start', `${mb(ours)} (${tray.processes[0]} processes)`, `${mb(empty)} (${tray.processes[1]} processes)`, ratio(ours, empty)]],
    ),
    '',
    table(
      ['window opened and closed, PSS / USS', 'before', 'after the 1st', 'after the 10th', 'growth over the last 9'],
      [['', mb(before), mb(first), mb(last), mb(less(last, first))]],
    ),
    '',
    table(
      [
        `24 hours of 12 numbers in ${Math.round(DAY / COMPRESSION / 60_000)} min, ${day.requests} questions, 24 drops`,
        ...HOURS.map((each) => `h ${each}`),
        'growth h 6 to 24',
        'h 24 against the empty app (aim ≤ 1.20×)',
      ],
      [['PSS / USS', ...HOURS.map((each) => mb(hour(each))), mb(less(hour(24), hour(6))), ratio(hour(24), empty)]],
    ),
  ].join('\n')
}
