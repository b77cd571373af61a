// How many streams are open at a time in this worker.
import { ApiError } from '../request/errors.ts'

/** Counts open streams. */
export interface StreamLimits {
  /** Takes a place; the answer gives it back. Fails with `too_many_streams`. */
  take(userId: string, organizationId: string): () => void
}

/** The limits of a worker. */
export function createStreamLimits({ perCaller, perOrganization }: { perCaller: number; perOrganization: number }): StreamLimits {
  const open = new Map<string, number>()
  const count = (key: string, by: number): void => {
    const next = (open.get(key) ?? 0) + by
    if (next > 0) open.set(key, next)
    else open.delete(key)
  }
  return {
    take(userId, organizationId) {
      const keys: readonly (readonly [string, number])[] = [
        [`caller ${userId}`, perCaller],
        [`organization ${organizationId}`, perOrganization],
      ]
      if (keys.some(([key, most]) => (open.get(key) ?? 0) >= most)) throw new ApiError('too_many_streams', { retryAfterSeconds: 60 })
      for (const [key] of keys) count(key, 1)
      let taken = true
      return () => {
        if (!taken) return
        taken = false
        for (const [key] of keys) count(key, -1)
      }
    },
  }
}
