// How long until a code that is ready is painted: ours against the plan's hook, at several latencies of the backend, with what each asked meanwhile.
import type { Page } from 'playwright-core'
import { ru } from '../../src/shared/words/i18n/ru'
import { launchApp } from '../../tests/e2e/rig/app'
import { duration, hold, quantile, table } from './figures'
import type { BenchGateway, Counts, GatewayProcess } from './gateway/gateway-process'
import { inOffice, signIn } from './office'
import { launchPlan, packPlan } from './plan-app'

/** What was measured at one latency of the backend, ms each. */
export interface CodeFigures {
  readonly latencyMs: number
  readonly ours: readonly number[]
  readonly plan: readonly number[]
  /** Requests a minute while pairing, and most at once about the number. */
  readonly asked: { readonly ours: readonly [number, number]; readonly plan: readonly [number, number] }
}

const words = ru.window.card
/** A code becomes ready at a random moment within this, ms, so that every place in the cadence has its chance. */
const SPREAD = 6_000
/** Never the same code twice. */
let codes = 0
const newCode = (): string => `2@bench${String((codes += 1)).padStart(4, '0')}QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo,QUJD,REVG,R0hJ`

/** When the expected code is on the screen, epoch ms: two frames after it is in the page. */
function painted(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = (): boolean => {
          if (!document.querySelector(wanted)) return false
          observer.disconnect()
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())))
          return true
        }
        const observer = new MutationObserver(look)
        observer.observe(document.body, { childList: true, subtree: true, attributes: true })
        look()
      }),
    selector,
  )
}

/** Minutes of pairing and what was asked in them. */
function createAccount() {
  let ms = 0
  let requests = 0
  let most = 0
  return {
    add(passed: number, counts: Counts): void {
      ms += passed
      requests += counts.requests
      most = Math.max(most, counts.mostPerSession)
    },
    figures: (): [number, number] => [(requests / ms) * 60_000, most],
  }
}

/** One code after the other: asked for, ready at a random moment, painted. */
async function codesOf(options: {
  readonly rounds: number
  readonly page: Page
  readonly gateway: BenchGateway
  readonly picture: string
  /** Asks for a code; answers the number that waits for it. */
  ask(): Promise<string>
  /** Ends the attempt. */
  leave(session: string): Promise<void>
}): Promise<{ readonly times: readonly number[]; readonly asked: [number, number] }> {
  const times: number[] = []
  const account = createAccount()
  for (let round = 0; round < options.rounds; round += 1) {
    const session = await options.ask()
    await options.gateway.counts(true)
    const from = Date.now()
    await hold(1_000 + Math.random() * SPREAD)
    const seen = painted(options.page, options.picture)
    const ready = await options.gateway.set(session, { status: 'qr_issued', qr: newCode() })
    times.push((await seen) - ready)
    account.add(Date.now() - from, await options.gateway.counts())
    await options.leave(session)
  }
  return { times, asked: account.figures() }
}

async function oursCodes(gateway: BenchGateway, rounds: number): ReturnType<typeof codesOf> {
  return inOffice(async (world) => {
    const session = (await gateway.sessions())[0]?.session ?? ''
    await signIn(world, [gateway])
    await gateway.set(session, { status: 'disconnected' })
    const app = await launchApp({ world, name: 'bench' })
    const page = await app.window()
    await page.locator('[data-line]').first().click()
    const again = page
      .getByRole('button', { name: words.reconnect, exact: true })
      .or(page.getByRole('button', { name: words.connect, exact: true }).and(page.locator('main section button')))
    const result = await codesOf({
      rounds,
      page,
      gateway,
      picture: `[role=img][aria-label="${words.qrName}"]`,
      async ask() {
        await again.first().click({ timeout: 60_000 })
        await page.getByText(words.waiting).first().waitFor({ timeout: 60_000 })
        return session
      },
      async leave() {
        await gateway.set(session, { status: 'disconnected' })
        await page.getByRole('button', { name: ru.window.app.cancel, exact: true }).click()
        await again.first().waitFor({ timeout: 60_000 })
      },
    })
    await app.stop()
    return result
  })
}

async function planCodes(gateway: BenchGateway, rounds: number): ReturnType<typeof codesOf> {
  return inOffice(async (world, folder) => {
    const app = await launchPlan(await packPlan(folder), world, folder, [gateway], false)
    const page = await app.window()
    const result = await codesOf({
      rounds,
      page,
      gateway,
      picture: 'img[alt=QR]',
      async ask() {
        const before = new Set((await gateway.sessions()).map(({ session }) => session))
        await page.getByRole('button').click()
        await page.getByText(/^Session: \d+$/).waitFor({ timeout: 60_000 })
        return (await gateway.sessions()).find(({ session }) => !before.has(session))?.session ?? ''
      },
      async leave() {
        await page.reload()
        await page.getByRole('button').waitFor()
      },
    })
    await app.stop()
    return result
  })
}

/** Both, side by side, at each latency. */
export async function measureCodes(gateways: GatewayProcess, latencies: readonly number[], rounds: number): Promise<readonly CodeFigures[]> {
  const figures: CodeFigures[] = []
  for (const latencyMs of latencies) {
    const mine = await gateways.open({ numbers: 1, latencyMs })
    const theirs = await gateways.open({ numbers: 0, latencyMs })
    // Both run at the same time, each with a screen, bus and home of its own: they mostly wait.
    const [ours, plan] = await Promise.all([oursCodes(mine, rounds), planCodes(theirs, rounds)])
    figures.push({ latencyMs, ours: ours.times, plan: plan.times, asked: { ours: ours.asked, plan: plan.asked } })
  }
  return figures
}

/** As a table. */
export function codesTable(figures: readonly CodeFigures[]): string {
  const spread = (values: readonly number[]): string => `${duration(quantile(values, 0.5))} / ${duration(quantile(values, 0.95))}`
  const asked = ([requests, most]: readonly [number, number]): string => `${Math.round(requests)} (${most})`
  return table(
    [
      `code ready → painted, p50 / p95 of ${figures[0]?.ours.length ?? 0}`,
      'ours',
      'the plan’s hook',
      'requests a minute (at once about the number): ours',
      'the plan’s hook',
    ],
    figures.map(({ latencyMs, ours, plan, asked: both }) => [
      `backend answers in ${duration(latencyMs)}`,
      spread(ours),
      spread(plan),
      asked(both.ours),
      asked(both.plan),
    ]),
  )
}
