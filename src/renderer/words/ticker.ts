// The one interval of the window, for every relative time and countdown. It stops while the window is hidden.
import { useCallback, useSyncExternalStore } from 'react'

/** Steps of {@link useNow}, ms. */
export const SECOND = 1_000
export const MINUTE = 60_000

const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | null = null

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}

function arrange(): void {
  const wanted = listeners.size > 0 && document.visibilityState !== 'hidden'
  if (wanted && timer === null) {
    timer = setInterval(tick, SECOND)
    tick()
  } else if (!wanted && timer !== null) {
    clearInterval(timer)
    timer = null
  }
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) document.addEventListener('visibilitychange', arrange)
  listeners.add(listener)
  arrange()
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) document.removeEventListener('visibilitychange', arrange)
    arrange()
  }
}

/** Epoch ms, renewed every `stepMs` (a multiple of 1000) while the window is visible. */
export function useNow(stepMs: number): number {
  const read = useCallback(() => Math.floor(now / stepMs) * stepMs, [stepMs])
  return useSyncExternalStore(subscribe, read)
}
