// Waits until each of a set of numbers has given a clear answer: the check that tells one number's drop from an outage of many.

/** Most numbers asked for one check: enough to tell an outage, few enough for five seconds. */
export const MOST_CHECKED = 24

interface Check {
  readonly waiting: Set<string>
  readonly resolve: () => void
}

/** Checks under way. */
export interface PeerChecks {
  /** Settles when every key is {@link done}. */
  begin(keys: readonly string[]): Promise<void>
  /** A number has answered clearly, or is no longer watched. */
  done(key: string): void
  /** Settles all checks. */
  clear(): void
  /** How many checks there are. */
  count(): number
}

/** Creates the checks; none is under way. */
export function createPeerChecks(): PeerChecks {
  const checks = new Set<Check>()
  return {
    begin(keys) {
      if (keys.length === 0) return Promise.resolve()
      return new Promise((resolve) => void checks.add({ waiting: new Set(keys), resolve }))
    },
    done(key) {
      for (const check of checks) {
        if (!check.waiting.delete(key) || check.waiting.size > 0) continue
        checks.delete(check)
        check.resolve()
      }
    },
    clear() {
      for (const check of checks) check.resolve()
      checks.clear()
    },
    count: () => checks.size,
  }
}
