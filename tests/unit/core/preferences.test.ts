import { describe, expect, it } from 'vitest'
import { setPreferences } from '../../../src/main/core/preferences'
import { settingsBook } from '../../../src/main/core/settings-book'
import { DEFAULT_SETTINGS, type Settings } from '../../../src/shared/settings'

/** A book, and a system that refuses while `refuses` says so. */
function world(refuses: (settings: Settings) => boolean) {
  const book = settingsBook({ current: DEFAULT_SETTINGS, save: () => undefined })
  const applied: boolean[] = []
  const apply = (): boolean => {
    applied.push(book.current().openAtLogin)
    return !refuses(book.current())
  }
  return { book, applied, apply }
}

describe('preferences', () => {
  it('are kept and applied', () => {
    const { book, applied, apply } = world(() => false)
    expect(setPreferences(book, { openAtLogin: true, sound: undefined }, apply)).toMatchObject({ ok: true })
    expect(book.current()).toEqual({ ...DEFAULT_SETTINGS, openAtLogin: true })
    expect(applied).toEqual([true])
  })

  it('that the system refuses are reported, and go back to what they were', () => {
    const { book, applied, apply } = world(({ openAtLogin }) => openAtLogin)
    expect(setPreferences(book, { openAtLogin: true, startHidden: true }, apply)).toMatchObject({ ok: false, failure: { code: 'not-allowed', field: 'openAtLogin' } })
    expect(book.current()).toEqual(DEFAULT_SETTINGS)
    expect(applied).toEqual([true, false])
  })

  it('about other things are not held up by a system that refuses', () => {
    const { book, apply } = world(() => true)
    expect(setPreferences(book, { language: 'ru' }, apply)).toMatchObject({ ok: true })
    expect(book.current().language).toBe('ru')
  })
})
