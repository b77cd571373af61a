// What the window shows beside the list, and how a click on a notice or in the tray changes it.
import { useCallback, useState, useSyncExternalStore } from 'react'
import type { AppSnapshot } from '../../shared/ipc/snapshot'

/** What was chosen in the list. `fresh` = this connection was just added: go on to its first number when it appears. */
export type Selection = { readonly kind: 'number'; readonly key: string } | { readonly kind: 'connection'; readonly id: string; readonly fresh: boolean }

/** What the window shows. */
interface Place {
  readonly view: 'numbers' | 'connect'
  readonly selection: Selection | null
  readonly settings: boolean
}

/** What the window shows, and the functions that change it. */
export interface Navigation {
  readonly place: Place
  readonly select: (selection: Selection | null) => void
  readonly openConnect: () => void
  readonly leaveConnect: () => void
  readonly openSettings: () => void
  readonly closeSettings: () => void
}

const START: Place = { view: 'numbers', selection: null, settings: false }

function placeOfFocus(focus: NonNullable<AppSnapshot['focus']>, before: Place, snapshot: AppSnapshot): Place {
  if (focus.view === 'settings') return { ...before, settings: true }
  if (focus.view === 'number') return { view: 'numbers', selection: focus.key ? { kind: 'number', key: focus.key } : before.selection, settings: false }
  const only = snapshot.connections.length === 1 ? snapshot.connections[0] : undefined
  return only
    ? { view: 'numbers', selection: { kind: 'connection', id: only.id, fresh: false }, settings: false }
    : { view: 'connect', selection: before.selection, settings: false }
}

/** Keeps what the window shows; a new `snapshot.focus` changes it once. */
export function useNavigation(snapshot: AppSnapshot): Navigation {
  const [place, setPlace] = useState<Place>(START)
  const [focusedAt, setFocusedAt] = useState<number | null>(null)
  if (snapshot.focus && snapshot.focus.at !== focusedAt) {
    setFocusedAt(snapshot.focus.at)
    setPlace(placeOfFocus(snapshot.focus, place, snapshot))
  }
  return {
    place,
    select: useCallback((selection) => setPlace({ view: 'numbers', selection, settings: false }), []),
    openConnect: useCallback(() => setPlace((before) => ({ ...before, view: 'connect' })), []),
    leaveConnect: useCallback(() => setPlace((before) => ({ ...before, view: 'numbers' })), []),
    openSettings: useCallback(() => setPlace((before) => ({ ...before, settings: true })), []),
    closeSettings: useCallback(() => setPlace((before) => ({ ...before, settings: false })), []),
  }
}

/** The selection if it still exists; for a new connection its first number once there is one. */
export function resolveSelection(selection: Selection | null, snapshot: AppSnapshot): Selection | null {
  if (!selection) return null
  if (selection.kind === 'number') return snapshot.sessions.some((each) => each.key === selection.key) ? selection : null
  const connection = snapshot.connections.find((each) => each.id === selection.id)
  if (!connection) return null
  const first = selection.fresh ? snapshot.sessions.find((each) => each.connectionId === selection.id) : undefined
  return first ? { kind: 'number', key: first.key } : selection
}

const wide = '(min-width: 640px)'

/** True when list and detail fit beside each other. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    useCallback((listener) => {
      const query = window.matchMedia(wide)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    }, []),
    () => window.matchMedia(wide).matches,
  )
}
