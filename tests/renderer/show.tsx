// Shows the window over a fake bridge, with what jsdom lacks.
import { cleanup, render, screen } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import { afterEach } from 'vitest'
import { App } from '../../src/renderer/app'
import { createSnapshotSource } from '../../src/renderer/bridge/snapshot-source'
import type { AppSnapshot } from '../../src/shared/ipc/snapshot'
import { FakeBridge } from './fake-bridge'
import { makeSnapshot } from './make'

let wide = true
window.matchMedia = (query) => ({
  matches: wide,
  media: query,
  onchange: null,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the type asks for it
  addListener: () => undefined,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the type asks for it
  removeListener: () => undefined,
  dispatchEvent: () => true,
})
Element.prototype.scrollTo = () => undefined
window.CSS = { ...window.CSS, escape: (value: string) => value.replace(/["\\]/g, '\\$&') }
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true
  // The platform moves the focus to the first control.
  this.querySelector<HTMLElement>('button, input, select, textarea')?.focus()
}

afterEach(() => {
  cleanup()
  wide = true
})

/** Renders the whole window and waits for its first snapshot. */
export async function show(
  more: Partial<AppSnapshot> = {},
  options: { readonly narrow?: boolean; readonly bridge?: (bridge: FakeBridge) => void } = {},
): Promise<{ bridge: FakeBridge; user: UserEvent; stop: () => void }> {
  wide = options.narrow !== true
  const bridge = new FakeBridge(makeSnapshot(more))
  options.bridge?.(bridge)
  const source = createSnapshotSource(bridge)
  const stop = source.start()
  render(<App bridge={bridge} source={source} />)
  await screen.findByRole('heading', { level: 1 })
  return { bridge, user: userEvent.setup(), stop }
}
