import { describe, expect, it } from 'vitest'
import { availabilityOf } from '../../../../src/main/core/history/availability'
import { createCsvFormat, type NamedEntry } from '../../../../src/main/core/history/history-csv'
import { historyReport } from '../../../../src/main/core/history/history-report'
import type { HistoryEntry } from '../../../../src/shared/model/history'
import { shareText } from '../../../../src/shared/words/history-words'
import { translator } from '../../../../src/shared/words/i18n'

const t = translator('ru')
const NOW = Date.UTC(2026, 6, 30, 12)
const DAY = 86_400_000
const entry: HistoryEntry = {
  key: 'k',
  connectionId: 'c',
  at: NOW,
  from: 'connected',
  to: 'disconnected',
  cause: 'logged-out',
  failure: null,
  evidence: { source: 'accounts/status', word: 'qr', http: 200 },
}

const historyCsv = (entries: readonly NamedEntry[], language: 'ru' | 'en' = 'ru'): string => {
  const { head, rows } = createCsvFormat(translator(language), language)
  return head + rows(entries)
}

describe('the table', () => {
  it('says what the window says, with the codes after it', () => {
    const [header, line] = historyCsv([{ entry, number: 'Склад', session: '42', connection: 'Платформа' }])
      .slice(1)
      .trim()
      .split('\r\n')
    expect(header).toMatch(/^Время \(UTC\);Номер;Session;Подключение/)
    expect(line).toBe('2026-07-30T12:00:00.000Z;Склад;42;Платформа;Отключено;Номер отвязан;accounts/status · qr · HTTP 200;connected;disconnected;logged-out;')
  })

  it.each([
    ['a "quoted", name', '"a ""quoted"", name"'],
    ['one; two', '"one; two"'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
    ['+7 900 000-00-00', "'+7 900 000-00-00"],
    ['@cmd', "'@cmd"],
  ])('keeps %j one cell that runs nothing', (number, cell) => {
    expect(historyCsv([{ entry, number, session: '', connection: '' }])).toContain(`;${cell};`)
  })

  it('has the separator that Excel looks for in the language', () => {
    const line = (language: 'ru' | 'en') => historyCsv([{ entry, number: 'A', session: '42', connection: 'B' }], language).split('\r\n')[1]
    expect(line('ru')).toContain(';A;42;B;')
    expect(line('en')).toContain(',A,42,B,')
  })

  it('begins with the mark by which Excel knows UTF-8', () => {
    expect(historyCsv([]).codePointAt(0)).toBe(0xfeff)
  })
})

describe('the report', () => {
  const availability = (downFrom: number, length = 30 * DAY) =>
    availabilityOf({
      changes: [
        { at: NOW - 60 * DAY, to: 'connected', cause: null },
        { at: downFrom, to: 'disconnected', cause: 'banned' },
      ],
      watched: [{ from: 0, to: NOW }],
      from: NOW - length,
      to: NOW,
    })
  const number = (name: string, downFrom: number) => ({ name, connection: 'A & B', availability: availability(downFrom) })
  const page = (numbers: ReturnType<typeof number>[]) => historyReport(numbers, { t, language: 'ru', time: () => '12:00', now: NOW, period: 'month' })

  it('has the worst number first, with its shares, drops and longest time down', () => {
    const html = page([number('Хороший', NOW + 1), number('<Плохой>', NOW - 15 * DAY)])
    expect(html.indexOf('&lt;Плохой&gt;')).toBeLessThan(html.indexOf('Хороший'))
    const row = /<tr><th scope="row">&lt;Плохой&gt;.*?<\/tr>/.exec(html)?.[0]
    expect(
      row
        ?.replace(/<svg.*<\/svg>/, '')
        .replace(/<[^>]+>/g, '|')
        .replaceAll('\u00A0', ' '),
    ).toMatch(/A &amp; B\|+50 %\|+1\|+15 дн\. 0 ч/)
  })

  it('is about the chosen period, and says where too little of it was watched', () => {
    const watched = availabilityOf({
      changes: [{ at: NOW - 60 * DAY, to: 'connected', cause: null }],
      watched: [{ from: NOW - DAY, to: NOW }],
      from: NOW - 7 * DAY,
      to: NOW,
    })
    const html = historyReport([{ name: 'A', connection: 'B', availability: watched }], { t, language: 'ru', time: () => '12:00', now: NOW, period: 'week' })
    expect(html).toContain('23 июля 2026')
    expect(html.replaceAll('\u00A0', ' ')).toContain('слишком мало данных: под наблюдением 14,28 % времени')
    expect(html.replaceAll('\u00A0', ' ')).not.toContain('100 %')
  })

  it('loads nothing, runs nothing, and takes no markup from a name', () => {
    const html = page([number('<script>alert(1)</script>', NOW + 1)])
    expect(html).not.toMatch(/<script|src=|href=|url\(/)
  })

  it('says so when there are no numbers', () => {
    expect(page([])).toContain('Номеров нет.')
  })
})

it.each([
  [1, '100 %'],
  [0.99999, '99,99 %'],
  [0.5, '50 %'],
  [0, '0 %'],
])('never rounds a share of %d up to the whole', (share, words) => {
  expect(shareText('ru', share).replaceAll('\u00A0', ' ')).toBe(words)
})
