// The simulated platform of the Sandbox connection, as its panel in the window drives it.
import { createSandboxHandlers } from '../../core/view'
import type { Feature } from '../parts/feature'

/** Answers the panel. */
export const sandbox: Feature = {
  name: 'sandbox',
  start({ settings, snapshots, monitor, sandbox }) {
    const control = () =>
      sandbox.control((faults) => {
        const shown = snapshots.current().sandbox
        if (shown) snapshots.set({ sandbox: { ...shown, faults } })
      })
    return { handlers: createSandboxHandlers({ settings, watcher: monitor.watcher, control }) }
  },
}
