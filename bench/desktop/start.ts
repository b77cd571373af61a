// From the start of the process to the tray item on D-Bus, and to the painted window on the screen: the app against the emptiest Electron apps.
import { join } from 'node:path'
import { PACKAGED_APP } from '../../tests/e2e/rig/app'
import type { World } from '../../tests/e2e/rig/world'
import { median, quantile, table, times } from './figures'
import type { GatewayProcess } from './gateway/gateway-process'
import { inOffice, signIn } from './office'
import { packBaseline, startProgram } from './programs'
import { ROOT } from './root'

/** Numbers that the app's profile knows. */
const NUMBERS = 10
/** The first starts fill the file cache. */
const WARM_UP = 2
const START_LIMIT = 30_000

/** What was measured. */
export interface StartFigures {
  readonly tray: Compared
  readonly window: Compared
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

/** Starts the programs in turn, so that other work of the machine affects all of them alike. */
export async function measureStart(gateways: GatewayProcess, rounds: number): Promise<StartFigures> {
  return inOffice(async (world, folder) => {
    const gateway = await gateways.open({ numbers: NUMBERS, latencyMs: 50 })
    await signIn(world, [gateway])
    const emptyTray = await packBaseline(join(ROOT, 'bench/desktop/baseline/empty-tray'), join(folder, 'empty-tray'))
    const emptyWindow = await packBaseline(join(ROOT, 'bench/desktop/baseline/empty-window'), join(folder, 'empty-window'))
    const figures = { tray: { ours: [] as number[], empty: [] as number[] }, window: { ours: [] as number[], empty: [] as number[] } }
    const own = (name: string): string[] => [`--user-data-dir=${join(folder, 'profile', name)}`]
    for (let round = -WARM_UP; round < rounds; round += 1) {
      const one = {
        tray: { empty: await toTray(emptyTray, world, own('tray')), ours: await toTray(PACKAGED_APP, world, ['--hidden']) },
        window: { empty: await toWindow(emptyWindow, world, own('window')), ours: await toWindow(PACKAGED_APP, world, []) },
      }
      if (round < 0) continue
      for (const what of ['tray', 'window'] as const) for (const who of ['ours', 'empty'] as const) figures[what][who].push(one[what][who])
    }
    return figures
  })
}

/** As a table. */
export function startTable({ tray, window }: StartFigures): string {
  const row = (name: string, { ours, empty }: Compared, aim: string): string[] => [
    name,
    `${Math.round(median(ours))} ms`,
    `${Math.round(median(empty))} ms`,
    `${times(median(ours) / median(empty))} (aim ≤ ${aim})`,
    `${Math.round(quantile(ours, 0.95))} / ${Math.round(quantile(empty, 0.95))} ms`,
  ]
  return table(
    [`start, median of ${tray.ours.length}`, 'ours', 'empty app', 'ratio', 'p95, ours / empty'],
    [row('process → tray item on D-Bus', tray, '1.15×'), row('process → painted window on the screen', window, '1.25×')],
  )
}
