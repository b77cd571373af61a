// A line of the history in words: the window, the table and the report say the same.
import type { HistoryEntry } from './history'
import type { Translate } from './i18n'

/** What happened, and why as far as a signal showed it; both may be searched. */
export interface EntryWords {
  readonly what: string
  /** Empty when nothing is known or nothing needs a reason. */
  readonly why: string
  /** What was seen on the wire; empty when there was nothing. */
  readonly evidence: string
}

/** Words of one change. */
export function entryWords({ to, cause, failure, evidence }: HistoryEntry, t: Translate): EntryWords {
  return {
    what: t(`window.status.${to}`),
    why: to === 'disconnected' && cause ? t(`window.cause.${cause}.what`) : failure ? t(`failure.${failure}.what`) : '',
    evidence: evidence ? [evidence.source, evidence.word, evidence.http === null ? null : `HTTP ${evidence.http}`].filter(Boolean).join(' · ') : '',
  }
}

/** `99,95 %`; a share that is not quite whole never reads as 100 %. Takes 0 to 1. */
export function shareText(language: string, share: number): string {
  const floored = Math.floor(share * 10_000) / 10_000
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(floored)
}
