import { describe, expect, it } from 'vitest'
import { CAUSES } from '../../../../src/shared/model/session'
import { durationText } from '../../../../src/shared/words/duration'
import {
  cannotCheckText,
  dropText,
  listDoubtText,
  outageText,
  recoveryText,
  reminderText,
  signInText,
  unstableText,
  type Drop,
} from '../../../../src/main/core/notices/notice-words'
import { wordingOf } from '../../../fakes/rigs/policy-rig'

const at = (time: string): number => Date.parse(`2026-01-12T${time}:00Z`)
const ru = wordingOf('ru')
const en = wordingOf('en')
const drop = (more: Partial<Drop> = {}): Drop => ({
  type: 'dropped',
  key: 'a',
  connectionId: 'c1',
  at: at('10:42'),
  cause: 'unspecified',
  since: at('10:42'),
  lastConnectedAt: at('10:42') - 15_000,
  mayBeServer: false,
  ...more,
})

describe('a drop', () => {
  it.each([
    ['unspecified', 'Касса: WhatsApp отключён', 'Причину сервер не назвал. Не на связи с 10:42.\nОткройте номер и подключите его снова.'],
    [
      'logged-out',
      'Касса: WhatsApp отвязан от телефона',
      'Устройство удалили на телефоне, или WhatsApp сам завершил сессию. Не на связи с 10:42.\nВозьмите телефон и подключите номер снова.',
    ],
    [
      'banned',
      'Касса: WhatsApp заблокировал или ограничил номер',
      'Номером сейчас нельзя пользоваться. Не на связи с 10:42.\nНе подключайте его снова: откройте WhatsApp на телефоне и запросите проверку.',
    ],
    [
      'removed',
      'Касса: номер удалён на сервере',
      'Номера больше нет в списке: похоже, его удалил кто-то другой. Не на связи с 10:42.\nСпросите коллег или подключите номер заново.',
    ],
  ] as const)('%s: the title names the number, the body says why, since when and what to do', (cause, title, body) => {
    expect(dropText(ru, 'Касса', drop({ cause }))).toEqual({ title, body })
  })

  it.each(CAUSES)('%s has whole sentences in both languages', (cause) => {
    for (const wording of [ru, en]) {
      const { title, body } = dropText(wording, 'Касса', drop({ cause }))
      expect(title).toMatch(/^Касса: /)
      expect(body).toContain('10:42')
      expect(`${title}${body}`).not.toMatch(/desktop\.|\{\{|undefined/)
    }
  })

  it('from a backend that words its own outage so is quoted, not believed; a real cause stands', () => {
    const text = dropText(ru, 'Касса', drop({ mayBeServer: true }))
    expect(text.title).toBe('Касса: сервер сообщает, что номер не подключён')
    expect(text.body).toContain('Возможно, дело в самой платформе, а не в телефоне.')
    expect(dropText(en, 'Till', drop({ mayBeServer: true })).title).toBe('Till: the server reports the number as not connected')
    expect(dropText(ru, 'Касса', drop({ mayBeServer: true, cause: 'logged-out' })).title).toBe('Касса: WhatsApp отвязан от телефона')
  })

  it('that happened while nobody looked says when it was last seen, not when it was found', () => {
    expect(dropText(ru, 'Касса', drop({ lastConnectedAt: at('03:10') })).body).toContain('Последний раз на связи: 03:10.')
    expect(dropText(ru, 'Касса', drop({ lastConnectedAt: null })).body).toContain('Не на связи с 10:42.')
  })
})

describe('several', () => {
  const drops = [drop(), drop({ since: at('10:40') })]

  it('an outage names the connection, the number of numbers, who, since the first, and the likely culprit', () => {
    expect(outageText(ru, 'Школа', ['Касса', 'Склад'], drops)).toEqual({
      title: 'Школа: отключились 2 номера',
      body: 'Касса, Склад. Не на связи с 10:40.\nВсе сразу: похоже, дело в сервере, а не в телефонах. Подождите пару минут. Если не восстановится, сообщите администратору сервера.',
    })
    expect(outageText(en, 'School', ['Till', 'Store'], drops).title).toBe('School: 2 numbers went down')
  })

  it('does not blame the server when every number was unlinked or banned', () => {
    const body = outageText(ru, 'Школа', ['А', 'Б'], [drop({ cause: 'logged-out' }), drop({ cause: 'banned' })]).body
    expect(body).toContain('Номера отвязаны от телефонов, заблокированы или ограничены.')
    expect(body).not.toContain('дело в сервере')
  })

  it.each([
    [1, 'отключился 1 номер'],
    [2, 'отключились 2 номера'],
    [5, 'отключились 5 номеров'],
    [21, 'отключился 21 номер'],
  ])('counts %i as Russians do', (count, words) => {
    expect(
      outageText(
        ru,
        'Школа',
        [],
        Array.from({ length: count }, () => drop()),
      ).title,
    ).toBe(`Школа: ${words}`)
  })

  it('lists four names in full and more as three and the rest', () => {
    const names = ['А', 'Б', 'В', 'Г', 'Д', 'Е']
    expect(outageText(ru, 'Школа', names.slice(0, 4), drops).body).toContain('А, Б, В, Г. ')
    expect(outageText(ru, 'Школа', names, drops).body).toContain('А, Б, В и ещё 3. ')
    expect(outageText(en, 'School', names, drops).body).toContain('А, Б, В and 3 more. ')
  })
})

describe('the others', () => {
  it('recovery says how long it lasted', () => {
    expect(recoveryText(ru, 'Школа', ['Касса'], [], 420_000)).toEqual({ title: 'Касса: WhatsApp снова подключён', body: 'Перерыв длился 7 минут.' })
    expect(recoveryText(en, 'School', ['Till'], ['Store'], 60_000)).toEqual({
      title: 'Till: WhatsApp is connected again',
      body: 'It was down for 1 minute. Still down: Store.',
    })
  })

  it.each([
    [20_000, 'меньше минуты'],
    [60_000, '1 минуту'],
    [180_000, '3 минуты'],
    [3_540_000, '59 минут'],
    [3_600_000, '1 ч 0 мин'],
    [93_600_000, '1 дн. 2 ч'],
  ])('%i ms is %s', (ms, words) => {
    expect(durationText(ru.t, ms)).toBe(words)
  })

  it('cannot check says that WhatsApp itself may be working', () => {
    const { title, body } = cannotCheckText(ru, 'Школа', ['Касса'], { code: 'unreachable' }, at('10:42'))
    expect(title).toBe('Касса: не удаётся проверить')
    expect(body).toBe(
      'Сервер не отвечает. Проверить не получается с 10:42; сам WhatsApp может работать.\nПроверьте интернет и адрес сервера. Приложение само попробует ещё раз.',
    )
  })

  it('an ended sign-in says that nothing is being checked', () => {
    expect(signInText(ru, 'Школа', { code: 'sign-in-expired' })).toEqual({
      title: 'Школа: нужно войти снова',
      body: 'Вход устарел. Номера этого подключения сейчас не проверяются.\nВойдите снова: номера и настройки сохранены.',
    })
  })
})

describe('a reminder', () => {
  const NOW = at('11:12')

  it('about one number says for how long, since when and what to do', () => {
    expect(reminderText(ru, ['Касса'], 'logged-out', [at('10:42')], NOW)).toEqual({
      title: 'Касса: всё ещё не на связи',
      body: 'Уже 30 минут, с 10:42.\nВозьмите телефон и подключите номер снова.',
    })
  })

  it('names no cause that another program may have made', () => {
    const text = (cause: 'by-operator' | 'unspecified' | 'banned') => reminderText(ru, ['Касса'], cause, [at('10:42')], NOW)
    expect(text('by-operator')).toEqual(text('unspecified'))
    expect(text('banned')).not.toEqual(text('unspecified'))
  })

  it('about several counts and names them, for as long as the first is down', () => {
    const { title, body } = reminderText(ru, ['Касса', 'Склад'], 'unspecified', [at('11:02'), at('10:42')], NOW)
    expect(title).toContain('2')
    expect(body).toMatch(/^Касса, Склад\. .*30 минут/)
    expect(body.split('\n')[1]?.length).toBeGreaterThan(10)
  })
})

describe('whole sentences', () => {
  it.each([
    ['an unstable number', unstableText(ru, 'Касса'), unstableText(en, 'Касса')],
    ['a list that lacks numbers', listDoubtText(ru, 'Школа', { missing: 3, of: 4 }), listDoubtText(en, 'Школа', { missing: 3, of: 4 })],
    ['a refused key of a number', signInText(ru, 'Касса', { code: 'key-rejected' }, 'number'), signInText(en, 'Касса', { code: 'key-rejected' }, 'number')],
    ['a refused key of a server', signInText(ru, 'Школа', { code: 'secret-key-rejected' }), signInText(en, 'Школа', { code: 'secret-key-rejected' })],
  ])('are told about %s: title, what, and what to do', (_what, ...both) => {
    for (const { title, body } of both) {
      expect(title).toMatch(/Касса|Школа/)
      const lines = body.split('\n')
      expect(lines).toHaveLength(2)
      for (const line of lines) expect(line).toMatch(/^[^ ].{15,}[.!?]$/)
      expect(`${title}${body}`).not.toMatch(/desktop\.|failure\.|\{\{|undefined/)
    }
    expect(both[0]).not.toEqual(both[1])
  })

  it('tell the key of one number apart from that of a connection', () => {
    expect(signInText(ru, 'x', { code: 'key-rejected' }, 'number').body).not.toBe(signInText(ru, 'x', { code: 'key-rejected' }).body)
    expect(signInText(ru, 'x', { code: 'secret-key-rejected' }).title).not.toBe(signInText(ru, 'x', { code: 'sign-in-expired' }).title)
  })
})

it('an outage is the phones only when all of them were logged out or banned', () => {
  const why = (...causes: Drop['cause'][]): string =>
    outageText(
      ru,
      'Школа',
      ['А', 'Б'],
      causes.map((cause) => drop({ cause })),
    ).body
  expect(why('logged-out', 'banned')).not.toBe(why('unspecified', 'unspecified'))
  expect(why('logged-out', 'unspecified')).toBe(why('unspecified', 'unspecified'))
})

it('a recovery of one number does not repeat its name before the length', () => {
  expect(recoveryText(ru, 'Школа', ['Касса'], [], 60_000).body).not.toContain('Касса')
  expect(recoveryText(ru, 'Школа', ['Касса', 'Склад'], [], 60_000).body).toMatch(/^Касса, Склад\. /)
})
