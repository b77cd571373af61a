// Reports that the app could not start, in a message and in the log, so that no invisible process is left behind.
import { languageOf, translator } from '../../../shared/words/i18n'
import { redactText } from '../../core/support'

/** What the report needs. Each part may fail without stopping the others. */
export interface StartFailureParts {
  /** The system's language, e.g. `ru-RU`. */
  locale(): string
  /** Writes to the log. */
  record(message: string): void
  /** Gives the single-instance lock back, so that the app can be started again while this message is still shown. */
  releaseLock(): void
  /** Shows a message and waits until it is closed. */
  say(title: string, body: string): void
}

/** Reports why the app could not start. Never throws. */
export function tellStartFailure(error: unknown, parts: StartFailureParts): void {
  const detail = redactText(error instanceof Error ? (error.stack ?? error.message) : String(error))
  attempt(() => parts.record(detail))
  attempt(() => parts.releaseLock())
  attempt(() => {
    const t = translator(languageOf(parts.locale()))
    parts.say(t('desktop.startFailed.title'), t('desktop.startFailed.body'))
  })
}

function attempt(run: () => void): void {
  try {
    run()
  } catch {
    // Nothing more can be done.
  }
}
