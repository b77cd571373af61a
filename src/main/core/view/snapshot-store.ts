// Holds the one snapshot, gathers changes into numbered patches and tells subscribers. Cost follows what changed, not how many numbers there are.
import type { AppSnapshot, SessionView, SnapshotPatch } from '../../../shared/ipc/snapshot'
import type { Cancel } from '../ports'

type Settable = Partial<Omit<AppSnapshot, 'revision' | 'sessions' | 'sorted'>>
type Listener = (patch: SnapshotPatch) => void

/** Runs a function a little later, once: changes made until then travel together. */
export type Defer = (run: () => void) => void

const microtask: Defer = (run) => void Promise.resolve().then(run)

/** The snapshot and its changes. */
export interface SnapshotStore {
  /** The whole snapshot with everything that changed so far; subscribers are told first, so revisions agree. */
  current(): AppSnapshot
  /** One number as it is now. */
  session(key: string): SessionView | undefined
  /** Changes parts of the snapshot; parts that are already so cost nothing. */
  set(change: Settable): void
  /** Adds or replaces one number. */
  upsert(view: SessionView): void
  /** Takes one number out. */
  remove(key: string): void
  /** Tells of every patch from now on. Returns what ends it. */
  subscribe(listener: Listener): Cancel
  /** Tells subscribers now of what has gathered. */
  flush(): void
}

/** A store that begins with `initial`. `defer` decides how long changes are gathered; a microtask unless told. */
export function createSnapshotStore(initial: AppSnapshot, defer: Defer = microtask): SnapshotStore {
  let base = initial
  const sessions = new Map(initial.sessions.map((each) => [each.key, each]))
  /** Sessions as an array, built when somebody asks. */
  let list: readonly SessionView[] | null = initial.sessions
  let pending: { set: Settable; readonly upsert: Map<string, SessionView>; readonly remove: Set<string> } | null = null
  const listeners = new Set<Listener>()

  const flush = (): void => {
    if (!pending) return
    const { set, upsert, remove } = pending
    pending = null
    const from = base.revision
    base = { ...base, revision: from + 1 }
    const patch: SnapshotPatch = { from, to: from + 1, set, upsert: [...upsert.values()], remove: [...remove] }
    for (const listener of [...listeners]) listener(patch)
  }

  const gathering = () => {
    if (!pending) {
      pending = { set: {}, upsert: new Map(), remove: new Set() }
      defer(flush)
    }
    return pending
  }

  return {
    current() {
      flush()
      list ??= [...sessions.values()]
      if (base.sessions !== list) base = { ...base, sessions: list }
      return base
    },
    session: (key) => sessions.get(key),
    set(change) {
      const news = Object.entries(change).filter(([key, value]) => !Object.is(base[key as keyof Settable], value))
      if (news.length === 0) return
      const set: Settable = Object.fromEntries(news)
      base = { ...base, ...set }
      const changes = gathering()
      changes.set = { ...changes.set, ...set }
    },
    upsert(view) {
      if (sessions.get(view.key) === view) return
      sessions.set(view.key, view)
      list = null
      gathering().upsert.set(view.key, view)
    },
    remove(key) {
      if (!sessions.delete(key)) return
      list = null
      const changes = gathering()
      changes.upsert.delete(key)
      changes.remove.add(key)
    },
    subscribe(listener) {
      // A wrapper of its own: the same function subscribed twice is told twice and ended one by one.
      const own: Listener = (patch) => listener(patch)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    flush,
  }
}
