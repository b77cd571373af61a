// Times as people say them, in the product's languages. Intl is part of the language, so the core may use it.
import type { Language } from '../../shared/app-snapshot'
import type { Clock } from './ports'

/** Time of day; with the date when it is not today. Takes epoch ms. */
export function timeTeller(language: Language, clock: Pick<Clock, 'now'>): (at: number) => string {
  const timeOnly = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })
  const withDate = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' })
  const dayOf = (at: number): string => new Date(at).toDateString()
  return (at) => (dayOf(at) === dayOf(clock.now()) ? timeOnly : withDate).format(at)
}
