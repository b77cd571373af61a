// Many due times behind one timer: five thousand watched numbers must not mean five thousand timers.
import type { Cancel, Clock } from './ports'

/** Longest single wait, ms: timers overflow at 2^31. A wall clock that was set back reaches the owners as a sleep, and they plan anew. */
const LONGEST_WAIT = 3_600_000

interface Due {
  readonly key: string
  readonly at: number
  /** Of two keys due together the one planned first comes first. */
  readonly order: number
}

function before(a: Due | undefined, b: Due | undefined): boolean {
  return a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order))
}

/** Keys with one due time each (epoch ms). Holds at most one timer of the clock. */
export class Agenda {
  private readonly due = new Map<string, number>()
  /** Binary heap by time; entries whose time is no longer the key's are skipped when they surface. */
  private heap: Due[] = []
  private pushed = 0
  private cancel: Cancel | null = null
  private armedFor = Infinity

  constructor(
    private readonly clock: Clock,
    private readonly onDue: (key: string) => void,
  ) {}

  /** Sets or moves the due time of a key. */
  set(key: string, at: number): void {
    if (this.due.get(key) === at) return
    this.due.set(key, at)
    this.push({ key, at, order: this.pushed++ })
    if (this.heap.length > 4 * this.due.size + 64) this.rebuild()
    this.arm()
  }

  /** When the key is due; undefined = not planned. */
  at(key: string): number | undefined {
    return this.due.get(key)
  }

  /** Takes a key out. */
  delete(key: string): void {
    if (this.due.delete(key) && this.due.size === 0) this.clear()
  }

  /** Takes every key out and stops the timer. */
  clear(): void {
    this.due.clear()
    this.heap = []
    this.cancel?.()
    this.cancel = null
    this.armedFor = Infinity
  }

  private arm(): void {
    const first = this.surface()
    if (!first) return
    const at = Math.min(first.at, this.clock.now() + LONGEST_WAIT)
    if (this.cancel && this.armedFor <= at) return
    this.cancel?.()
    this.armedFor = at
    this.cancel = this.clock.after(Math.max(0, at - this.clock.now()), () => this.fire())
  }

  private fire(): void {
    this.cancel = null
    this.armedFor = Infinity
    const now = this.clock.now()
    const ready: string[] = []
    for (let first = this.surface(); first && first.at <= now; first = this.surface()) {
      this.pop()
      this.due.delete(first.key)
      ready.push(first.key)
    }
    this.arm()
    for (const key of ready) this.onDue(key)
  }

  /** The earliest entry that still counts. */
  private surface(): Due | undefined {
    for (let first = this.heap[0]; first; first = this.heap[0]) {
      if (this.due.get(first.key) === first.at) return first
      this.pop()
    }
    return undefined
  }

  private rebuild(): void {
    this.heap = this.heap.filter((each) => this.due.get(each.key) === each.at).sort((a, b) => a.at - b.at || a.order - b.order)
  }

  private push(entry: Due): void {
    const { heap } = this
    heap.push(entry)
    for (let index = heap.length - 1; index > 0; ) {
      const parent = (index - 1) >> 1
      if (!this.swapIfLater(parent, index)) break
      index = parent
    }
  }

  private pop(): void {
    const { heap } = this
    const last = heap.pop()
    if (!last || heap.length === 0) return
    heap[0] = last
    for (let index = 0; ; ) {
      const left = 2 * index + 1
      const right = left + 1
      const child = right < heap.length && before(heap[right], heap[left]) ? right : left
      if (child >= heap.length || !this.swapIfLater(index, child)) return
      index = child
    }
  }

  private swapIfLater(upper: number, lower: number): boolean {
    const above = this.heap[upper]
    const below = this.heap[lower]
    if (!above || !below || before(above, below)) return false
    this.heap[upper] = below
    this.heap[lower] = above
    return true
  }
}
