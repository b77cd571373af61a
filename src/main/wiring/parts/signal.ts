// A signal: one thing that happens, and who wants to hear of it. Keeps features from calling each other by name.

/** Tells its listeners in the order in which they came. */
export interface Signal<T> {
  emit(value: T): void
  /** Returns what ends it. */
  on(listener: (value: T) => void): () => void
}

/** Makes a signal that nobody listens to yet. */
export function createSignal<T = void>(): Signal<T> {
  const listeners = new Set<(value: T) => void>()
  return {
    emit(value) {
      for (const listener of [...listeners]) listener(value)
    },
    on(listener) {
      // A wrapper of its own: the same function may listen twice and be ended one by one.
      const own = (value: T): void => listener(value)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  }
}
