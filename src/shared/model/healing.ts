// Healing: what the app does by itself to bring a number back, as the window shows it.

/** Why the app makes no more tries after a drop. `needs-scan`: the phone was unlinked; `fight`: another server takes the session. */
type HealingEnd = 'gave-up' | 'needs-scan' | 'fight' | 'operator'

/** One line of what the app did. */
export interface HealingStep {
  /** Epoch ms. */
  readonly at: number
  readonly what: 'tried' | 'failed' | 'back' | HealingEnd
}

/** The healing of one number. */
export interface HealingView {
  /** Epoch ms of the next try; null = none is planned. */
  readonly nextAt: number | null
  /** A try is under way. */
  readonly trying: boolean
  /** Why there are no more tries; null = there may be. */
  readonly over: HealingEnd | null
  /** Oldest first. */
  readonly trail: readonly HealingStep[]
}
