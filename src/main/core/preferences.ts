// What the operator chooses takes effect at once; what the system refuses is not shown as chosen.
import { failed, success, type Outcome } from '../../shared/failure'
import type { CallArgs } from '../../shared/ipc-contract'
import type { SettingsBook } from './settings-book'

/**
 * Keeps and applies changed preferences; `apply` is false when the system did not take open-at-login.
 * Then fails with `not-allowed`, and both choices about the start are what they were.
 */
export function setPreferences(book: SettingsBook, change: CallArgs<'preferences.set'>, apply: () => boolean): Outcome {
  const { openAtLogin, startHidden } = book.current()
  book.set(Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)))
  const applied = apply()
  if (applied || (change.openAtLogin === undefined && change.startHidden === undefined)) return success()
  book.set({ openAtLogin, startHidden })
  apply()
  return failed('not-allowed', { detail: 'open at login: refused by the system', field: 'openAtLogin' })
}
