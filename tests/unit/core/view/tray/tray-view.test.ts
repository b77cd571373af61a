import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conditionOf, standsSince, WORST_FIRST } from '../../../../../src/shared/ipc/condition'
import type { SessionView } from '../../../../../src/shared/ipc/snapshot'
import { trayView, type TrayInput, type TrayMenuItem } from '../../../../../src/main/core/view/tray/tray-view'
import { wordingOf } from '../../../../fakes/rigs/policy-rig'
import { sessionView } from '../../../../fakes/views'

const NOW = Date.parse('2026-01-12T12:00:00Z')
const SINCE = Date.parse('2026-01-12T10:42:00Z')
const fine = { phase: 'connected' as const }
const input = (sessions: SessionView[], more: Partial<TrayInput> = {}): TrayInput => ({
  sessions,
  connections: [{ signIn: 'signed-in', provisioningSince: null }],
  mutedUntil: null,
  unacknowledged: 0,
  quietUntil: null,
  now: NOW,
  wording: wordingOf('ru'),
  ...more,
})
const numbers = (...states: Partial<SessionView>[]): SessionView[] =>
  states.map((state, index) => sessionView(`n${index}`, { name: `Номер ${index}`, since: SINCE, ...state }))
const labels = (menu: readonly TrayMenuItem[]): (string | undefined)[] => menu.filter((each) => each.type !== 'separator').map((each) => each.label)

describe('the icon', () => {
  const cases: [string, string, Partial<SessionView>[], Partial<TrayInput>?][] = [
    ['empty', 'nothing configured', [], { connections: [] }],
    ['empty', 'a connection without numbers', []],
    ['empty', 'only numbers nobody linked or the operator stopped', [{ phase: 'idle' }, { phase: 'disconnected', cause: 'by-operator' }]],
    ['connected', 'all connected', [fine, fine]],
    ['connected', 'all connected but one the operator stopped', [fine, { phase: 'disconnected', cause: 'by-operator' }]],
    ['attention', 'one comes and goes, but is there', [fine, { ...fine, unstable: true }]],
    ['attention', 'one is linked with another phone', [fine, { ...fine, wrongPhone: '79001234567' }]],
    ['attention', 'one stale', [fine, { ...fine, stale: true }]],
    ['attention', 'one unknown', [fine, { phase: 'unknown' }]],
    ['disconnected', 'one that was down and cannot be checked', [fine, { phase: 'unknown', knownDown: { cause: 'banned', since: SINCE } }]],
    ['attention', 'unknown beside starting', [{ phase: 'starting' }, { phase: 'unknown' }]],
    ['attention', 'all fine, but the sign-in expired', [fine], { connections: [{ signIn: 'expired', provisioningSince: null }] }],
    ['attention', 'all fine, but the keychain is locked', [fine], { connections: [{ signIn: 'keyring', provisioningSince: null }] }],
    ['working', 'starting', [fine, { phase: 'starting' }]],
    ['working', 'awaiting a scan', [{ phase: 'awaiting-scan' }]],
    ['working', 'linking', [{ phase: 'linking' }]],
    ['working', 'a number is being made', [], { connections: [{ signIn: 'signed-in', provisioningSince: NOW }] }],
    ['disconnected', 'one down', [fine, fine, { phase: 'disconnected', cause: 'logged-out' }]],
    ['disconnected', 'one failed', [fine, { phase: 'failed' }]],
    ['connected', 'the codes of one that nobody ever linked ran out', [fine, { phase: 'failed', neverLinked: true }]],
    ['disconnected', 'down beside everything else', [{ phase: 'unknown' }, { phase: 'starting' }, fine, { phase: 'disconnected', cause: 'unspecified' }]],
  ]
  it.each(cases)('%s: %s', (icon, _name, states, more) => {
    expect(trayView(input(numbers(...states), more)).icon).toBe(icon)
  })
})

it('sorts names with numbers in them as people do', () => {
  const sessions = ['100', '2', '10', '1'].map((name, at) => sessionView(`m${at}`, { ...fine, name, since: SINCE }))
  const named = trayView(input(sessions)).menu.filter((each) => each.action?.type === 'open-number')
  expect(named.map((each) => each.label?.split(':')[0])).toEqual(['1', '2', '10', '100'])
})

describe('the tooltip', () => {
  it('counts and names the numbers, the worst first', () => {
    const sessions = numbers(fine, { phase: 'disconnected', cause: 'logged-out' }, { phase: 'idle' })
    expect(trayView(input(sessions)).tooltip).toBe(
      'WPP Companion: не на связи 1 из 2\nНомер 1: отвязан от телефона с 10:42\nНомер 0: подключён\nНомер 2: не подключён',
    )
  })

  it('keeps a drop that cannot be checked in its place, with cause and time', () => {
    const knownDown = { cause: 'logged-out', since: SINCE } as const
    const sessions = numbers(
      { phase: 'unknown', since: NOW },
      fine,
      { phase: 'unknown', knownDown, since: NOW },
      { phase: 'disconnected', cause: 'banned', since: SINCE + 60_000 },
    )
    expect(trayView(input(sessions)).tooltip.split('\n')).toEqual([
      'WPP Companion: не на связи 2 из 4',
      'Номер 3: заблокирован или ограничен в WhatsApp с 10:43',
      'Номер 2: отвязан от телефона с 10:42, сейчас не проверить',
      'Номер 0: не удаётся проверить',
      'Номер 1: подключён',
    ])
  })

  it('says what to look at where nothing is down or out of reach', () => {
    const sessions = numbers(fine, { ...fine, unstable: true })
    expect(trayView(input(sessions)).tooltip.split('\n')[0]).toBe('WPP Companion: нужно взглянуть: 1 из 2')
  })

  it('says that a sign-in is needed where all numbers are fine', () => {
    const { tooltip } = trayView(input(numbers(fine), { connections: [{ signIn: 'expired', provisioningSince: null }] }))
    expect(tooltip.split('\n')[0]).toBe(`WPP Companion: ${wordingOf('ru').t('desktop.summary.signIn')}`)
  })

  it('names fine numbers by name, whichever was connected last', () => {
    const sessions = ['В', 'А', 'Б'].map((name, index) => sessionView(name, { ...fine, name, since: SINCE + index }))
    expect(trayView(input(sessions)).tooltip.split('\n').slice(1)).toEqual(['А: подключён', 'Б: подключён', 'В: подключён'])
  })

  it('stops at four', () => {
    expect(trayView(input(numbers(fine, fine, fine, fine, fine, fine))).tooltip.split('\n')).toEqual([
      'WPP Companion: все номера на связи (6)',
      'Номер 0: подключён',
      'Номер 1: подключён',
      'Номер 2: подключён',
      'Номер 3: подключён',
      'и ещё 2',
    ])
  })

  it.each([
    [[{ phase: 'starting', deadlineAt: NOW }], 'Номер 0: ждём код'],
    [[{ phase: 'starting' }], 'Номер 0: сервер переподключает'],
    [[{ phase: 'awaiting-scan' }], 'Номер 0: ждёт сканирования'],
    [[{ phase: 'linking' }], 'Номер 0: завершает подключение'],
    [[{ phase: 'unknown' }], 'Номер 0: не удаётся проверить'],
    [[{ phase: 'failed' }], 'Номер 0: не получилось подключить'],
    [[{ phase: 'connected', stale: true }], 'Номер 0: давно не подтверждался'],
    [[{ phase: 'connected', unstable: true }], 'Номер 0: подключён, но связь нестабильна'],
    [[{ phase: 'connected', wrongPhone: '79001234567' }], `Номер 0: ${wordingOf('ru').t('desktop.status.wrongPhone')}`],
    [[{ phase: 'disconnected', cause: 'by-operator' }], 'Номер 0: отключён вами'],
  ] satisfies [Partial<SessionView>[], string][])('says %j as %s', (states, line) => {
    expect(trayView(input(numbers(...states))).tooltip.split('\n')[1]).toBe(line)
  })
})

describe('the menu', () => {
  it('has Open first, then connect, the numbers, mute and quit', () => {
    const { menu } = trayView(input(numbers(fine, { phase: 'disconnected', cause: 'unspecified' })))
    expect(labels(menu)).toEqual(['Открыть WPP Companion', 'Подключить WhatsApp', 'Номер 1: отключён с 10:42', 'Номер 0: подключён', 'Не беспокоить', 'Выйти'])
    expect(menu.filter((each) => each.action).map((each) => each.action)).toEqual([
      { type: 'open' },
      { type: 'connect' },
      { type: 'open-number', key: 'n1' },
      { type: 'open-number', key: 'n0' },
      { type: 'quit' },
    ])
    const mute = menu.find((each) => each.type === 'submenu')
    expect(mute?.submenu).toMatchObject([
      { label: '1 час', action: { hours: 1 } },
      { label: '4 часа', action: { hours: 4 } },
      { label: '8 часов', action: { hours: 8 } },
    ])
  })

  it('says until when notices are muted and offers to unmute', () => {
    const { menu } = trayView(input([], { mutedUntil: Date.parse('2026-01-12T16:30:00Z') }))
    expect(menu).toContainEqual({ label: 'Уведомления выключены до 16:30', enabled: false })
    expect(menu).toContainEqual({ label: 'Включить уведомления', action: { type: 'unmute' } })
    expect(trayView(input([], { mutedUntil: NOW - 1 })).menu.some((each) => each.type === 'submenu')).toBe(true)
  })

  it('offers to acknowledge what nobody has, and says until when quiet hours last', () => {
    const { menu } = trayView(input([], { unacknowledged: 2, quietUntil: Date.parse('2026-01-12T16:30:00Z') }))
    expect(menu).toContainEqual({ label: 'Понятно, занимаюсь (2 номера)', action: { type: 'acknowledge' } })
    expect(menu).toContainEqual({ label: 'Тихие часы до 16:30', enabled: false })
  })

  it('without numbers has no empty section', () => {
    const { menu } = trayView(input([]))
    expect(menu.map((each) => each.type ?? 'item')).toEqual(['item', 'item', 'separator', 'submenu', 'separator', 'item'])
  })

  it('names the twelve worst of many, the newest trouble first, then "all"', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => sessionView(`n${index}`, { name: `Номер ${index}`, ...fine }))
    many[4_000] = sessionView('old', { name: 'Архив', phase: 'disconnected', cause: 'unspecified', since: SINCE - 60_000 })
    many[10] = sessionView('new', { name: 'Ящик', phase: 'disconnected', cause: 'unspecified', since: SINCE })
    many[20] = sessionView('blind', { name: 'Слепой', phase: 'unknown' })
    const { menu } = trayView(input(many))
    const keys = menu.flatMap((each) => (each.action?.type === 'open-number' ? [each.action.key] : []))
    expect(keys).toHaveLength(12)
    expect(keys.slice(0, 3)).toEqual(['new', 'old', 'blind'])
    expect(menu).toContainEqual({ label: 'Все номера (5000)…', action: { type: 'show-all' } })
  })

  it('reads no names but those of the worst: thousands of fine numbers are neither worded nor sorted', () => {
    const read: string[] = []
    const worded: string[] = []
    const named = (session: SessionView): SessionView =>
      Object.defineProperty(session, 'name', {
        get() {
          read.push(session.key)
          return session.key
        },
      })
    const down = Array.from({ length: 12 }, (_, index) => named(sessionView(`down${index}`, { phase: 'disconnected', cause: 'unspecified' })))
    const others = Array.from({ length: 5_000 }, (_, index) => named(sessionView(`fine${index}`, fine)))
    const wording = wordingOf('ru')
    const { menu } = trayView(input([...others, ...down], { wording: { ...wording, t: (key, ...rest) => (worded.push(key), wording.t(key, ...rest)) } }))
    expect(menu.filter((each) => each.action?.type === 'open-number')).toHaveLength(12)
    expect(new Set(read)).toEqual(new Set(down.map(({ key }) => key)))
    expect(worded.filter((key) => key === 'desktop.tray.row')).toHaveLength(16) // twelve in the menu, four in the tooltip
  })

  it('speaks English too', () => {
    const { menu, tooltip } = trayView(input(numbers({ phase: 'disconnected', cause: 'banned' }), { wording: wordingOf('en') }))
    expect(labels(menu)).toEqual(['Open WPP Companion', 'Connect WhatsApp', 'Номер 0: banned or restricted by WhatsApp since 10:42', 'Mute notices', 'Quit'])
    expect(tooltip).toContain('1 of 1 down')
  })
})

it('names the numbers that a whole sorted list would begin with, in any mixture of them', () => {
  const state = fc.constantFrom<Partial<SessionView>>(fine, fine, { ...fine, stale: true }, { phase: 'disconnected', cause: 'banned' }, { phase: 'starting' })
  const number = fc.tuple(state, fc.nat(30), fc.nat(5))
  const compare = new Intl.Collator('ru', { numeric: true, sensitivity: 'base' }).compare
  fc.assert(
    fc.property(fc.array(number, { maxLength: 40 }), (drawn) => {
      const sessions = drawn.map(([more, name, since], at) => sessionView(`n${at}`, { ...more, name: `№ ${name}`, since: SINCE + since }))
      const rank = (each: SessionView): number => WORST_FIRST.indexOf(conditionOf(each))
      const newest = (each: SessionView): number => (conditionOf(each) === 'fine' ? 0 : -standsSince(each))
      const sorted = [...sessions].sort((a, b) => rank(a) - rank(b) || newest(a) - newest(b) || compare(a.name, b.name))
      const rows = trayView(input(sessions)).menu.filter(({ action }) => action?.type === 'open-number')
      expect(rows.map(({ action }) => action)).toEqual(sorted.slice(0, 12).map(({ key }) => ({ type: 'open-number', key })))
    }),
  )
})
