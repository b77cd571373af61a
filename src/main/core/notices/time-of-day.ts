// Times as people say them, in the product's languages. Intl is part of the language, so the core may use it.
import type { Language } from '../../../shared/ipc/snapshot'
import type { Clock } from '../ports'

interface Formats {
  readonly timeOnly: Intl.DateTimeFormat
  readonly withDate: Intl.DateTimeFormat
}

/** Made with the first time that is told: Intl's tables cost a start more than all the app's own words. */
const made = new Map<Language, Formats>()

function formatsOf(language: Language): Formats {
  const known = made.get(language)
  if (known) return known
  // "3:32 PM", but "09:05".
  const hour = language === 'en' ? 'numeric' : '2-digit'
  const formats = {
    timeOnly: new Intl.DateTimeFormat(language, { hour, minute: '2-digit' }),
    withDate: new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', hour, minute: '2-digit' }),
  }
  made.set(language, formats)
  return formats
}

/** Time of day; with the date when it is not today. Takes epoch ms. */
export function createTimeOfDay(language: Language, clock: Pick<Clock, 'now'>): (at: number) => string {
  const dayOf = (at: number): string => new Date(at).toDateString()
  return (at) => formatsOf(language)[dayOf(at) === dayOf(clock.now()) ? 'timeOnly' : 'withDate'].format(at)
}
