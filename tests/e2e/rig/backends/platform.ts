// A platform outside the app as tests of watching need it: its numbers are linked already, their phones are in the test's hand, requests are counted.
import type { SandboxFaults, SandboxPhoneAction } from '../../../../src/shared/ipc/snapshot'
import type { Outcome } from '../../../../src/shared/model/failure'
import type { SimulatedView } from '../../../../src/sandbox/control-client'
import { platformIn, tapIn, type Platform } from './backends'
import type { World } from '../world'

/** A platform on loopback that the app knows only by its address. */
export interface OutsidePlatform extends Pick<Platform, 'stop' | 'startAgain'> {
  /** What the operator types. */
  readonly address: string
  /** Method and path of everything the app has asked, in order; the test's own calls are not in it. */
  readonly asked: readonly string[]
  /** Waits until the app has asked so many times more, or asked for this path. */
  waitForRequests(more: number, path?: string): Promise<void>
  /** A new number that is connected already, with its key. */
  issueLinked(): Promise<SimulatedView>
  /** What the number's phone does. */
  phone(session: string, action: SandboxPhoneAction): Promise<void>
  /** What the platform does to every answer from now on, or to the next `count`. */
  faults(mode: SandboxFaults['mode'], count?: number): Promise<void>
}

/** Starts one; it ends with its world. */
export async function startPlatform(world: World): Promise<OutsidePlatform> {
  const platform = await platformIn(world)
  const tap = await tapIn(world, platform.address)
  return {
    address: tap.address,
    stop: platform.stop,
    startAgain: platform.startAgain,
    asked: tap.asked,
    async waitForRequests(more, path = '') {
      const from = tap.asked.length
      const fitting = (): number => tap.asked.slice(from).filter((each) => each.includes(path)).length
      await tap.until(`${more} requests ${path}`, () => (fitting() >= more ? true : undefined), undefined, fitting)
    },
    issueLinked: async () => proven(await platform.control.issue({ linked: true })),
    phone: async (session, action) => proven(await platform.control.phone(session, action)),
    faults: async (mode, count) => proven(await platform.control.faults({ mode, latencyMs: 0, ...(count === undefined ? {} : { count }) })),
  }
}

function proven<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`The simulated platform refused: ${outcome.failure.code} ${outcome.failure.detail ?? ''}`)
  return outcome.value
}
