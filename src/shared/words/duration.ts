// Lengths of time in words.
import type { Translate } from './i18n'

/** A length of time in words, as after "it was down for". Takes ms. */
export function durationText(t: Translate, ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 1) return t('desktop.duration.moment')
  if (minutes < 60) return t('desktop.duration.minutes', { count: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return t('desktop.duration.hours', { hours, minutes: minutes % 60 })
  return t('desktop.duration.days', { days: Math.floor(hours / 24), hours: hours % 24 })
}
