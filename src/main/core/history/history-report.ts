// The report: a page to print or send, a line per number with the chosen period. Self-contained HTML: no script, nothing loaded.
import { durationText } from '../../../shared/words/duration'
import { PERIODS, type Availability, type Period, type Standing } from '../../../shared/model/history'
import { shareText } from '../../../shared/words/history-words'
import type { Translate } from '../../../shared/words/i18n'

/** One number in the report. */
export interface ReportedNumber {
  readonly name: string
  readonly connection: string
  readonly availability: Availability
}

const COLOURS: Readonly<Record<Standing, string>> = { up: '#2f9e62', down: '#c9362c', unknown: '#e0a32e', off: '#c3c9d1', unwatched: '#eceef1' }
/** Down is the full height, up lower: the bar reads on a black-and-white printer too. */
const HEIGHTS: Readonly<Record<Standing, number>> = { up: 9, down: 16, unknown: 13, off: 4, unwatched: 2 }
const WIDTH = 360

/** The page. Numbers with the lowest availability come first. `time` tells an instant (epoch ms) in words. */
export function historyReport(
  numbers: readonly ReportedNumber[],
  {
    t,
    language,
    time,
    now,
    period,
  }: { readonly t: Translate; readonly language: string; time(at: number): string; readonly now: number; readonly period: Period },
): string {
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' })
  const share = ({ share: part, watched }: Availability): string => {
    if (part !== null) return shareText(language, part)
    return watched > 0 ? t('history.tooLittle', { share: shareText(language, watched) }) : '—'
  }
  const rows = [...numbers]
    .sort((a, b) => (a.availability.share ?? 2) - (b.availability.share ?? 2) || a.name.localeCompare(b.name, language))
    .map(
      ({ name, connection, availability }) =>
        `<tr><th scope="row">${escape(name)}<small>${escape(connection)}</small></th><td>${escape(share(availability))}</td><td>${availability.drops}</td>` +
        `<td>${availability.longestDown > 0 ? escape(durationText(t, availability.longestDown)) : '—'}</td><td>${bar(availability)}</td></tr>`,
    )
  const heads = ['number', 'share', 'drops', 'longest', 'bar'].map((key) => `<th scope="col">${escape(t(`history.report.${key as 'number'}`))}</th>`)
  const legend = (Object.keys(COLOURS) as Standing[]).map(
    (each) => `<span><i style="background:${COLOURS[each]};height:${HEIGHTS[each]}px"></i>${escape(t(`history.standing.${each}`))}</span>`,
  )
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escape(t('history.report.title'))}</title><style>${STYLE}</style></head><body>` +
    `<h1>${escape(t('history.report.title'))}</h1><p>${escape(t('history.report.made', { from: day.format(now - PERIODS[period]), to: `${day.format(now)}, ${time(now)}` }))}</p>` +
    (rows.length > 0
      ? `<table><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
      : `<p>${escape(t('history.report.empty'))}</p>`) +
    `<p class="legend">${legend.join('')}</p><p class="note">${escape(t('history.report.note'))}</p></body></html>\n`
  )
}

function bar({ stretches, from, to }: Availability): string {
  const x = (at: number): number => ((at - from) / (to - from)) * WIDTH
  const parts = stretches.map((each) => {
    const height = HEIGHTS[each.standing]
    // At least this wide, so that one minute down in a month can be seen.
    const width = Math.max(x(each.to) - x(each.from), each.standing === 'down' ? 1.5 : 0)
    return `<rect x="${Math.min(x(each.from), WIDTH - width).toFixed(2)}" y="${16 - height}" width="${width.toFixed(2)}" height="${height}" fill="${COLOURS[each.standing]}"/>`
  })
  return `<svg viewBox="0 0 ${WIDTH} 16" width="${WIDTH}" height="16" preserveAspectRatio="none" aria-hidden="true">${parts.join('')}</svg>`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

const STYLE =
  '@page{size:A4;margin:14mm}body{font:13px/1.4 system-ui,sans-serif;color:#1a1e24;max-width:1000px;margin:24px auto;padding:0 16px}h1{font-size:20px;margin:0}' +
  'p{color:#57606c;margin:4px 0 16px}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:6px 10px 6px 0;border-bottom:1px solid #dcdfe4;vertical-align:middle;white-space:nowrap}' +
  'thead th{color:#57606c;font-weight:500}thead th{white-space:normal}tbody th{white-space:normal;overflow-wrap:anywhere;min-width:150px}small{display:block;color:#57606c;font-weight:400}td:last-child{width:60%}svg{width:100%;min-width:120px;display:block}' +
  'tr{break-inside:avoid}.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:12px}.legend span{display:flex;gap:6px;align-items:flex-end}.legend i{width:12px;display:block}' +
  '*{-webkit-print-color-adjust:exact;print-color-adjust:exact}'
