// Times as people say them, in the chosen language, by Intl.
import type { Language } from '../../shared/ipc/snapshot'
import { translator } from '../../shared/words/i18n'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Formats of one language. All instants are epoch ms, all lengths ms. */
export interface Times {
  /** `14:05` today, else `21 нояб., 14:05`. */
  readonly clock: (at: number, now: number) => string
  /** `14:05:33` today, else `21 нояб., 14:05:33`. */
  readonly exact: (at: number, now: number) => string
  /** `15 января 2027 г.`. */
  readonly date: (at: number) => string
  /** `5 минут назад`. */
  readonly ago: (at: number, now: number) => string
  /** `5 мин`: for lists. */
  readonly brief: (length: number) => string
  /** `1:05`: for countdowns longer than a minute, else `17 с`. */
  readonly countdown: (length: number) => string
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}

/** Makes a value when it is asked for the first time. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}

/** "3:32 PM", but "09:05". */
const hourOf = (language: Language): 'numeric' | '2-digit' => (language === 'en' ? 'numeric' : '2-digit')

function makeTimes(language: Language): Times {
  const hour2 = hourOf(language)
  // A format takes ms to make, and the first picture needs one or two of them.
  const relative = once(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }))
  const dateTime = (options: Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(language, options))
  const today = dateTime({ hour: hour2, minute: '2-digit' })
  const todayExact = dateTime({ hour: hour2, minute: '2-digit', second: '2-digit' })
  const datedExact = dateTime({ day: 'numeric', month: 'short', hour: hour2, minute: '2-digit', second: '2-digit' })
  const dated = dateTime({ day: 'numeric', month: 'short', hour: hour2, minute: '2-digit' })
  const calendarDay = dateTime({ dateStyle: 'long' })
  const second = once(() => new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: 0 }))
  const t = translator(language)
  // Words of ours: the units of Intl take some 10 ms to load, and the first picture has such a length in each row.
  const brief = (length: number): string => {
    if (length < MINUTE) return t('window.list.sinceLess')
    if (length < HOUR) return t('window.list.sinceMinutes', { n: Math.floor(length / MINUTE) })
    if (length < DAY) return t('window.list.sinceHours', { n: Math.floor(length / HOUR) })
    return t('window.list.sinceDays', { n: Math.floor(length / DAY) })
  }
  return {
    clock: (at, now) => (sameDay(at, now) ? today() : dated()).format(at),
    exact: (at, now) => (sameDay(at, now) ? todayExact() : datedExact()).format(at),
    date: (at) => calendarDay().format(at),
    ago: (at, now) => {
      const length = Math.max(0, now - at)
      if (length < 10_000) return relative().format(0, 'second')
      if (length < MINUTE) return relative().format(-Math.floor(length / 10_000) * 10, 'second')
      if (length < HOUR) return relative().format(-Math.floor(length / MINUTE), 'minute')
      if (length < DAY) return relative().format(-Math.floor(length / HOUR), 'hour')
      return relative().format(-Math.floor(length / DAY), 'day')
    },
    brief,
    countdown: (length) => {
      const seconds = Math.max(0, Math.ceil(length / 1_000))
      if (seconds < 60) return second().format(seconds)
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    },
  }
}

const made = new Map<Language, Times>()

/** The formats of a language, made once. */
export function timesOf(language: Language): Times {
  const known = made.get(language)
  if (known) return known
  const times = makeTimes(language)
  made.set(language, times)
  return times
}
