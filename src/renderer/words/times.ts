// Times as people say them, in the chosen language. The words are ours, as Intl has them: loading its number formats takes 20 ms, which the first picture has not.
import type { Language } from '../../shared/ipc/snapshot'
import { translator, type WordKey } from '../../shared/words/i18n'

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

/** Hours and minutes as the language writes them: `09:05`, `9:05 AM`. */
function timeOfDay(date: Date, language: Language, seconds: boolean): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  const rest = `:${two(date.getMinutes())}${seconds ? `:${two(date.getSeconds())}` : ''}`
  const hours = date.getHours()
  return language === 'en' ? `${hours % 12 || 12}${rest}\u202f${hours < 12 ? 'AM' : 'PM'}` : two(hours) + rest
}

function makeTimes(language: Language): Times {
  const t = translator(language)
  const instant = (at: number, now: number, seconds: boolean): string => {
    const date = new Date(at)
    const time = timeOfDay(date, language, seconds)
    return sameDay(at, now) ? time : t('window.time.dated', { time, day: date.getDate(), month: t(monthKey(date.getMonth())) })
  }
  const brief = (length: number): string => {
    if (length < MINUTE) return `< ${t('window.time.shortMinutes', { n: 1 })}`
    if (length < HOUR) return t('window.time.shortMinutes', { n: Math.floor(length / MINUTE) })
    if (length < DAY) return t('window.time.shortHours', { n: Math.floor(length / HOUR) })
    return t('window.time.shortDays', { n: Math.floor(length / DAY) })
  }
  const daysAgo = (days: number): string => {
    if (days === 1) return t('window.time.yesterday')
    return days === 2 ? t('window.time.beforeYesterday') : t('window.time.daysAgo', { count: days })
  }
  return {
    clock: (at, now) => instant(at, now, false),
    exact: (at, now) => instant(at, now, true),
    date: (at) => new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(at),
    ago: (at, now) => {
      const length = Math.max(0, now - at)
      if (length < 10_000) return t('window.time.now')
      if (length < MINUTE) return t('window.time.secondsAgo', { count: Math.floor(length / 10_000) * 10 })
      if (length < HOUR) return t('window.time.minutesAgo', { count: Math.floor(length / MINUTE) })
      if (length < DAY) return t('window.time.hoursAgo', { count: Math.floor(length / HOUR) })
      return daysAgo(Math.floor(length / DAY))
    },
    brief,
    countdown: (length) => {
      const seconds = Math.max(0, Math.ceil(length / 1_000))
      if (seconds < 60) return t('window.time.shortSeconds', { n: seconds })
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    },
  }
}

type MonthKey = Extract<WordKey, `window.time.month.${string}`>

/** Takes 0 for January. */
function monthKey(month: number): MonthKey {
  return `window.time.month.${month + 1}` as MonthKey
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
