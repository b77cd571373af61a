// Holds the one snapshot, gathers changes into numbered patches and tells subscribers. Cost follows what changed, not how many numbers there are.
import type { AppSnapshot, SessionView, SnapshotPatch } from '../../shared/app-snapshot'
import type { Cancel } from './ports'

type Settable = Partial<Omit<AppSnapshot, 'revision' | 'sessions'>>
type Listener = (patch: SnapshotPatch) => void

/** Runs a function a little later, once: changes made until then travel together. */
export type Defer = (run: () => void) => void

const microtask: Defer = (run) => void Promise.resolve().then(run)

/** The snapshot and its changes. */
export class SnapshotStore {
  private base: AppSnapshot
  private readonly sessions = new Map<string, SessionView>()
  /** Sessions as an array, built when somebody asks. */
  private list: readonly SessionView[] | null
  private pending: { set: Settable; readonly upsert: Map<string, SessionView>; readonly remove: Set<string> } | null = null
  private readonly listeners = new Set<Listener>()

  /** `defer` decides how long changes are gathered; a microtask unless told. */
  constructor(
    initial: AppSnapshot,
    private readonly defer: Defer = microtask,
  ) {
    this.base = initial
    this.list = initial.sessions
    for (const each of initial.sessions) this.sessions.set(each.key, each)
  }

  /** The whole snapshot with everything that changed so far; subscribers are told first, so revisions agree. */
  current(): AppSnapshot {
    this.flush()
    this.list ??= [...this.sessions.values()]
    if (this.base.sessions !== this.list) this.base = { ...this.base, sessions: this.list }
    return this.base
  }

  /** One number as it is now. */
  session(key: string): SessionView | undefined {
    return this.sessions.get(key)
  }

  /** Changes parts of the snapshot; parts that are already so cost nothing. */
  set(change: Settable): void {
    const news = Object.entries(change).filter(([key, value]) => !Object.is(this.base[key as keyof Settable], value))
    if (news.length === 0) return
    const set: Settable = Object.fromEntries(news)
    this.base = { ...this.base, ...set }
    const pending = this.open()
    pending.set = { ...pending.set, ...set }
  }

  /** Adds or replaces one number. */
  upsert(view: SessionView): void {
    if (this.sessions.get(view.key) === view) return
    this.sessions.set(view.key, view)
    this.list = null
    this.open().upsert.set(view.key, view)
  }

  /** Takes one number out. */
  remove(key: string): void {
    if (!this.sessions.delete(key)) return
    this.list = null
    const pending = this.open()
    pending.upsert.delete(key)
    pending.remove.add(key)
  }

  /** Tells of every patch from now on. Returns what ends it. */
  subscribe(listener: Listener): Cancel {
    // A wrapper of its own: the same function subscribed twice is told twice and ended one by one.
    const own: Listener = (patch) => listener(patch)
    this.listeners.add(own)
    return () => void this.listeners.delete(own)
  }

  /** Tells subscribers now of what has gathered. */
  flush(): void {
    const { pending } = this
    if (!pending) return
    this.pending = null
    const from = this.base.revision
    this.base = { ...this.base, revision: from + 1 }
    const patch: SnapshotPatch = { from, to: from + 1, set: pending.set, upsert: [...pending.upsert.values()], remove: [...pending.remove] }
    for (const listener of [...this.listeners]) listener(patch)
  }

  private open() {
    if (!this.pending) {
      this.pending = { set: {}, upsert: new Map(), remove: new Set() }
      this.defer(() => this.flush())
    }
    return this.pending
  }
}
