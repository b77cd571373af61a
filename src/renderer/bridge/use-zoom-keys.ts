// Ctrl (or Cmd) with plus, minus and zero: zoom in, zoom out, reset.
import { useEffect } from 'react'
import { useBridge } from './companion-context'

const STEPS: Readonly<Record<string, 1 | -1 | 0>> = { '+': 1, '=': 1, '-': -1, _: -1, '0': 0 }

/** Listens for the keys while the window is open. */
export function useZoomKeys(): void {
  const bridge = useBridge()
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const step = event.ctrlKey || event.metaKey ? STEPS[event.key] : undefined
      if (step === undefined || event.altKey) return
      event.preventDefault()
      void bridge.call('window.zoom', { step })
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [bridge])
}
