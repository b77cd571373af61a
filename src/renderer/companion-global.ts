// What the preload script puts on the window.
import type { CompanionBridge } from '../shared/ipc/contract'

declare global {
  interface Window {
    readonly companion: CompanionBridge
  }
}
