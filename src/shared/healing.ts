// What the app did by itself to bring a number back: the trail as the window shows it.

/** How the tries of one drop ended. */
export const HEALING_ENDS = ['gave-up', 'needs-scan', 'fight', 'operator'] as const
export type HealingEnd = (typeof HEALING_ENDS)[number]

/** One step of the trail. */
export interface HealingStep {
  /** Epoch ms. */
  readonly at: number
  readonly what: 'tried' | 'failed' | 'back' | HealingEnd
}

/** Where the healing of one number stands. */
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
