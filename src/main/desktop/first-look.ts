// The two things of the settings that the first moment needs, read without their schema: the window must not wait for it.
import { readFileSync } from 'node:fs'
import type { WindowPlace } from './main-window'

/** Where the window was, and whether the app starts without it. */
export interface FirstLook {
  readonly place: WindowPlace | null
  readonly startHidden: boolean
}

/** Never throws: what cannot be read is as on a first start; the settings proper are read, and reported, a moment later. */
export function firstLook(path: string): FirstLook {
  try {
    const { window, startHidden } = JSON.parse(readFileSync(path, 'utf8')) as { readonly window?: unknown; readonly startHidden?: unknown }
    return { place: isPlace(window) ? window : null, startHidden: startHidden === true }
  } catch {
    return { place: null, startHidden: false }
  }
}

function isPlace(value: unknown): value is WindowPlace {
  if (typeof value !== 'object' || value === null) return false
  const { width, height, x, y, maximized } = value as Record<string, unknown>
  const placed = (each: unknown): boolean => each === null || Number.isFinite(each)
  return Number.isFinite(width) && Number.isFinite(height) && placed(x) && placed(y) && typeof maximized === 'boolean'
}
