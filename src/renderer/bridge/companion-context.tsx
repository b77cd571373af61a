// Hands the bridge and the snapshot down the tree, so that screens send intents without props through every level.
import { createContext, useContext } from 'react'
import type { AppSnapshot } from '../../shared/ipc/snapshot'
import type { CompanionBridge } from '../../shared/ipc/contract'

const BridgeContext = createContext<CompanionBridge | null>(null)
const SnapshotContext = createContext<AppSnapshot | null>(null)

/** Provides the bridge to everything below. */
export const BridgeProvider = BridgeContext.Provider
/** Provides the current snapshot to everything below. */
export const SnapshotProvider = SnapshotContext.Provider

/** The bridge to main. Throws outside of the provider: that is a bug. */
export function useBridge(): CompanionBridge {
  const bridge = useContext(BridgeContext)
  if (!bridge) throw new Error('No bridge above this component')
  return bridge
}

/** The current snapshot. Throws outside of the provider: that is a bug. */
export function useSnapshot(): AppSnapshot {
  const snapshot = useContext(SnapshotContext)
  if (!snapshot) throw new Error('No snapshot above this component')
  return snapshot
}
