// From the start of the process to the tray item on D-Bus and to the painted window on the screen, and from a click on the tray item to the painted
// window: the app against the emptiest Electron apps.
import { join } from 'node:path'
import { PACKAGED_APP } from '../../tests/e2e/rig/app'
import type { World } from '../../tests/e2e/rig/world'
import { hold, median, quantile, table, times } from './figures'
import type { GatewayProcess } from './gateway/gateway-process'
import { inOffice, signIn } from './office'
import { packBaseline, startProgram } from './programs'
import { ROOT } from './root'

/** Numbers that the app's profile knows. */
const NUMBERS = 10
/** The first starts fill the file cache. */
const WARM_UP = 2
const START_LIMIT = 30_000
/** Wait before a click on the tray item, ms: the start is over. */
const REST = 3_000
/** Windows opened and closed in one run of a program, the first not counted. */
const OPENINGS = 4

/** What was measured. */
export interface StartFigures {
  readonly tray: Compared
  readonly window: Compared
  /** From a click on the tray item of a running app to its painted window. */
  readonly opening: Compared
}

interface Compared {
  readonly ours: readonly number[]
  readonly empty: readonly number[]
}

async function toTray(executable: string, world: World, args: readonly string[]): Promise<number> {
  const registered = world.tray.nextRegistration(START_LIMIT)
  const program = startProgram(executable, world, args)
  const at = await registered
  await program.stop()
  return at - program.startedAt
}

async function toWindow(executable: string, world: World, args: readonly string[]): Promise<number> {
  const shown = await world.display.watchShown()
  const program = startProgram(executable, world, args)
  const at = await shown.next(START_LIMIT)
  shown.stop()
  await program.stop()
  return at - program.startedAt
}

async function fromTray(executable: string, world: World, args: readonly string[]): Promise<number[]> {
  const registered = world.tray.nextRegistration(START_LIMIT)
  const program = startProgram(executable, world, args)
  await registered
  await hold(REST)
  const shown = await world.display.watchShown()
  const took: number[] = []
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    const from = Date.now()
    await world.tray.activate()
    took.push((await shown.next(START_LIMIT)) - from)
    await world.display.closeWindows()
    await hold(REST / 3)
  }
  shown.stop()
  await program.stop()
  return took.slice(1)
}

/** Starts the programs in turn, so that other work of the machine affects all of them alike. */
export async function measureStart(gateways: GatewayProcess, rounds: number): Promise<StartFigures> {
  return inOffice(async (world, folder) => {
    const gateway = await gateways.open({ numbers: NUMBERS, latencyMs: 50 })
    await signIn(world, [gateway])
    const emptyTray = await packBaseline(join(ROOT, 'bench/desktop/baseline/empty-tray'), join(folder, 'empty-tray'))
    const emptyOpen = await packBaseline(join(ROOT, 'bench/desktop/baseline/empty-open'), join(folder, 'empty-open'))
    const emptyWindow = await packBaseline(join(ROOT, 'bench/desktop/baseline/empty-window'), join(folder, 'empty-window'))
    const compared = () => ({ ours: [] as number[], empty: [] as number[] })
    const figures = { tray: compared(), window: compared(), opening: compared() }
    const own = (name: string): string[] => [`--user-data-dir=${join(folder, 'profile', name)}`]
    for (let round = -WARM_UP; round < rounds; round += 1) {
      const one = {
        tray: { empty: await toTray(emptyTray, world, own('tray')), ours: await toTray(PACKAGED_APP, world, ['--hidden']) },
        window: { empty: await toWindow(emptyWindow, world, own('window')), ours: await toWindow(PACKAGED_APP, world, []) },
      }
      if (round < 0) continue
      for (const what of ['tray', 'window'] as const) for (const who of ['ours', 'empty'] as const) figures[what][who].push(one[what][who])
    }
    for (let round = 0; round < Math.ceil(rounds / OPENINGS); round += 1) {
      figures.opening.empty.push(...(await fromTray(emptyOpen, world, own('open'))))
      figures.opening.ours.push(...(await fromTray(PACKAGED_APP, world, ['--hidden'])))
    }
    return figures
  })
}

/** As a table. */
export function startTable({ tray, window, opening }: StartFigures): string {
  const row = (name: string, { ours, empty }: Compared, aim: string): string[] => [
    name,
    `${Math.round(median(ours))} ms`,
    `${Math.round(median(empty))} ms`,
    `${times(median(ours) / median(empty))} (aim ${aim})`,
    `${Math.round(quantile(ours, 0.95))} / ${Math.round(quantile(empty, 0.95))} ms`,
  ]
  return table(
    [`start, median of ${tray.ours.length}`, 'ours', 'empty app', 'ratio', 'p95, ours / empty'],
    [
      row('process → tray item on D-Bus', tray, '≤ 1.05×'),
      row('process → painted window on the screen', window, '≤ 1.25×'),
      row('click on the tray item → painted window', opening, '≤ 150 ms'),
    ],
  )
}
