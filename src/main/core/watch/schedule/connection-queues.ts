// The queue of each connection: which of its numbers is asked next, how many requests run at once, and how connections take turns.

/** A number as the scheduler knows it. */
export interface PolledNumber {
  readonly key: string
  readonly queue: ConnectionQueue
  /** Asked for while its request was under way: another one follows. */
  askAgain: boolean
  /** A person asked for it: its request passes Retry-After and the bound for routine requests. */
  demanded: boolean
  /** An answer that came by another way during the request has already planned the next one. */
  plannedElsewhere: boolean
  /** The last request brought no answer. Unlike `failures`, this outlasts a wake and a check. */
  lastFailed: boolean
  /** Requests without an answer in a row. Set back to 0 by a wake and a check, so that neither waits for the end of a long pause. */
  failures: number
  urgent: boolean
  /** When the last request left, epoch ms. */
  askedAt: number
}

/** Who waits for a free place: numbers that a person asked for, then those in trouble or being linked, then the rest. */
const PRIORITIES = ['demanded', 'urgent', 'routine'] as const
type Priority = (typeof PRIORITIES)[number]

/** The numbers of one connection that wait for a free place, in order, and what is known of its backend. */
interface ConnectionQueue {
  readonly connectionId: string
  readonly waiting: Readonly<Record<Priority, Set<PolledNumber>>>
  /** Requests under way. */
  inFlight: number
  /** Numbers of the connection. */
  size: number
  /** The backend wants no request before this, epoch ms. */
  closedUntil: number
  /** When a number in doubt was last asked although the backend wants no request, epoch ms. */
  probedAt: number
  /** When the backend last gave an answer, epoch ms. */
  answeredAt: number
}

/** Most requests at once: for one connection, over all, and how many more an operator's click may add to each. */
export interface PollLimits {
  readonly perConnection: number
  readonly overall: number
  readonly extra: number
}

/** Six is what browsers allow a host; the extra ones keep a click from waiting behind routine requests that hang. */
export const POLL_LIMITS: PollLimits = { perConnection: 6, overall: 12, extra: 2 }

/**
 * The order of turns: clicks first; then one number of each connection that has no request under way, so that a small connection does not wait behind
 * big ones; then the rest.
 */
const TURNS: readonly { readonly priority: Priority; readonly onlyIdle: boolean }[] = [
  { priority: 'demanded', onlyIdle: false },
  { priority: 'urgent', onlyIdle: true },
  { priority: 'routine', onlyIdle: true },
  { priority: 'urgent', onlyIdle: false },
  { priority: 'routine', onlyIdle: false },
]

/** The queues of all connections. */
export interface ConnectionQueues {
  get(connectionId: string): ConnectionQueue | undefined
  all(): Iterable<ConnectionQueue>
  /** The queue of a connection that gets one number more. */
  enter(connectionId: string): ConnectionQueue
  /** The number is no longer polled. A request under way keeps its place until {@link release}. */
  leave(number: PolledNumber): void
  /** The number waits for a free place, in its one queue. */
  wait(number: PolledNumber): void
  /** The number waits no longer. */
  withdraw(number: PolledNumber): void
  /** Nobody waits any more. */
  withdrawAll(): void
  /** Whose turn it is: takes the number out of its queue and gives it a place. Null = nobody waits, or no place is free. */
  next(): PolledNumber | null
  /** The number's request has settled: its place is free. */
  release(number: PolledNumber): void
  /** A request for the key is under way. It may belong to a number that was removed and added again since. */
  isInFlight(key: string): boolean
  /** Keys that wait. */
  waiting(): string[]
}

function createQueue(connectionId: string): ConnectionQueue {
  const waiting = { demanded: new Set<PolledNumber>(), urgent: new Set<PolledNumber>(), routine: new Set<PolledNumber>() }
  return { connectionId, waiting, inFlight: 0, size: 0, closedUntil: -Infinity, probedAt: -Infinity, answeredAt: -Infinity }
}

/** Creates the queues; a connection's own begins with its first number. */
export function createConnectionQueues(limits: PollLimits): ConnectionQueues {
  const queues = new Map<string, ConnectionQueue>()
  /** By key, not by number: a number that is removed and added again waits for its old request. */
  const inFlight = new Set<string>()
  /** The connections in the order of their turns. */
  let order: ConnectionQueue[] = []
  let turn = 0

  function withdraw(number: PolledNumber): void {
    for (const priority of PRIORITIES) number.queue.waiting[priority].delete(number)
  }

  function dropWhenUnused(queue: ConnectionQueue): void {
    if (queue.size > 0 || queue.inFlight > 0) return
    queues.delete(queue.connectionId)
    order = order.filter((each) => each !== queue)
  }

  /** The next number of this priority, one connection after the other. */
  function take(priority: Priority, mostPerConnection: number): PolledNumber | null {
    for (let step = 0; step < order.length; step++) {
      const index = (turn + step) % order.length
      const queue = order[index]
      if (!queue || queue.inFlight >= mostPerConnection) continue
      const [number] = queue.waiting[priority]
      if (!number) continue
      turn = index + 1
      return number
    }
    return null
  }

  return {
    get: (connectionId) => queues.get(connectionId),
    all: () => queues.values(),
    enter(connectionId) {
      let queue = queues.get(connectionId)
      if (!queue) {
        queue = createQueue(connectionId)
        queues.set(connectionId, queue)
        order.push(queue)
      }
      queue.size++
      return queue
    },
    leave(number) {
      withdraw(number)
      number.queue.size--
      dropWhenUnused(number.queue)
    },
    wait(number) {
      withdraw(number)
      number.queue.waiting[number.demanded ? 'demanded' : number.urgent ? 'urgent' : 'routine'].add(number)
    },
    withdraw,
    withdrawAll() {
      for (const { waiting } of queues.values()) for (const priority of PRIORITIES) waiting[priority].clear()
    },
    next() {
      for (const { priority, onlyIdle } of TURNS) {
        const extra = priority === 'demanded' ? limits.extra : 0
        if (inFlight.size >= limits.overall + extra) continue
        const number = take(priority, onlyIdle ? 1 : limits.perConnection + extra)
        if (!number) continue
        number.queue.waiting[priority].delete(number)
        inFlight.add(number.key)
        number.queue.inFlight++
        return number
      }
      return null
    },
    release({ key, queue }) {
      inFlight.delete(key)
      queue.inFlight--
      dropWhenUnused(queue)
    },
    isInFlight: (key) => inFlight.has(key),
    waiting: () => [...queues.values()].flatMap(({ waiting }) => PRIORITIES.flatMap((priority) => [...waiting[priority]].map(({ key }) => key))),
  }
}
