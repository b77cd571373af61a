// A backend that falls silent in the middle of pairing: how requests pile up at it, the plan's hook beside ours.
import { ru } from '../../src/shared/words/i18n/ru'
import { launchApp } from '../../tests/e2e/rig/app'
import { hold, table } from './figures'
import type { BenchGateway, GatewayProcess } from './gateway/gateway-process'
import { inOffice, signIn } from './office'
import { launchPlan, packPlan } from './plan-app'

/** How long the backend is silent, ms. */
const SILENCE = 60_000
const EVERY = 15_000

/** Requests the backend holds after so many seconds of silence, and those the page itself still waits for. */
export interface PileUpFigures {
  readonly seconds: readonly number[]
  readonly ours: readonly number[]
  readonly plan: readonly number[]
  readonly planWaiting: readonly number[]
}

async function silence(gateway: BenchGateway, look: () => Promise<void>): Promise<void> {
  await gateway.hang(true)
  for (let passed = EVERY; passed <= SILENCE; passed += EVERY) {
    await hold(EVERY)
    await look()
  }
  await gateway.hang(false)
}

/** Measures the app, then the plan's hook. */
export async function measurePileUp(gateways: GatewayProcess): Promise<PileUpFigures> {
  const ours: number[] = []
  const plan: number[] = []
  const planWaiting: number[] = []
  await inOffice(async (world) => {
    const gateway = await gateways.open({ numbers: 0, latencyMs: 50 })
    await signIn(world, [gateway])
    const app = await launchApp({ world, name: 'bench' })
    const page = await app.window()
    await page.getByRole('main').getByRole('button', { name: ru.window.card.connect, exact: true }).click()
    await page.getByText(ru.window.card.waiting).first().waitFor()
    await silence(gateway, async () => void ours.push((await gateway.counts()).now))
    await app.stop()
  })
  await inOffice(async (world, folder) => {
    const gateway = await gateways.open({ numbers: 0, latencyMs: 50 })
    const app = await launchPlan(await packPlan(folder), world, folder, [gateway], false)
    const page = await app.window()
    await page.getByRole('button').click()
    await page.getByText(/^Session: \d+$/).waitFor()
    await silence(gateway, async () => {
      plan.push((await gateway.counts()).now)
      planWaiting.push(await page.evaluate(() => (window as unknown as { planWaiting(): number }).planWaiting()))
    })
    await app.stop()
  })
  return { seconds: Array.from({ length: SILENCE / EVERY }, (_, index) => ((index + 1) * EVERY) / 1_000), ours, plan, planWaiting }
}

/** As a table. */
export function pileUpTable({ seconds, ours, plan, planWaiting }: PileUpFigures): string {
  const row = (name: string, values: readonly number[]): string[] => [name, ...values.map(String)]
  return table(
    ['backend silent while pairing: requests under way after', ...seconds.map((each) => `${each} s`)],
    [row('ours', ours), row('the plan’s hook, at the backend (Chromium lets six through)', plan), row('the plan’s hook, waiting in the page', planWaiting)],
  )
}
