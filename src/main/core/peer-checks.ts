// Waits until each of a set of numbers has given a clear answer: the check that tells one number's drop from an outage of many.

/** Most numbers asked for one check: enough to tell an outage, few enough for five seconds. */
export const MOST_CHECKED = 24

interface Check {
  readonly waiting: Set<string>
  readonly resolve: () => void
}

/** Checks under way. */
export class PeerChecks {
  private readonly checks = new Set<Check>()

  /** Settles when every key is {@link done}. */
  begin(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return Promise.resolve()
    return new Promise((resolve) => void this.checks.add({ waiting: new Set(keys), resolve }))
  }

  /** A number has answered clearly, or is no longer watched. */
  done(key: string): void {
    for (const check of this.checks) {
      if (!check.waiting.delete(key) || check.waiting.size > 0) continue
      this.checks.delete(check)
      check.resolve()
    }
  }

  /** Settles all of them. */
  clear(): void {
    for (const check of this.checks) check.resolve()
    this.checks.clear()
  }
}
