// The soak's report as a table that a person reads.
import { TIMINGS } from '../../../src/shared/timings'
import type { Spread } from './judge'
import type { SoakReport } from './soak'

const seconds = (ms: number): string => (ms / 1000).toFixed(1)
const line = (what: string, { count, p50, p95, max }: Spread): string => `| ${what} | ${count} | ${seconds(p50)} | ${seconds(p95)} | ${seconds(max)} |`
const counts = (of: Readonly<Record<string, number>>): string => Object.entries(of).map(([what, count]) => `${what} ${count}`).join(', ') || 'none'

/** The report in Markdown. */
export function reportText(report: SoakReport): string {
  const { faults, lies, latency } = report
  const sum = Object.values(faults).reduce((total, each) => total + each, 0)
  return [
    `${report.hours} simulated hours, ${report.numbers} numbers on 5 backends, ${sum} faults of ${Object.keys(faults).length} kinds, ${report.drops} drops of single numbers in them.`,
    '',
    `- Missed: ${report.missed.length}. False alarms: ${report.falseAlarms.length}.`,
    `- Faults: ${counts(faults)}.`,
    `- Lies, counted apart: ${counts(lies)}; told as drops: ${report.liesTold}.`,
    `- Notices: ${counts(report.notices)}; reminders ${report.reminders}. Silences: ${counts(report.silences)}.`,
    `- Sessions started by the app itself: ${report.healed}. Requests per number and hour: ${report.questionsPerNumberAndHour}; most at once for one number: ${report.mostPerNumber}. Timers left: ${report.timersLeft}.`,
    '',
    `From the moment a drop could be seen at the backend until it was told, seconds (cadence ${TIMINGS.watchHidden / 1000} s ± 10 %, a second answer after ${TIMINGS.confirmDrop / 1000} s, up to ${TIMINGS.outageCheck / 1000} s for the neighbours):`,
    '',
    '| fault | drops | p50 | p95 | max |',
    '|--|--|--|--|--|',
    ...Object.entries(latency).map(([kind, each]) => line(kind, each)),
    line('about an outage or a sleep', report.latencyBlurred),
  ].join('\n')
}
