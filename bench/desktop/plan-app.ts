// The baseline of the latencies: the plan's panel in a window of its own, packaged like the app.
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { launchApp, type RunningApp } from '../../tests/e2e/rig/app'
import type { World } from '../../tests/e2e/rig/world'
import type { BenchGateway } from './gateway/gateway-process'
import { packBaseline } from './programs'
import { ROOT } from './root'

const SOURCE = join(ROOT, 'bench/desktop/baseline/plan')

/** Builds and packages it into `folder`; answers the executable. */
export async function packPlan(folder: string): Promise<string> {
  const source = join(folder, 'plan-source')
  mkdirSync(source)
  for (const name of ['package.json', 'main.cjs']) cpSync(join(SOURCE, name), join(source, name))
  await build({
    root: SOURCE,
    base: './',
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: join(folder, 'page'), emptyOutDir: true, target: 'chrome130' },
  })
  const executable = await packBaseline(source, join(folder, 'plan'))
  // The page lies beside the archive, because release fuses forbid loading it from the archive.
  cpSync(join(folder, 'page'), join(folder, 'plan', 'resources', 'page'), { recursive: true })
  return executable
}

/** Starts it with a panel for each backend. `watches` = the timer goes on after "connected"; `names` are what its notices say. */
export function launchPlan(
  executable: string,
  world: World,
  folder: string,
  gateways: readonly BenchGateway[],
  watches: boolean,
  names: readonly string[] = [],
): Promise<RunningApp> {
  const panels = gateways.map(({ address, publicKey, login, password }, index) => ({
    account: { address, publicKey, login, password },
    name: names[index] ?? '',
    watches,
  }))
  return launchApp({
    world,
    executable,
    args: [`--user-data-dir=${join(folder, 'plan-profile')}`],
    env: { BASELINE_PANELS: JSON.stringify(panels) },
    name: 'bench-plan',
  })
}
