import type { Timings } from '../../../src/shared/timings'

/** Durations (ms) short enough for a test; each keeps its place relative to the others. */
export const QUICK: Partial<Timings> = {
  pairingPoll: 300,
  watchVisible: 500,
  watchHidden: 500,
  troublePoll: 500,
  failedPoll: 1_000,
  confirmDrop: 300,
  backoffMax: 1_000,
  wakeQuiet: 1_000,
  wakeAskMin: 50,
  wakeAskMax: 150,
  outageCheck: 1_500,
  recoveryStable: 1_500,
  cannotCheckNotice: 2_500,
}
