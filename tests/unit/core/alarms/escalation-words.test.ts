import { describe, expect, it } from 'vitest'
import { escalationText } from '../../../../src/main/core/alarms/escalation-words'
import type { EscalatedNumber } from '../../../../src/shared/model/escalation-schema'
import { translator } from '../../../../src/shared/words/i18n'

const NOW = Date.UTC(2026, 0, 12, 9, 0, 0)
const MINUTE = 60_000
const words = (language: 'ru' | 'en') => ({ language, t: translator(language), time: (at: number) => new Date(at).toISOString().slice(11, 16) })
const number = (more: Partial<EscalatedNumber> = {}): EscalatedNumber => ({
  key: 'k',
  connectionId: 'c',
  sessionId: 's',
  name: 'Приёмная',
  phone: null,
  connection: 'AcademyOS',
  cause: 'logged-out',
  severity: 'critical',
  since: NOW - 15 * MINUTE,
  until: null,
  ...more,
})
const many = (count: number) => Array.from({ length: count }, (_, index) => number({ key: `k${index}`, name: `№ ${index + 1}`, cause: 'phone-offline' }))
const ru = (type: Parameters<typeof escalationText>[1], numbers: readonly EscalatedNumber[]): string => escalationText(words('ru'), type, numbers, NOW, 15)

describe('a message', () => {
  it('about one number says which, why, since when, what to do, where, and that nobody reacted', () => {
    expect(ru('down', [number()])).toBe(
      [
        '🔴 Приёмная: WhatsApp не на связи',
        'Устройство удалили на телефоне, или WhatsApp сам завершил сессию. Уже 15 минут, с 08:45.',
        'Возьмите телефон и подключите номер снова.',
        'Подключение: AcademyOS',
        'На компьютере оператора никто не отреагировал за 15 минут.',
      ].join('\n'),
    )
  })

  it('in English says the same', () => {
    expect(escalationText(words('en'), 'down', [number()], NOW, 15).split('\n')[0]).toBe('🔴 Приёмная: WhatsApp is down')
    expect(escalationText(words('en'), 'down', many(2), NOW, 1)).toMatch(/^🔴 2 numbers are down\n[^]*for 1 minute\.$/)
  })

  it('about several names each with its cause and length', () => {
    expect(ru('down', many(3)).split('\n')).toEqual([
      '🔴 Не на связи 3 номера',
      '• № 1 (AcademyOS): телефон не в сети, 15 минут',
      '• № 2 (AcademyOS): телефон не в сети, 15 минут',
      '• № 3 (AcademyOS): телефон не в сети, 15 минут',
      'На компьютере оператора никто не отреагировал за 15 минут.',
    ])
  })

  it('about very many names twenty and counts the rest', () => {
    const lines = ru('down', many(500)).split('\n')
    expect(lines).toHaveLength(23)
    expect(lines[21]).toBe('и ещё 480')
    expect(lines.join('\n').length).toBeLessThan(4_000)
  })

  for (const [type, first] of [
    ['acknowledged', '🟡 Приёмная: оператор уже занимается'],
    ['recovered', '🟢 Приёмная: WhatsApp снова подключён'],
    ['withdrawn', '⚪ Приёмная: тревога снята, оператор отключил или убрал номер'],
  ] as const) {
    it(`says that it was ${type}`, () => expect(ru(type, [number({ until: type === 'recovered' ? NOW - MINUTE : null })]).split('\n')[0]).toBe(first))
  }

  it('tells the length of the outage, not of the wait until the message went out', () => {
    expect(ru('recovered', [number({ until: NOW - 5 * MINUTE })])).toContain('Перерыв длился 10 минут.')
  })

  it('cuts a long name without leaving half an emoji', () => {
    const [first = ''] = ru('recovered', [number({ name: `${'А'.repeat(79)}🔴🔴`, until: NOW })]).split('\n')
    expect(first).toBe(`🟢 ${'А'.repeat(79)}: WhatsApp снова подключён`)
  })

  it('names no cause that another program may have made: "by operator" is unspecified', () => {
    expect(ru('down', [number({ cause: 'by-operator' })])).toBe(ru('down', [number({ cause: 'unspecified' })]))
    const [first, second] = many(2)
    if (!first || !second) throw new Error('two are needed')
    expect(ru('down', [{ ...first, cause: 'by-operator' }, second])).toBe(ru('down', [{ ...first, cause: 'unspecified' }, second]))
  })

  it('about twenty names all of them, about none says nothing', () => {
    expect(ru('down', many(20)).split('\n')).toHaveLength(1 + 20 + 1)
    expect(ru('down', [])).toBe('')
  })

  it('that is not about a drop says the connection and no cause, and only of a recovery how long it was', () => {
    expect(ru('acknowledged', [number()]).split('\n').slice(1)).toEqual(['Подключение: AcademyOS'])
    expect(
      ru('recovered', [number({ until: NOW })])
        .split('\n')
        .slice(1),
    ).toEqual([expect.stringContaining('15 минут'), 'Подключение: AcademyOS'])
    expect(ru('acknowledged', many(2)).split('\n')[1]).toBe('• № 1 (AcademyOS): 15 минут')
  })

  it('trims a name and joins its white space', () => {
    expect(ru('acknowledged', [number({ name: '  A \t\n B  ' })]).split('\n')[0]).toContain('A B')
    expect(ru('acknowledged', [number({ name: ' A ' })]).split('\n')[0]).toBe(ru('acknowledged', [number({ name: 'A' })]).split('\n')[0])
  })

  it('takes no second line from a name', () => {
    expect(ru('recovered', [number({ name: 'A\n🔴 B: WhatsApp не на связи', until: NOW })]).split('\n')[0]).toBe(
      '🟢 A 🔴 B: WhatsApp не на связи: WhatsApp снова подключён',
    )
  })
})
