import { describe, expect, it } from 'vitest'
import { CAUSES } from '../../../src/shared/session'
import { durationText } from '../../../src/shared/duration'
import { cannotCheckText, dropText, outageText, recoveryText, signInText, type Drop } from '../../../src/main/core/notice-words'
import { wordingOf } from '../../fakes/policy-rig'

const at = (time: string): number => Date.parse(`2026-01-12T${time}:00Z`)
const ru = wordingOf('ru')
const en = wordingOf('en')
const drop = (more: Partial<Drop> = {}): Drop => ({
  type: 'dropped', key: 'a', connectionId: 'c1', at: at('10:42'), cause: 'unspecified', since: at('10:42'), lastConnectedAt: at('10:42') - 15_000, mayBeServer: false, ...more,
})

describe('a drop', () => {
  it.each([
    ['unspecified', 'Касса: WhatsApp отключён', 'Причину сервер не назвал. Не на связи с 10:42.\nОткройте номер и подключите его снова.'],
    ['logged-out', 'Касса: WhatsApp отвязан от телефона', 'Устройство удалили на телефоне, или WhatsApp сам завершил сеанс. Не на связи с 10:42.\nВозьмите телефон и подключите номер снова.'],
    ['banned', 'Касса: WhatsApp заблокировал номер', 'Номером сейчас нельзя пользоваться. Не на связи с 10:42.\nНе подключайте его снова: откройте WhatsApp на телефоне и запросите проверку.'],
    ['removed', 'Касса: номер удалён на сервере', 'Номера больше нет в списке: похоже, его удалил кто-то другой. Не на связи с 10:42.\nСпросите коллег или подключите номер заново.'],
  ] as const)('%s: the title names the number, the body says why, since when and what to do', (cause, title, body) => {
    expect(dropText(ru, 'Касса', drop({ cause }))).toEqual({ title, body })
  })

  it.each(CAUSES)('%s has whole sentences in both languages', (cause) => {
    for (const wording of [ru, en]) {
      const { title, body } = dropText(wording, 'Касса', drop({ cause }))
      expect(title).toMatch(/^Касса: /)
      expect(body).toContain('10:42')
      expect(`${title}${body}`).not.toMatch(/desk\.|\{\{|undefined/)
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
    expect(body).toContain('Номера отвязаны от телефонов или заблокированы.')
    expect(body).not.toContain('дело в сервере')
  })

  it.each([[1, 'отключился 1 номер'], [2, 'отключились 2 номера'], [5, 'отключились 5 номеров'], [21, 'отключился 21 номер']])('counts %i as Russians do', (count, words) => {
    expect(outageText(ru, 'Школа', [], Array.from({ length: count }, () => drop())).title).toBe(`Школа: ${words}`)
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
    expect(recoveryText(en, 'School', ['Till'], ['Store'], 60_000)).toEqual({ title: 'Till: WhatsApp is connected again', body: 'It was down for 1 minute. Still down: Store.' })
  })

  it.each([[20_000, 'меньше минуты'], [60_000, '1 минуту'], [180_000, '3 минуты'], [3_540_000, '59 минут'], [3_600_000, '1 ч 0 мин'], [93_600_000, '1 дн. 2 ч']])('%i ms is %s', (ms, words) => {
    expect(durationText(ru.t, ms)).toBe(words)
  })

  it('cannot check says that WhatsApp itself may be working', () => {
    const { title, body } = cannotCheckText(ru, 'Школа', ['Касса'], { code: 'unreachable' }, at('10:42'))
    expect(title).toBe('Касса: не удаётся проверить')
    expect(body).toBe('Сервер не отвечает. Проверить не получается с 10:42; сам WhatsApp может работать.\nПроверьте интернет и адрес сервера. Приложение само попробует ещё раз.')
  })

  it('an ended sign-in says that nothing is being checked', () => {
    expect(signInText(ru, 'Школа', { code: 'sign-in-expired' })).toEqual({
      title: 'Школа: нужно войти снова',
      body: 'Вход устарел. Номера этого подключения сейчас не проверяются.\nВойдите снова: номера и настройки сохранены.',
    })
  })
})
