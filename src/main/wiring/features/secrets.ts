// The keyring: shown in the window, and connections that waited for it are asked when it opens.
import type { Feature } from '../parts/feature'

/** Follows the keyring. */
export const secrets: Feature = {
  name: 'secrets',
  start({ keeper, snapshots, connections, numbers, monitor }) {
    const stop = keeper.onChange((mode) => {
      snapshots.set({ keyring: mode })
      if (mode !== 'unlocked' && mode !== 'memory') return
      for (const id of connections.ids()) {
        if (connections.view(id)?.signIn !== 'keyring') continue
        monitor.watcher.recheckConnection(id)
        void numbers.refresh(id)
      }
    })
    return { dispose: stop }
  },
}
