// A line of the history in words, the same in the window, the CSV table and the report.
import type { HistoryEntry } from '../model/history'
import type { Translate } from './i18n'

/** What happened and why, in words; both are searched. */
export interface EntryWords {
  readonly what: string
  /** Empty when nothing is known or nothing needs a reason. */
  readonly why: string
  /** What the backend answered; empty when nothing is known. */
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

/** `99,95 %`, rounded down so that only a whole share reads as 100 %. Takes 0 to 1. */
export function shareText(language: string, share: number): string {
  const floored = Math.floor(share * 10_000) / 10_000
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(floored)
}
