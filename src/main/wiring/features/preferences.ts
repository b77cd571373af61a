// Preferences and the mute of all notices: drawn and applied at the start and after every change.
import { createPreferenceHandlers, createPreferencesEffect } from '../../core/view'
import { systemLocale } from '../../desktop/system/shell'
import type { Feature } from '../parts/feature'

/** Applies what the operator chose. */
export const preferences: Feature = {
  name: 'preferences',
  start({ clock, settings, snapshots, shell, monitor, signals }) {
    const { preferencesChanged } = signals
    const effect = createPreferencesEffect({
      settings,
      clock,
      systemLocale,
      show: snapshots.set,
      startWithSystem: shell.autostart.apply,
      onMuteEnded: preferencesChanged.emit,
    })
    const stops = [preferencesChanged.on(effect.apply), preferencesChanged.on(monitor.preferencesChanged), effect.dispose]
    const apply = (): boolean => {
      preferencesChanged.emit()
      return effect.acceptedBySystem()
    }
    apply()
    return { handlers: createPreferenceHandlers({ settings, clock, apply }), dispose: () => stops.forEach((stop) => stop()) }
  },
}
