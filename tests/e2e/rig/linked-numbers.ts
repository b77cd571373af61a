// The start of most tests of monitoring: the app with numbers of an outside platform that are connected already.
import type { Timings } from '../../../src/shared/timings'
import type { RunningApp } from './app'
import { operatorAt, type Operator } from './operator'
import { startPlatform, type OutsidePlatform } from './backends/platform'
import { QUICK } from './quick'
import type { Scene } from './test'

/** How the numbers are added; everything left out is as most tests need it. */
export interface LinkedNumbersOptions {
  readonly count?: number
  readonly timings?: Partial<Timings>
  /** Started already; default a new one. */
  readonly platform?: OutsidePlatform
  /** Where the app reaches the platform, when something stands between them. */
  readonly address?: string
}

/** The running app and what a test acts through. */
export interface LinkedNumbers {
  readonly app: RunningApp
  readonly platform: OutsidePlatform
  readonly operator: Operator
  /** One per number, in the order of adding. */
  readonly sessions: readonly string[]
  /** The first of them. */
  readonly session: string
}

/** Starts platform and app and adds the numbers; the window shows the last of them as connected. */
export async function withLinkedNumbers({ world, launch }: Scene, options: LinkedNumbersOptions = {}): Promise<LinkedNumbers> {
  const platform = options.platform ?? (await startPlatform(world))
  const app = await launch({ timings: options.timings ?? QUICK })
  const operator = operatorAt(await app.window())
  const sessions: string[] = []
  for (let made = 0; made < (options.count ?? 1); made += 1) {
    const number = await platform.issueLinked()
    await (made === 0 ? operator.addsPlatform(options.address ?? platform.address, number) : operator.addsNumber(number))
    await operator.sees('WhatsApp подключён')
    sessions.push(number.session)
  }
  return { app, platform, operator, sessions, session: sessions[0] ?? '' }
}
