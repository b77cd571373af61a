// A backend that also lists live states, a page of 200 at a time.
import { success, type Outcome } from '../../../src/shared/model/failure'
import type { LivePage } from '../../../src/main/core/ports'
import type { FakeClock } from '../fake-clock'
import { FakeGateway, reading } from './fake-gateway'

const PAGE = 200

/** The list's own answers: what `say` says, unless a page was told otherwise. */
export class LiveGateway extends FakeGateway {
  /** Numbers in the list. */
  sessions: string[] = []
  /** What every page answers instead, e.g. a failure; null = the list. */
  instead: Outcome<LivePage | null> | null = null
  /** Pages before this one answer the list even if `page` is set. */
  insteadFrom = 0
  /** Each page waits for this promise. */
  hold: (() => Promise<void>) | null = null

  constructor(private readonly time: FakeClock) {
    super(time)
  }

  async live(cursor: string | null): Promise<Outcome<LivePage | null>> {
    this.asked.push(`live ${cursor ?? '0'}`)
    const from = Number(cursor ?? 0)
    const page = this.sessions.slice(from, from + PAGE).map((sessionId) => ({ sessionId, says: this.said(sessionId) }))
    await this.hold?.()
    if (this.instead && from >= this.insteadFrom * PAGE) return this.instead
    const readings = page.map(({ sessionId, says }) => ({ sessionId, reading: reading(says, this.time.now()) }))
    return success({ readings, next: from + PAGE < this.sessions.length ? String(from + PAGE) : null })
  }
}
