// What every part of the monitor is given, and what the parts show.
import type { AppSnapshot, SessionView } from '../../../shared/ipc/snapshot'
import type { Timings } from '../../../shared/timings'
import type { Notice, Silences, Wording } from '../notices'
import type { Clock, Log } from '../ports'
import type { SettingsRepository } from '../registry'

/** The parts of the snapshot that the monitor fills. */
export type MonitorView = Pick<AppSnapshot, 'alarms' | 'mutedNumbers' | 'healing' | 'escalation'>

/** Shows and closes notices. */
interface NoticeDisplay {
  show(notice: Notice): void
  /** The notice is no longer true. */
  close(noticeId: string): void
}

/** Settings as the monitor reads and writes them. */
type MonitorSettings = Pick<SettingsRepository, 'current' | 'set' | 'number' | 'connection' | 'putNumber' | 'noteNumber'>

/** What every part has. */
export interface PartOptions {
  readonly clock: Clock
  readonly log: Log
  readonly settings: MonitorSettings
  readonly notices: NoticeDisplay
  readonly silences: Silences
  timingsFor(connectionId: string): Timings
  wording(): Wording
  /** A number as it is now; undefined = no longer in the app. */
  session(key: string): SessionView | undefined
  /** Draws what changed. */
  show(change: Partial<MonitorView>): void
}
