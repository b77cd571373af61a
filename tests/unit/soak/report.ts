// The soak's report as a table that a person reads.
import { TIMINGS } from '../../../src/shared/timings'
import type { Verdict } from './judge'
import type { Plan } from './plan'
import type { Played } from './play'
import type { Spread } from './spread'

const seconds = (ms: number): string => (ms / 1000).toFixed(1)
const line = (what: string, { count, p50, p95, max }: Spread): string => `| ${what} | ${count} | ${seconds(p50)} | ${seconds(p95)} | ${seconds(max)} |`
const counts = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ') || 'none'

/** How many of each kind. */
export function countKinds(of: readonly { readonly kind: string }[]): Record<string, number> {
  const kinds: Record<string, number> = {}
  for (const { kind } of of) kinds[kind] = (kinds[kind] ?? 0) + 1
  return kinds
}

/** The report in Markdown. */
export function reportText({ hours, connections, faults }: Plan, played: Played, verdict: Verdict): string {
  const lies = faults.filter(({ what }) => what === 'lie')
  const real = faults.filter(({ what }) => what !== 'lie')
  const drops = real.reduce((sum, each) => sum + (each.what === 'drop' ? each.keys.length : 0), 0)
  const numbers = [...connections.values()].flat().length
  return [
    `${hours} simulated hours, ${numbers} numbers on ${connections.size} backends, ${real.length} faults of ${Object.keys(countKinds(real)).length} kinds, ${drops} drops of single numbers in them.`,
    '',
    `- Missed: ${verdict.missed.length}. False alarms: ${verdict.falseAlarms.length}. Told by another name: ${verdict.misnamed.length}.`,
    `- Faults: ${counts(countKinds(real))}. Blips that the app came to see: ${played.blipsSeen}.`,
    `- Lies, counted apart: ${counts(countKinds(lies))}; told as drops: ${verdict.liesTold}.`,
    `- Notices: ${counts(verdict.notices)}; reminder ${verdict.reminders}. Silences: ${counts(verdict.silences)}.`,
    `- Sessions started by the app itself: ${played.healed}. Requests per number and hour: ${(played.questions / numbers / hours).toFixed(1)}; most at once for one number: ${played.mostPerNumber}. Timers left: ${played.timersLeft}.`,
    '',
    `From the moment a drop could be seen at the backend until it was told, seconds (cadence ${TIMINGS.watchHidden / 1000} s ± 10 %, a second answer after ${TIMINGS.confirmDrop / 1000} s, up to ${TIMINGS.outageCheck / 1000} s for the neighbours; a restart is given ${TIMINGS.startingIsDrop / 1000} s):`,
    '',
    '| fault | drops | p50 | p95 | max |',
    '|--|--|--|--|--|',
    ...Object.entries(verdict.latency).map(([kind, each]) => line(kind, each)),
    line('about an outage or a sleep', verdict.latencyBlurred),
    line(`the end of a drop, with its ${TIMINGS.recoveryStable / 1000} s of stability`, verdict.recovery),
    line('the same about an outage or a sleep', verdict.recoveryBlurred),
    line('a list without most of the numbers', verdict.listDoubt),
    line(`an outage of a backend, told after ${TIMINGS.cannotCheckNotice / 1000} s`, verdict.cannotCheck),
  ].join('\n')
}
