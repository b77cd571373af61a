// Numbers: those of the settings are watched from the start, and the operator's commands about one of them.
import { createNumberHandlers } from '../../core/view'
import type { Feature } from '../parts/feature'

/** With a window to draw, the first requests leave after this, ms. */
const FIRST_REQUEST = 500

/** Watches the numbers and answers what the operator asks of one. */
export const numbers: Feature = {
  name: 'numbers',
  start({ hidden, settings, snapshots, numbers, monitor, forgetNumber }) {
    const { watcher, healing } = monitor
    for (const record of settings.current().numbers) watcher.add(record, undefined, hidden ? 0 : FIRST_REQUEST)
    return { handlers: createNumberHandlers({ settings, numbers, watcher, healing, snapshots, onNumberGone: forgetNumber }) }
  },
}
