// Many due times behind one timer: five thousand watched numbers must not need five thousand timers.
import TinyQueue from 'tinyqueue'
import type { Cancel, Clock } from '../ports'

/**
 * Longest wait of the one timer, ms: Node's timers overflow at 2^31 ms. When the wall clock is set back, the owners are told of a sleep, and they
 * set their due times anew.
 */
const LONGEST_WAIT = 3_600_000

interface TimerQueueOptions {
  readonly clock: Clock
  /** A key is due. It has left the queue and may be set again. */
  onDue(key: string): void
}

/** Keys with one due time each (epoch ms). Holds at most one timer of the clock. */
export interface TimerQueue {
  /** Sets or moves the due time of a key. */
  set(key: string, at: number): void
  /** When the key is due; undefined = not planned. */
  at(key: string): number | undefined
  /** Takes a key out. */
  delete(key: string): void
  /** Takes every key out and stops the timer. */
  clear(): void
  /** Entries in memory, outdated ones included: at most 4 for each key and 64 more. */
  entries(): number
}

interface Entry {
  readonly key: string
  readonly at: number
  /** Of two keys due at the same time, the one that was set first comes first. */
  readonly order: number
}

const byTime = (a: Entry, b: Entry): number => a.at - b.at || a.order - b.order

/** Creates an empty queue. */
export function createTimerQueue({ clock, onDue }: TimerQueueOptions): TimerQueue {
  const dueAt = new Map<string, number>()
  /** Sorted by time. A key that was moved or deleted leaves an outdated entry behind; it is skipped when it comes first. */
  let sorted = new TinyQueue<Entry>([], byTime)
  let nextOrder = 0
  let cancelTimer: Cancel | null = null
  let timerAt = Infinity

  const isCurrent = ({ key, at }: Entry): boolean => dueAt.get(key) === at

  function firstCurrent(): Entry | undefined {
    for (let first = sorted.peek(); first; first = sorted.peek()) {
      if (isCurrent(first)) return first
      sorted.pop()
    }
    return undefined
  }

  function stopTimer(): void {
    cancelTimer?.()
    cancelTimer = null
    timerAt = Infinity
  }

  function startTimer(): void {
    const first = firstCurrent()
    if (!first) return
    const at = Math.min(first.at, clock.now() + LONGEST_WAIT)
    if (cancelTimer && timerAt <= at) return
    stopTimer()
    timerAt = at
    cancelTimer = clock.after(Math.max(0, at - clock.now()), onTimer)
  }

  function onTimer(): void {
    cancelTimer = null
    timerAt = Infinity
    const now = clock.now()
    const due: string[] = []
    for (let first = firstCurrent(); first && first.at <= now; first = firstCurrent()) {
      sorted.pop()
      dueAt.delete(first.key)
      due.push(first.key)
    }
    startTimer()
    for (const key of due) onDue(key)
  }

  function clear(): void {
    dueAt.clear()
    sorted = new TinyQueue<Entry>([], byTime)
    stopTimer()
  }

  return {
    set(key, at) {
      if (dueAt.get(key) === at) return
      dueAt.set(key, at)
      sorted.push({ key, at, order: nextOrder++ })
      if (sorted.length > 4 * dueAt.size + 64) sorted = new TinyQueue(sorted.data.filter(isCurrent), byTime)
      startTimer()
    },
    at: (key) => dueAt.get(key),
    delete(key) {
      if (dueAt.delete(key) && dueAt.size === 0) clear()
    },
    clear,
    entries: () => sorted.length,
  }
}
