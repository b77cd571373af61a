import { describe, expect, it } from 'vitest'
import { setPreferences } from '../../../../src/main/core/view/preferences'
import { createSettingsRepository } from '../../../../src/main/core/registry/settings-repository'
import { DEFAULT_SETTINGS, type Settings } from '../../../../src/shared/model/settings'

/** A settings, and a system that refuses while `refuses` says so. */
function world(refuses: (settings: Settings) => boolean) {
  const settings = createSettingsRepository({ current: DEFAULT_SETTINGS, save: () => undefined })
  const applied: boolean[] = []
  const apply = (): boolean => {
    applied.push(settings.current().openAtLogin)
    return !refuses(settings.current())
  }
  return { settings, applied, apply }
}

describe('preferences', () => {
  it('are kept and applied', () => {
    const { settings, applied, apply } = world(() => false)
    expect(setPreferences(settings, { openAtLogin: true, sound: undefined }, apply)).toMatchObject({ ok: true })
    expect(settings.current()).toEqual({ ...DEFAULT_SETTINGS, openAtLogin: true })
    expect(applied).toEqual([true])
  })

  it('that the system refuses are reported, and go back to what they were', () => {
    const { settings, applied, apply } = world(({ openAtLogin }) => openAtLogin)
    expect(setPreferences(settings, { openAtLogin: true, startHidden: true }, apply)).toMatchObject({
      ok: false,
      failure: { code: 'not-allowed', field: 'openAtLogin' },
    })
    expect(settings.current()).toEqual(DEFAULT_SETTINGS)
    expect(applied).toEqual([true, false])
  })

  it('about other things are not held up by a system that refuses', () => {
    const { settings, apply } = world(() => true)
    expect(setPreferences(settings, { language: 'ru' }, apply)).toMatchObject({ ok: true })
    expect(settings.current().language).toBe('ru')
  })
})
