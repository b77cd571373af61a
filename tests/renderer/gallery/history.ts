// A number's past for the gallery: a flapping server, a night without the app, a phone that was unlinked and linked again.
import { availabilityOf } from '../../../src/main/core/history/availability'
import { PERIODS, type HistoryEntry, type HistoryView, type Period } from '../../../src/shared/model/history'
import type { Cause, Phase } from '../../../src/shared/model/session'

const MINUTE = 60_000

/** What `history.read` answers. */
export function historyOf(key: string, period: Period): HistoryView {
  const to = Date.now()
  const from = to - PERIODS[period]
  const entry = (minutesAgo: number, phase: Phase, cause: Cause | null = null, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
    key,
    connectionId: 'c1',
    at: to - minutesAgo * MINUTE,
    from: null,
    to: phase,
    cause,
    failure: null,
    evidence: { source: 'wpp-status', word: cause === 'logged-out' ? 'qr_issued' : phase, http: 200 },
    ...more,
  })
  const changes = [
    entry(40_000, 'connected'),
    entry(9_000, 'disconnected', 'unspecified'),
    entry(8_900, 'connected'),
    entry(1_100, 'disconnected', 'logged-out'),
    entry(1_050, 'starting'),
    entry(1_049, 'awaiting-scan'),
    entry(1_045, 'connected'),
    entry(400, 'unknown', null, { failure: 'server-error', evidence: { source: 'wpp-status', word: null, http: 503 } }),
    entry(370, 'connected'),
    entry(6, 'disconnected', 'logged-out'),
  ]
  const watched = [
    { from: to - 40_000 * MINUTE, to: to - 900 * MINUTE },
    { from: to - 500 * MINUTE, to },
  ]
  const entries = changes.filter(({ at }) => at >= from).reverse()
  return { availability: availabilityOf({ changes, watched, from, to }), entries, more: false }
}
