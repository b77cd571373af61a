// The main durations of the watch, in one table, each with its reason: when a backend is asked, how long an answer may take, how long a state must last to
// count, and when a person is told.
//
// A duration is here if several files need it, or if a test must be able to shorten it for a whole run of the app. A duration of one file only is a constant
// at the top of that file, with its unit and its reason: how long an adapter waits for the desktop, how often a file is written, how long a stream that
// missed a drop is not relied on, the pauses of healing (which `healingPace` scales).

/** In ms, unless the line says otherwise. */
const DURATIONS = {
  pairingPoll: 2_000, // the cadence of the platform's own panel: a code lives 20 s, and a person waits for what comes after the scan
  watchVisible: 15_000, // the window is open: somebody is looking
  watchHidden: 45_000, // tray only: 1,920 requests a number and day
  batteryFactor: 2, // a factor, not ms: on battery a number that is well is asked half as often
  troublePoll: 10_000, // disconnected or unknown: the operator waits for good news
  failedPoll: 60_000, // after an attempt that failed: somebody else may link the number meanwhile
  confirmDrop: 3_000, // a "disconnected" counts when a second reading confirms it
  backoffMax: 120_000, // the longest pause after repeated errors
  requestDeadline: 20_000, // one answer to one request
  listDeadline: 30_000, // the whole list of a connection's numbers
  createDeadline: 90_000, // deployed wpp-create blocks 35 s and more
  signInDeadline: 30_000, // proving the credentials takes several requests
  signOutDeadline: 5_000, // best effort: the operator waits for it
  startingDeadline: 90_000, // no code by then: say so
  linkingDeadline: 180_000, // WPPConnect's own device sync limit
  firstCode: 60_000, // WhatsApp: first code
  laterCode: 20_000, // WhatsApp: each later code
  pairingCode: 180_000, // WhatsApp Web keeps a code to type for about three minutes
  maxCodes: 6, // a count, not ms: WhatsApp issues about six codes an attempt
  startingIsDrop: 60_000, // `starting` after `connected` for this long is a drop
  cannotCheckNotice: 300_000, // one "cannot check" notice per connection after this
  recoveryStable: 60_000, // a recovery is told after this long without another change
  wakeQuiet: 20_000, // after start or wake nothing is told; then the app decides about all that it saw meanwhile
  wakeAskMin: 1_000, // the first request after resume: not before this
  wakeAskMax: 3_000, // and not after this; the time between is random, so that requests are spread
  outageCheck: 5_000, // a drop is told as one number's or as an outage within this
  outageJoin: 60_000, // a later drop within this joins the outage already told
  flapWindow: 600_000, // four changes within this = unstable
  staleFactor: 3, // a factor, not ms: a status older than this many cadences is stale
  reminderFirst: 1_800_000, // "still down" is repeated after this, then after twice as long each time
  reminderMost: 7_200_000, // and at least so often
  escalationMinute: 60_000, // one minute of the wait that the operator chose for the escalation; tests make it shorter
  escalationRetry: 30_000, // a message that was not taken is sent again after this, then after twice as long each time
  escalationRetryMost: 600_000, // and at least so often, for a day
  healingPace: 1, // a factor, not ms: by which the pauses of healing are multiplied (core/healing); tests make it smaller
  pushFactor: 4, // a factor, not ms: a number that is well is asked so much less often while its backend tells of drops by itself
  pushPause: 1_000, // events make a number be asked at most so often
  pushSilence: 60_000, // a stream that says nothing for so long, not even that it lives, is opened anew
  garbageCollection: 600_000, // with no window open, memory that is not in use is given back this often
  listRefresh: 300_000, // how often the backend's list of numbers is read again
}

/** All durations, by name. */
export type Timings = { readonly [Name in keyof typeof DURATIONS]: number }

/** The product's timings. Tests may override some, for loopback connections only (see {@link mergeTimings}). */
export const TIMINGS: Timings = DURATIONS

/** Overrides for tests: unknown keys and non-numbers are ignored. Callers apply them to loopback connections only. */
export function mergeTimings(overrides: Readonly<Record<string, unknown>>): Timings {
  const known = Object.entries(overrides).filter(([key, value]) => key in TIMINGS && typeof value === 'number' && value >= 0)
  return { ...TIMINGS, ...Object.fromEntries(known) }
}
