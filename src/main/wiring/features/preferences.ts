// Preferences and the mute of all notices: drawn and applied at once; the mute ends by itself.
import { languageOf } from '../../../shared/words/i18n'
import { createPreferenceHandlers, muteAll } from '../../core/view'
import { systemLocale } from '../../desktop/system/shell'
import type { Feature } from '../parts/feature'
import { preferenceParts } from '../parts/first-snapshot'

/** Applies what the operator chose. */
export const preferences: Feature = {
  name: 'preferences',
  start({ clock, settings, snapshots, shell, monitor, signals }) {
    let stopMute = (): void => undefined
    let acceptedBySystem = true
    const stop = signals.preferencesChanged.on(() => {
      const { language, openAtLogin, startHidden, mutedUntil } = settings.current()
      snapshots.set({ ...preferenceParts(settings.current()), language: language === 'system' ? languageOf(systemLocale()) : language })
      acceptedBySystem = shell.autostart.apply({ openAtLogin, startHidden })
      stopMute()
      stopMute = mutedUntil === null ? () => undefined : clock.after(Math.max(0, mutedUntil - clock.now()), endMute)
      monitor.preferencesChanged()
    })
    const apply = (): boolean => {
      signals.preferencesChanged.emit()
      return acceptedBySystem
    }
    const endMute = (): void => {
      muteAll(settings, clock, 0)
      apply()
    }
    apply()
    return {
      handlers: createPreferenceHandlers({ settings, clock, apply }),
      dispose() {
        stop()
        stopMute()
      },
    }
  },
}
