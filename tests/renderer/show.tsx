// Shows the window over a fake bridge, with what jsdom lacks.
import { cleanup, render, screen } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import { afterEach } from 'vitest'
import { App } from '../../src/renderer/app'
import { createSnapshotSource } from '../../src/renderer/bridge/snapshot-source'
import type { AppSnapshot } from '../../src/shared/app-snapshot'
import { FakeBridge } from './fake-bridge'
import { makeSnapshot } from './make'

let wide = true
window.matchMedia = (query) => ({ matches: wide, media: query, onchange: null, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined, dispatchEvent: () => true })
window.CSS = { ...window.CSS, escape: (value: string) => value.replace(/["\\]/g, '\\$&') }
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true
}

afterEach(() => {
  cleanup()
  wide = true
})

/** Renders the whole window and waits for its first snapshot. */
export async function show(more: Partial<AppSnapshot> = {}, options: { readonly narrow?: boolean; readonly bridge?: (bridge: FakeBridge) => void } = {}): Promise<{ bridge: FakeBridge; user: UserEvent; stop: () => void }> {
  wide = options.narrow !== true
  const bridge = new FakeBridge(makeSnapshot(more))
  options.bridge?.(bridge)
  const source = createSnapshotSource(bridge)
  const stop = source.start()
  render(<App bridge={bridge} source={source} />)
  await screen.findByRole('heading', { level: 1 })
  return { bridge, user: userEvent.setup(), stop }
}
