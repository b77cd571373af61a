import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { AppSnapshot, SessionView } from '../../src/shared/ipc/snapshot'
import { FAILURE_CODES, failed } from '../../src/shared/model/failure'
import { translator } from '../../src/shared/words/i18n'
import { CAUSES } from '../../src/shared/model/session'
import { phoneText } from '../../src/shared/words/phone-text'
import { makeCode, makeConnection, makeSession } from './make'
import { show } from './show'

const one = (more: Partial<SessionView>): Partial<AppSnapshot> => ({ sessions: [makeSession(more)] })
const card = (): HTMLElement => screen.getByRole('region', { name: 'WhatsApp Integration' })
const button = (name: string): HTMLElement => within(card()).getByRole('button', { name })

describe('the card says where the number stands, in the seed panel’s words', () => {
  const cases: readonly (readonly [string, Partial<SessionView>, string, string])[] = [
    ['idle', { phase: 'idle' }, 'Не подключён', 'Подключить WhatsApp'],
    ['starting', { phase: 'starting', since: Date.now(), deadlineAt: Date.now() + 90_000 }, 'Ожидание QR-кода...', 'Отмена'],
    ['starting by itself', { phase: 'starting', deadlineAt: null }, 'Сервер перезапускает сессию…', 'Проверить сейчас'],
    ['a code to scan', { phase: 'awaiting-scan', code: makeCode() }, 'Отсканируйте QR-код', 'Обновить QR'],
    ['a code to type', { phase: 'awaiting-scan', code: makeCode({ kind: 'pairing-code', value: 'K7QW2MNX' }) }, 'Введите код на телефоне', 'Скопировать'],
    ['linking', { phase: 'linking', deadlineAt: Date.now() + 180_000 }, 'Завершаем подключение…', 'Отмена'],
    ['connected', {}, 'WhatsApp подключён', 'Отключить'],
    ['stale', { stale: true }, 'Давно не подтверждалось', 'Проверить сейчас'],
    ['logged out', { phase: 'disconnected', cause: 'logged-out' }, 'Номер отвязан', 'Подключить снова'],
    ['unknown', { phase: 'unknown', failure: { code: 'unreachable' } }, 'Не удаётся проверить', 'Проверить сейчас'],
    [
      'down and unchecked',
      { phase: 'unknown', failure: { code: 'unreachable' }, knownDown: { cause: 'logged-out', since: 0 } },
      'Номер отвязан',
      'Проверить сейчас',
    ],
    ['sign-in expired', { phase: 'unknown', failure: { code: 'sign-in-expired' } }, 'Не удаётся проверить', 'Войти снова'],
    ['keyring locked', { phase: 'unknown', failure: { code: 'keyring-locked' } }, 'Не удаётся проверить', 'Разблокировать'],
    ['failed', { phase: 'failed', failure: { code: 'deadline-starting' } }, 'Подключить не получилось', 'Попробовать снова'],
    ['codes exhausted', { phase: 'failed', failure: { code: 'codes-exhausted' } }, 'Подключить не получилось', 'Получить новый код'],
  ]
  it.each(cases)('%s', async (_name, session, headline, action) => {
    await show(one(session))
    expect(within(card()).getByRole('heading', { level: 4 }).textContent).toBe(headline)
    expect(button(action)).toBeTruthy()
  })

  it('a drop that cannot be checked keeps its colour, its next step and since when, beside why it cannot be checked', async () => {
    await show({
      sessions: [
        makeSession({ key: 'n2', name: 'Бар', phase: 'unknown', failure: { code: 'unreachable' } }),
        makeSession({
          phase: 'unknown',
          failure: { code: 'unreachable' },
          since: Date.now() - 60_000,
          knownDown: { cause: 'logged-out', since: Date.now() - 8_000_000 },
        }),
      ],
      focus: { key: 'n1', view: 'number', at: 1 },
    })
    expect(within(card()).getByText(/Свяжите|отсканируйте|Подключите/i)).toBeTruthy()
    expect(within(card()).getByText('Сервер не отвечает.')).toBeTruthy()
    expect(within(card()).getByText('Отключён:')).toBeTruthy()
    const rows = screen.getAllByRole('button', { name: /Приёмная|Бар/ }).filter((each) => each.dataset['line'] !== undefined)
    expect(rows.map((each) => [each.dataset['tone'], each.textContent])).toEqual([
      ['down', expect.stringMatching(/^Приёмная.*Отключено, сейчас не проверить.*2 ч/)],
      ['warn', expect.stringMatching(/^Бар.*Не удаётся проверить/)],
    ])
  })

  it('another phone than the one on record is named, and the operator keeps it with one click', async () => {
    const { bridge, user } = await show(one({ phone: '+7 900 123-45-67', wrongPhone: '+7 916 555-01-02' }))
    expect(within(card()).getByRole('alert').textContent).toContain('Был +7 900 123-45-67, теперь +7 916 555-01-02.')
    expect(within(card()).getByText('Подключено, другой телефон')).toBeTruthy()
    await user.click(button('Оставить этот телефон'))
    expect(bridge.argsOf('number.keepPhone')).toEqual([{ key: 'n1' }])
  })

  it('a number that comes and goes is not green, neither in its headline nor in its status', async () => {
    await show(one({ unstable: true }))
    expect(within(card()).getByText('Подключено, связь нестабильна')).toBeTruthy()
    // The filled circle with a tick is what "connected" looks like.
    expect(card().querySelectorAll('circle[r="7"]')).toHaveLength(0)
  })

  it('a connected number shows session, masked key and status', async () => {
    await show(one({}))
    for (const text of [
      'Session:',
      'client_abc123',
      'API Key:',
      'key_xxx••••••',
      'Статус:',
      'Подключено',
      'сервер его не сообщает, подмену телефона приложение не увидит',
    ])
      expect(within(card()).getByText(text)).toBeTruthy()
  })

  it('says that a report of "disconnected" may be about the server', async () => {
    await show(one({ phase: 'disconnected', cause: 'unspecified', mayBeServer: true }))
    expect(within(card()).getByText(/дело может быть в платформе/)).toBeTruthy()
  })

  it('offers the sign-in instead of what cannot work without one', async () => {
    const { user } = await show({ ...one({ phase: 'disconnected', cause: 'logged-out' }), connections: [makeConnection({ signIn: 'signed-out' })] })
    expect(within(card()).queryByRole('button', { name: 'Подключить снова' })).toBeNull()
    await user.click(button('Войти снова'))
    expect(screen.getByRole('dialog', { name: 'Вход: AcademyOS' })).toBeTruthy()
  })

  it('announces a change of phase with the cause of a drop', async () => {
    const { bridge } = await show(one({}))
    bridge.emit({ from: 1, to: 2, upsert: [makeSession({ phase: 'disconnected', cause: 'logged-out' })] })
    expect(await screen.findByText('Приёмная: Отключено. Номер отвязан')).toBeTruthy()
  })
})

describe('a code is live or it is not shown', () => {
  it('draws a live code with its count and an estimated lifetime', async () => {
    await show(one({ phase: 'awaiting-scan', code: makeCode() }))
    expect(screen.getByRole('img', { name: 'QR-код для привязки WhatsApp' })).toBeTruthy()
    expect(screen.getByText('Код 2 из 6')).toBeTruthy()
    expect(screen.getByRole('timer').textContent).toMatch(/≈ 1\d с/)
  })

  it('leaves out "≈" when the server said when it dies', async () => {
    await show(one({ phase: 'awaiting-scan', code: makeCode({ exact: true }) }))
    expect(screen.getByRole('timer').textContent).not.toContain('≈')
  })

  it('covers the last code of an attempt and offers a new one', async () => {
    const { bridge, user } = await show(one({ phase: 'awaiting-scan', code: makeCode({ ordinal: 6 }), codeExpired: true }))
    expect(screen.queryByRole('img')).toBeNull()
    await user.click(button('Получить новый код'))
    expect(bridge.argsOf('number.newCode')).toEqual([{ key: 'n1' }])
  })

  it('covers a code whose time is over even before main says so', async () => {
    await show(one({ phase: 'awaiting-scan', code: makeCode({ expiresAt: Date.now() - 1_500 }) }))
    expect(screen.queryByRole('img')).toBeNull()
    expect(screen.getAllByText('Ждём следующий код…')).toHaveLength(2)
  })
})

describe('what cannot be taken back asks first', () => {
  it('disconnecting names the number and says what the phone keeps', async () => {
    const { bridge, user } = await show(one({}))
    await user.click(button('Отключить'))
    const dialog = screen.getByRole('dialog', { name: 'Отключить «Приёмная»?' })
    expect(within(dialog).getByText(/Связанные устройства/)).toBeTruthy()
    await user.click(within(dialog).getByRole('button', { name: 'Отмена' }))
    expect(bridge.argsOf('number.disconnect')).toHaveLength(0)
    await user.click(button('Отключить'))
    await user.click(screen.getByRole('button', { name: 'Отключить номер' }))
    expect(bridge.argsOf('number.disconnect')).toEqual([{ key: 'n1' }])
  })

  it('a refused disconnect keeps the dialog open with the reason', async () => {
    const { user } = await show(one({}), { bridge: (each) => each.answer('number.disconnect', () => failed('several-numbers')) })
    await user.click(button('Отключить'))
    await user.click(screen.getByRole('button', { name: 'Отключить номер' }))
    expect(await within(screen.getByRole('dialog')).findByText(/несколько номеров/)).toBeTruthy()
  })

  it('removing a number and a connection', async () => {
    const { bridge, user } = await show(one({}))
    await user.click(screen.getByRole('button', { name: 'Действия: Приёмная' }))
    await user.click(screen.getByRole('menuitem', { name: 'Убрать из приложения' }))
    await user.click(screen.getByRole('button', { name: 'Убрать номер' }))
    expect(bridge.argsOf('number.remove')).toEqual([{ key: 'n1' }])
    await user.click(screen.getByRole('button', { name: 'Действия: AcademyOS' }))
    await user.click(screen.getByRole('menuitem', { name: 'Удалить подключение' }))
    expect(bridge.argsOf('connection.remove')).toHaveLength(0)
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Удалить подключение' }))
    expect(bridge.argsOf('connection.remove')).toEqual([{ connectionId: 'c1' }])
  })
})

describe('the list', () => {
  const three = [makeSession(), makeSession({ key: 'n2', name: 'Бюро' }), makeSession({ key: 'n3', name: 'Склад', phase: 'disconnected', cause: 'logged-out' })]
  const names = (): (string | null)[] =>
    within(screen.getByRole('navigation'))
      .getAllByRole('listitem')
      .map((each) => each.querySelector('span')?.textContent ?? null)
  const row = (name: RegExp): HTMLElement => within(screen.getByRole('navigation')).getByRole('button', { name })

  it('puts trouble first and shows it', async () => {
    await show({ sessions: three })
    expect(names()).toEqual(['Склад', 'Бюро', 'Приёмная'])
    expect(screen.getByRole('heading', { level: 2, name: 'Склад' })).toBeTruthy()
  })

  it('moves by arrows and opens by Enter', async () => {
    const { user } = await show({ sessions: three })
    row(/Склад/).focus()
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}')
    expect(document.activeElement).toBe(row(/Приёмная/))
    await user.keyboard('{Enter}')
    expect(screen.getByRole('heading', { level: 2, name: 'Приёмная' })).toBeTruthy()
    await user.keyboard('{Home}')
    expect(document.activeElement).toBe(row(/Склад/))
  })

  it('goes back by Esc in one column, and the focus returns to the line', async () => {
    const { user } = await show({ sessions: three }, { narrow: true })
    await user.click(row(/Бюро/))
    expect(screen.queryByRole('navigation')).toBeNull()
    await user.keyboard('{Escape}')
    expect(document.activeElement).toBe(row(/Бюро/))
  })

  it('asks nobody to look at numbers that the app is only about to confirm, as at a start', async () => {
    const stale = ['n1', 'n2'].map((key) => makeSession({ key, stale: true }))
    const { bridge } = await show({ sessions: stale })
    expect(screen.getByText('Проверяем номера…')).toBeTruthy()
    bridge.emit({ from: 1, to: 2, upsert: [makeSession({ key: 'n1', phase: 'disconnected', cause: 'banned' })] })
    expect(await screen.findByText('Нужно взглянуть: 1 номер')).toBeTruthy()
    bridge.emit({ from: 2, to: 3, upsert: ['n1', 'n2'].map((key) => makeSession({ key })) })
    expect(await screen.findByText('Все номера подключены')).toBeTruthy()
  })

  it('draws only what is in view of 5,000 numbers, and finds one by phone', async () => {
    const sessions = Array.from({ length: 5_000 }, (_, index) =>
      makeSession({ key: `m${index}`, sessionId: `s${index}`, name: '', phone: phoneText(String(79_000_000_000 + index)) }),
    )
    const { user } = await show({ sessions })
    expect(names().length).toBeLessThan(60)
    await user.type(screen.getByRole('searchbox'), '000-41-23')
    expect(await screen.findByRole('button', { name: /\+7 900 000-41-23/ })).toBeTruthy()
    expect(names()).toHaveLength(1)
  })

  it('opens the number that a notice asked for, each time it asks', async () => {
    const { bridge, user } = await show({ sessions: three })
    bridge.emit({ from: 1, to: 2, set: { focus: { key: 'n2', view: 'number', at: 5 } } })
    expect(await screen.findByRole('heading', { level: 2, name: 'Бюро' })).toBeTruthy()
    await user.click(row(/Склад/))
    bridge.emit({ from: 2, to: 3, set: { focus: { key: 'n2', view: 'number', at: 6 } } })
    expect(await screen.findByRole('heading', { level: 2, name: 'Бюро' })).toBeTruthy()
  })

  it('shows the simulator under a number of the sandbox', async () => {
    const { bridge, user } = await show({
      connections: [makeConnection({ kind: 'sandbox' })],
      sandbox: { connectionId: 'c1', faults: { latencyMs: 0, mode: 'none' } },
    })
    await user.click(screen.getByRole('button', { name: 'Отвязать' }))
    expect(bridge.argsOf('sandbox.phone')).toEqual([{ key: 'n1', action: 'unlink' }])
    await user.selectOptions(screen.getByLabelText('Сбой платформы'), 'html')
    expect(bridge.argsOf('sandbox.faults')).toEqual([{ latencyMs: 0, mode: 'html' }])
  })
})

describe('words', () => {
  it.each(['ru', 'en'] as const)('%s has a sentence and a next step for every failure and cause', (language) => {
    const t = translator(language)
    for (const code of FAILURE_CODES) for (const part of ['what', 'next'] as const) expect(t(`failure.${code}.${part}`)).toMatch(/[.]$/)
    for (const cause of CAUSES) for (const part of ['what', 'why', 'next'] as const) expect(t(`window.cause.${cause}.${part}`)).not.toContain('window.')
  })

  it('follows the language of the snapshot', async () => {
    const { bridge } = await show(one({}))
    bridge.emit({ from: 1, to: 2, set: { language: 'en' } })
    expect(await screen.findByText('WhatsApp is connected')).toBeTruthy()
    expect(document.documentElement.lang).toBe('en')
  })
})
