// What follows from preferences: the language, the start with the system, and a mute that ends by itself.
import { describe, expect, it } from 'vitest'
import { createSettingsRepository } from '../../../../src/main/core/registry/settings-repository'
import { createPreferencesEffect } from '../../../../src/main/core/view/preferences-effect'
import { DEFAULT_SETTINGS, type Settings } from '../../../../src/shared/model/settings'
import { FakeClock } from '../../../fakes/fake-clock'

const HOUR = 3_600_000

function rig(chosen: Partial<Settings> = {}, locale = 'ru-RU') {
  const clock = new FakeClock()
  const settings = createSettingsRepository({ current: { ...DEFAULT_SETTINGS, ...chosen }, save: () => undefined })
  const world = { accepts: true, ended: 0 }
  const shown: object[] = []
  const starts: object[] = []
  const effect = createPreferencesEffect({
    settings,
    clock,
    systemLocale: () => locale,
    show: (parts) => void shown.push(parts),
    startWithSystem: (choice) => (starts.push(choice), world.accepts),
    onMuteEnded: () => void (world.ended += 1),
  })
  return { clock, settings, world, shown, starts, effect }
}

describe('applied preferences', () => {
  it.each([
    ['system', 'ru-RU', 'ru'],
    ['system', 'de-DE', 'en'],
    ['en', 'ru-RU', 'en'],
    ['ru', 'de-DE', 'ru'],
  ] as const)('%s on a system in %s shows %s', (language, locale, shows) => {
    const { effect, shown } = rig({ language }, locale)
    effect.apply()
    expect(shown).toMatchObject([{ language: shows, preferences: { language } }])
  })

  it('tell the system how to start, and keep what it answered last', () => {
    const { effect, starts, world, settings } = rig({ openAtLogin: true })
    effect.apply()
    expect([starts, effect.acceptedBySystem()]).toEqual([[{ openAtLogin: true, startHidden: false }], true])
    world.accepts = false
    settings.set({ startHidden: true })
    effect.apply()
    expect([starts.at(-1), effect.acceptedBySystem()]).toEqual([{ openAtLogin: true, startHidden: true }, false])
  })

  it('end a mute at its time, once, and say so', async () => {
    const { clock, effect, settings, world } = rig()
    settings.set({ mutedUntil: clock.now() + HOUR })
    effect.apply()
    effect.apply()
    await clock.advance(HOUR - 1)
    expect([settings.current().mutedUntil, world.ended]).toEqual([clock.now() + 1, 0])
    await clock.advance(1)
    expect([settings.current().mutedUntil, world.ended, clock.pending]).toEqual([null, 1, 0])
  })

  it('end a mute that ran out while the app was closed, and none that was ended by hand', async () => {
    const late = rig({ mutedUntil: 1 })
    late.effect.apply()
    await late.clock.advance(0)
    expect([late.settings.current().mutedUntil, late.world.ended]).toEqual([null, 1])

    const { clock, effect, settings, world } = rig()
    settings.set({ mutedUntil: clock.now() + HOUR })
    effect.apply()
    settings.set({ mutedUntil: null })
    effect.apply()
    await clock.advance(2 * HOUR)
    expect(world.ended).toBe(0)
  })

  it('leave no timer', () => {
    const { clock, effect, settings } = rig()
    settings.set({ mutedUntil: clock.now() + HOUR })
    effect.apply()
    effect.dispose()
    expect(clock.pending).toBe(0)
  })
})
