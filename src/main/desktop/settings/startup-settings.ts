// The two settings that are needed at the very start. They are read without the schema, so that the window does not wait for zod.
import { readFileSync } from 'node:fs'
import type { WindowPlace } from '../window/main-window'
import { parseSettings } from './settings-text'

/** Where the window was, and whether the app starts without it. */
export interface StartupSettings {
  readonly place: WindowPlace | null
  readonly startHidden: boolean
}

/** Never throws: what cannot be read is taken as on a first start. The whole file is read a moment later, and a damaged one is reported then. */
export function readStartupSettings(path: string): StartupSettings {
  try {
    const { window, startHidden } = parseSettings(readFileSync(path, 'utf8')) as { readonly window?: unknown; readonly startHidden?: unknown }
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
