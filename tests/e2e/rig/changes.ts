// Waiting for what the outside world sees: whoever changes something says so, whoever waits looks again then; nobody sleeps.

/** Says "something changed" and lets others wait for a state. */
export interface Changes {
  changed(): void
  /**
   * Looks, and looks again after every change, until `look` answers something. Rejects after `limit` ms with `what` and the last
   * thing `describe` saw.
   */
  until<T>(what: string, look: () => T | undefined | Promise<T | undefined>, limit?: number, describe?: () => unknown): Promise<T>
}

const PATIENCE = 10_000 // ms; the app's own cadences in tests are far shorter

/** A new source of changes. */
export function createChanges(): Changes {
  let count = 0
  const waiting = new Set<() => void>()
  return {
    changed() {
      count += 1
      for (const wake of [...waiting]) wake()
    },
    async until(what, look, limit = PATIENCE, describe) {
      let late: () => void = () => undefined
      const deadline = new Promise<'late'>((resolve) => {
        const timer = setTimeout(() => resolve('late'), limit)
        late = () => clearTimeout(timer)
      })
      try {
        for (;;) {
          const before = count
          const seen = await look()
          if (seen !== undefined) return seen
          if (before !== count) continue // it changed while we looked
          let wake: () => void = () => undefined
          const change = new Promise<'changed'>((resolve) => (wake = () => resolve('changed')))
          waiting.add(wake)
          const next = await Promise.race([change, deadline])
          waiting.delete(wake)
          if (next === 'late') throw new Error(`Waited ${limit} ms for ${what}${describe ? `; last seen: ${JSON.stringify(describe())}` : ''}`)
        }
      } finally {
        late()
      }
    },
  }
}
