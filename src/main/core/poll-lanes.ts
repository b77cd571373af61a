// Who waits for a free place: the numbers of each connection, in order.

/** One number in the plan of questions. */
export interface Entry {
  readonly key: string
  readonly lane: Lane
  /** Asked for while a question was under way. */
  again: boolean
  /** Asked for on demand: passes Retry-After and the routine bound. */
  demanded: boolean
  /** An answer that came by another way during the question has planned the next one. */
  planned: boolean
  /** The backend did not answer when it was asked last. Outlasts `troubles`, which a wake and a check set back. */
  failed: boolean
  troubles: number
  urgent: boolean
  /** When the last question left, epoch ms. */
  askedAt: number
}

/** The numbers of one connection that wait for a free place, in order. */
export interface Lane {
  readonly id: string
  readonly demanded: Set<Entry>
  readonly urgent: Set<Entry>
  readonly routine: Set<Entry>
  flying: number
  size: number
  closedUntil: number
  /** When it last gave an answer, epoch ms. */
  answeredAt: number
}

/** The queues of a lane, the first first. */
export const QUEUES = ['demanded', 'urgent', 'routine'] as const

/** A lane that nobody waits in yet. */
export function openLane(id: string): Lane {
  return { id, demanded: new Set(), urgent: new Set(), routine: new Set(), flying: 0, size: 0, closedUntil: -Infinity, answeredAt: -Infinity }
}
