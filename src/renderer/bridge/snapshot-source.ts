// Keeps the window's copy of the snapshot: subscribe first, fetch once, apply numbered patches, fetch again after a gap.
import { applyPatch, type AppSnapshot, type SnapshotPatch } from '../../shared/ipc/snapshot'
import { failed, type Failure, type Outcome } from '../../shared/model/failure'
import type { CompanionBridge } from '../../shared/ipc/contract'

/** What the window has to draw. */
type SourceState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'ready'; readonly snapshot: AppSnapshot }

/** The newest snapshot, for subscribers. */
export interface SnapshotSource {
  readonly get: () => SourceState
  /** Returns the function that unsubscribes. */
  readonly subscribe: (listener: () => void) => () => void
  /** Subscribes to main and fetches; returns the function that stops. */
  readonly start: () => () => void
  /** Fetches again after a failure. */
  readonly reload: () => void
}

/** Makes a source over the bridge; nothing is asked before `start`. `given` is shown until main has answered; null = nothing is. */
export function createSnapshotSource(bridge: CompanionBridge, given: AppSnapshot | null = null): SnapshotSource {
  let state: SourceState = given ? { kind: 'ready', snapshot: given } : { kind: 'loading' }
  let answered = false
  let fetching = false
  let waiting: SnapshotPatch[] = []
  const listeners = new Set<() => void>()

  const tell = (next: SourceState): void => {
    state = next
    for (const listener of listeners) listener()
  }

  /** Snapshot with every patch that follows it; null = a patch in between is missing. */
  const follow = (snapshot: AppSnapshot, patches: readonly SnapshotPatch[]): AppSnapshot | null => {
    let current = snapshot
    for (const patch of patches) {
      if (patch.to <= current.revision) continue
      const next = applyPatch(current, patch)
      if (!next) return null
      current = next
    }
    return current
  }

  const fetchWhole = async (): Promise<void> => {
    if (fetching) return
    fetching = true
    const outcome: Outcome<AppSnapshot> = await bridge.call('snapshot.get').catch((error: unknown) => failed('internal', { detail: String(error) }))
    fetching = false
    const patches = waiting
    waiting = []
    if (!outcome.ok) {
      if (!answered) tell({ kind: 'failed', failure: outcome.failure })
      return
    }
    answered = true
    const newer = state.kind === 'ready' && state.snapshot.revision > outcome.value.revision ? state.snapshot : outcome.value
    const current = follow(newer, patches)
    tell({ kind: 'ready', snapshot: current ?? newer })
    if (!current) await fetchWhole()
  }

  const onPatch = (patch: SnapshotPatch): void => {
    if (fetching || state.kind !== 'ready') {
      waiting.push(patch)
      if (!fetching) void fetchWhole()
      return
    }
    if (patch.to <= state.snapshot.revision) return
    const next = applyPatch(state.snapshot, patch)
    if (next) tell({ kind: 'ready', snapshot: next })
    else {
      waiting.push(patch)
      void fetchWhole()
    }
  }

  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start: () => {
      const stop = bridge.onPatch(onPatch)
      void fetchWhole()
      return stop
    },
    reload: () => {
      if (state.kind === 'failed') tell({ kind: 'loading' })
      void fetchWhole()
    },
  }
}
