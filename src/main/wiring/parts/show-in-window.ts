// Opens the window at a number or a screen.
import type { Parts } from './parts'

/** Shows the number (null = all of them) or the named screen, and brings the window to the front. */
export function showInWindow({ snapshots, window, clock }: Parts, key: string | null, view: 'number' | 'connect' | 'settings' = 'number'): void {
  snapshots.set({ focus: { key, view, at: clock.now() } })
  window.show()
}
