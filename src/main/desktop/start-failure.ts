// The app could not start: said in a plain sentence and written down, so that no invisible process is left behind.
import { languageOf, translator } from '../../shared/i18n'
import { redactText } from '../core/redact'

/** What telling needs; each part may fail without keeping the others from their work. */
export interface StartFailureParts {
  /** The system's language, e.g. `ru-RU`. */
  locale(): string
  /** Writes to the log. */
  record(message: string): void
  /** Lets the next start try, though this one still shows its message. */
  releaseLock(): void
  /** Shows a message and waits until it is closed. */
  say(title: string, body: string): void
}

/** Tells why the app is not there. Never throws. */
export function tellStartFailure(error: unknown, parts: StartFailureParts): void {
  const detail = redactText(error instanceof Error ? (error.stack ?? error.message) : String(error))
  attempt(() => parts.record(detail))
  attempt(() => parts.releaseLock())
  attempt(() => {
    const t = translator(languageOf(parts.locale()))
    parts.say(t('desk.startFailed.title'), t('desk.startFailed.body'))
  })
}

function attempt(run: () => void): void {
  try {
    run()
  } catch {
    // Nobody is left to tell.
  }
}
