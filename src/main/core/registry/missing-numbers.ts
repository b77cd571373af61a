// What a list without a number proves: nothing by itself (rule 15 in docs/rules.md). Pages get lost, backends restart with half of their sessions, and lists
// come out of caches. A second list, asked within seconds, proves it; a list without most of the numbers proves something about the backend only.
import type { NumberRecord } from '../../../shared/model/settings'

/** How many numbers two lists in a row lacked, and of how many. */
export interface ListDoubt {
  readonly missing: number
  readonly of: number
}

/** What a list proves. */
interface ListProof {
  /** Keys of numbers that the backend no longer has. */
  readonly gone: readonly string[]
  /** The list is to be asked again within seconds. */
  readonly askAgain: boolean
  /** Two lists in a row lacked more than half of the numbers: the backend is doubted, and no number is taken for removed. */
  readonly doubt: ListDoubt | null
}

/** Keeps what earlier lists lacked. */
export interface MissingNumbers {
  /** Takes a full list. `known`: the connection's numbers of which it can prove something; `isListed`: whether it has the session. */
  take(connectionId: string, known: readonly NumberRecord[], isListed: (sessionId: string) => boolean): ListProof
  /** Two lists lacked the number. */
  isGone(key: string): boolean
  /** The connection has another sign-in: its earlier lists prove nothing about the next one. */
  forget(connectionId: string): void
}

/** Fewer numbers that vanish together are no matter of the backend. */
const FEWEST = 2

/** Creates it; no list has been read yet. */
export function createMissingNumbers(): MissingNumbers {
  /** By connection: keys that the last list lacked and none before it. */
  const lackedOnce = new Map<string, ReadonlySet<string>>()
  /** Connections whose last list lacked most of the numbers. */
  const doubted = new Set<string>()
  const gone = new Set<string>()

  return {
    take(connectionId, known, isListed) {
      const before = lackedOnce.get(connectionId) ?? new Set()
      const [present, missing] = [known.filter(({ sessionId }) => isListed(sessionId)), known.filter(({ sessionId }) => !isListed(sessionId))]
      for (const { key } of present) gone.delete(key)
      // What was removed before says nothing about this list; nor does what the operator disconnected, because some backends delete what they disconnect.
      const settled = missing.filter(({ key, last, stoppedByOperator }) => gone.has(key) || last?.cause === 'removed' || stoppedByOperator)
      for (const { key } of settled) gone.add(key)
      const lacking = missing.filter(({ key }) => !gone.has(key))
      const of = known.length - settled.length
      if (lacking.length >= FEWEST && lacking.length * 2 > of) {
        lackedOnce.delete(connectionId)
        const again = doubted.has(connectionId)
        doubted.add(connectionId)
        return { gone: [], askAgain: !again, doubt: again ? { missing: lacking.length, of } : null }
      }
      doubted.delete(connectionId)
      const proven = lacking.filter(({ key }) => before.has(key)).map(({ key }) => key)
      const first = lacking.filter(({ key }) => !before.has(key)).map(({ key }) => key)
      for (const key of proven) gone.add(key)
      lackedOnce.set(connectionId, new Set(first))
      return { gone: [...settled.map(({ key }) => key), ...proven], askAgain: first.length > 0, doubt: null }
    },
    isGone: (key) => gone.has(key),
    forget(connectionId) {
      lackedOnce.delete(connectionId)
      doubted.delete(connectionId)
    },
  }
}
