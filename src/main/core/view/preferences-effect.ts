// What follows from the preferences: the language shown, the start with the system, and the end of a mute. Applied at the start and after every change.
import type { AppSnapshot } from '../../../shared/ipc/snapshot'
import { preferencesOf, type Settings } from '../../../shared/model/settings'
import { languageOf } from '../../../shared/words/i18n'
import type { Cancel, Clock } from '../ports'
import type { SettingsRepository } from '../registry'
import { muteAll } from './preferences'

/** The parts of the snapshot that follow from preferences. */
type PreferenceParts = Pick<AppSnapshot, 'preferences' | 'mutedUntil' | 'language'>

/** The operator's choices as shown. The language is the chosen one, or that of the system. */
export function preferenceParts(settings: Settings, systemLocale: string): PreferenceParts {
  const { language, mutedUntil } = settings
  return { preferences: preferencesOf(settings), mutedUntil, language: language === 'system' ? languageOf(systemLocale) : language }
}

interface PreferencesEffectOptions {
  readonly settings: Pick<SettingsRepository, 'current' | 'set'>
  readonly clock: Clock
  systemLocale(): string
  show(parts: PreferenceParts): void
  /** Starts the app with the system, or no longer; false = the system refused. */
  startWithSystem(choice: Pick<Settings, 'openAtLogin' | 'startHidden'>): boolean
  /** The mute of all notices has ended by itself: the settings say so already. */
  onMuteEnded(): void
}

/** Builds it; nothing is applied yet. */
export function createPreferencesEffect({ settings, clock, systemLocale, show, startWithSystem, onMuteEnded }: PreferencesEffectOptions) {
  let stopMute: Cancel = () => undefined
  let accepted = true
  const endMute = (): void => {
    muteAll(settings, clock, 0)
    onMuteEnded()
  }
  return {
    apply(): void {
      const { openAtLogin, startHidden, mutedUntil } = settings.current()
      show(preferenceParts(settings.current(), systemLocale()))
      accepted = startWithSystem({ openAtLogin, startHidden })
      stopMute()
      stopMute = mutedUntil === null ? () => undefined : clock.after(Math.max(0, mutedUntil - clock.now()), endMute)
    },
    /** Whether the system took the last choice about the start. */
    acceptedBySystem: (): boolean => accepted,
    dispose: (): void => stopMute(),
  }
}
