// Every duration of the product in one table, in ms, each with its reason.

/** All durations in ms. Tests may override some, for loopback connections only (see {@link mergeTimings}). */
export interface Timings {
  readonly pairingPoll: number
  readonly watchVisible: number
  readonly watchHidden: number
  readonly batteryFactor: number
  readonly troublePoll: number
  readonly failedPoll: number
  readonly confirmDrop: number
  readonly backoffMax: number
  readonly requestDeadline: number
  readonly createDeadline: number
  readonly startingDeadline: number
  readonly linkingDeadline: number
  readonly firstCode: number
  readonly laterCode: number
  readonly pairingCode: number
  readonly maxCodes: number
  readonly startingIsDrop: number
  readonly cannotCheckNotice: number
  readonly recoveryStable: number
  readonly wakeQuiet: number
  readonly wakeAskMin: number
  readonly wakeAskMax: number
  readonly outageCheck: number
  readonly outageJoin: number
  readonly flapWindow: number
  readonly staleFactor: number
  readonly healingPace: number
  readonly listRefresh: number
  readonly reminderFirst: number
  readonly reminderMost: number
  readonly escalationMinute: number
  readonly escalationRetry: number
  readonly escalationRetryMost: number
}

/** The product's timings. */
export const TIMINGS: Timings = {
  pairingPoll: 2_000, // the seed panel's cadence; a code lives 20 s
  watchVisible: 15_000, // somebody is looking
  watchHidden: 45_000, // tray only: 1,920 requests a number and day
  batteryFactor: 2, // a factor, not ms: on battery what is well is asked half as often
  troublePoll: 10_000, // disconnected or unknown: the operator waits for good news
  failedPoll: 60_000, // an ended attempt: notice when somebody else links the number
  confirmDrop: 3_000, // a "disconnected" counts when a second reading confirms it
  backoffMax: 120_000, // the longest pause after repeated errors
  requestDeadline: 20_000, // one answer
  createDeadline: 90_000, // deployed wpp-create blocks 35 s and more
  startingDeadline: 90_000, // no code by then: say so
  linkingDeadline: 180_000, // WPPConnect's own device sync limit
  firstCode: 60_000, // WhatsApp: first code
  laterCode: 20_000, // WhatsApp: each later code
  pairingCode: 180_000, // WhatsApp Web keeps a code to type for about three minutes
  maxCodes: 6, // a count, not ms: WhatsApp issues about six codes an attempt
  startingIsDrop: 60_000, // `starting` after `connected` for this long is a drop
  cannotCheckNotice: 300_000, // one "cannot check" notice per connection after this
  recoveryStable: 60_000, // recovery is announced after this long without another change
  wakeQuiet: 20_000, // alarms held after start or wake, then decided
  wakeAskMin: 1_000, // first question after resume, earliest
  wakeAskMax: 3_000, // and latest
  outageCheck: 5_000, // a drop is told as one number's or as an outage within this
  outageJoin: 60_000, // a later drop within this joins the outage already told
  flapWindow: 600_000, // four changes within this = unstable
  staleFactor: 3, // a factor, not ms: a status older than this many cadences is stale
  reminderFirst: 1_800_000, // "still down" is repeated after this, then after twice as long each time
  reminderMost: 7_200_000, // and at least so often
  escalationMinute: 60_000, // what a minute of the escalation's setting lasts
  escalationRetry: 30_000, // a message that was not taken is sent again after this, then after twice as long each time
  escalationRetryMost: 600_000, // and at least so often, for a day
  healingPace: 1, // a factor, not ms: of the pauses between tries to bring a number back
  listRefresh: 300_000, // how often the backend's list of numbers is read again
}

/** Overrides for tests: unknown keys and non-numbers are ignored. Callers apply them to loopback connections only. */
export function mergeTimings(overrides: Readonly<Record<string, unknown>>): Timings {
  const known = Object.entries(overrides).filter(([key, value]) => key in TIMINGS && typeof value === 'number' && value >= 0)
  return { ...TIMINGS, ...Object.fromEntries(known) }
}
