// A profile as after weeks of use: signed in to one backend, its numbers known and connected. Prepared through the window, as an operator does.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { operatorAt } from '../../tests/e2e/rig/operator'
import { addConnection } from '../../tests/e2e/rig/forms'
import { launchApp } from '../../tests/e2e/rig/app'
import { startWorld, type World } from '../../tests/e2e/rig/world'
import type { BenchGateway } from './gateway/gateway-process'

/** Signs the profile of a world in to the backends, one connection each, and ends the app. */
export async function signIn(world: World, gateways: readonly BenchGateway[]): Promise<void> {
  const app = await launchApp({ world, name: 'bench' })
  const page = await app.window()
  const operator = operatorAt(page)
  for (const [index, gateway] of gateways.entries()) {
    const { address, publicKey, login, password } = gateway
    await addConnection(page, 'academyos', { address, publicKey, login, password })
    if ((await gateway.sessions()).length > 0) await operator.sees(/Подключён|подключён/, 120_000)
    // The next form is opened only after the connection has its line in the list.
    await page.locator('nav [aria-haspopup=menu]').nth(index).waitFor()
  }
  await app.stop()
}

/** Runs with a screen, bus and home of its own and in a folder of its own; both are removed afterwards. */
export async function inOffice<T>(run: (world: World, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const world = await startWorld()
  try {
    return await run(world, folder)
  } finally {
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
