// When the app keeps quiet: quiet hours, the operator's own mutes. Local time of day, midnight and daylight saving time included.
import type { QuietHours } from '../../../shared/model/settings'

/** The longest mute that can be chosen, ms. One that seems to last longer was made before the clock was set back, and is over. */
const LONGEST_MUTE = 8 * 3_600_000

/** When a mute ends (epoch ms); null = not muted. */
export function muteEnd(until: number | null | undefined, now: number): number | null {
  return until !== null && until !== undefined && until > now && until - now <= LONGEST_MUTE ? until : null
}

/** When the quiet hours that hold at `now` end (epoch ms); null = they do not hold. A day counts as the one on which they begin. */
export function quietEnd(quiet: QuietHours, now: number): number | null {
  if (!quiet.on) return null
  const today = new Date(now)
  for (const back of [0, 1]) {
    const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() - back)
    if (!quiet.days.includes(day.getDay())) continue
    const from = at(day, quiet.from, 0)
    const to = at(day, quiet.to, quiet.to <= quiet.from ? 1 : 0)
    if (from <= now && now < to) return to
  }
  return null
}

function at(day: Date, time: string, daysLater: number): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + daysLater, hours, minutes).getTime()
}
