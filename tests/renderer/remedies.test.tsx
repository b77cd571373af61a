import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { AppSnapshot, ConnectionView, SessionView } from '../../src/shared/ipc/snapshot'
import { failed, success } from '../../src/shared/model/failure'
import { makeConnection, makeSession } from './make'
import { show } from './show'

const card = (): HTMLElement => screen.getByRole('region', { name: 'WhatsApp Integration' })
const button = (name: string): HTMLElement => within(card()).getByRole('button', { name })
/** Words of the card's main buttons: there is at most one. */
const mains = (): (string | null)[] =>
  within(card())
    .getAllByRole('button')
    .filter((each) => /main/.test(each.className))
    .map((each) => each.textContent)
const locked: Partial<ConnectionView> = { signIn: 'keyring', failure: { code: 'keyring-locked' } }
const withNumber = (connection: Partial<ConnectionView>, session: Partial<SessionView>, more: Partial<AppSnapshot> = {}): Partial<AppSnapshot> => ({
  connections: [makeConnection(connection)],
  sessions: [makeSession(session)],
  ...more,
})
const lockedNumber = (connection: Partial<ConnectionView> = {}): Partial<AppSnapshot> =>
  withNumber({ ...locked, ...connection }, { phase: 'unknown', failure: { code: 'keyring-locked' } }, { keyring: 'memory' })

describe('a locked keyring with "keep until quit"', () => {
  it('offers the sign-in first and the unlock second', async () => {
    const { bridge, user } = await show(lockedNumber())
    expect(mains()).toEqual(['Войти снова'])
    await user.click(button('Разблокировать'))
    expect(bridge.argsOf('keyring.unlock')).toHaveLength(1)
    await user.click(button('Войти снова'))
    expect(screen.getByRole('dialog', { name: 'Вход: AcademyOS' })).toBeTruthy()
  })

  it('offers the same where no number is chosen', async () => {
    const { user } = await show({ connections: [makeConnection(locked)], sessions: [], keyring: 'memory' })
    expect(mains()).toEqual(['Войти снова'])
    expect(button('Разблокировать')).toBeTruthy()
    await user.click(button('Войти снова'))
    expect(screen.getByRole('dialog', { name: 'Вход: AcademyOS' })).toBeTruthy()
  })

  it.each([
    ['a number', lockedNumber({ kind: 'sandbox', name: 'Песочница' })],
    ['a connection', { ...lockedNumber({ kind: 'sandbox', name: 'Песочница' }), sessions: [] }],
  ])('signs the sandbox in again by one click from %s', async (_name, snapshot) => {
    const { bridge, user } = await show(snapshot, { bridge: (each) => each.answer('connection.signIn', () => failed('timeout')) })
    await user.click(button('Войти снова'))
    expect(bridge.argsOf('connection.signIn')).toEqual([{ connectionId: 'c1', fields: {} }])
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(await within(card()).findByText('Сервер не ответил вовремя.')).toBeTruthy()
  })

  it('asks for nothing but the unlock while the keyring is in use', async () => {
    await show({ ...lockedNumber(), keyring: 'locked' })
    expect(mains()).toEqual(['Разблокировать'])
    expect(within(card()).queryByRole('button', { name: 'Войти снова' })).toBeNull()
  })
})

describe('an unlock that fails says so', () => {
  it.each([
    ['at a number', { ...lockedNumber(), keyring: 'locked' as const }],
    ['at a connection', { connections: [makeConnection(locked)], sessions: [], keyring: 'locked' as const }],
  ])('%s', async (_name, snapshot) => {
    const { user } = await show(snapshot, { bridge: (each) => each.answer('keyring.unlock', () => failed('keyring-timeout')) })
    await user.click(button('Разблокировать'))
    expect(await within(card()).findByText('Связка ключей не отвечает.')).toBeTruthy()
    expect(within(card()).getByText(/Проверьте, не ждёт ли на экране окно/)).toBeTruthy()
  })
})

describe('a number that the server no longer has', () => {
  const gone: readonly (readonly [string, Partial<SessionView>])[] = [
    ['after a failed attempt', { phase: 'failed', failure: { code: 'number-not-found' } }],
    ['when it is missed in the list', { phase: 'disconnected', cause: 'removed' }],
  ]
  it.each(gone)('is made anew or taken out of the app %s', async (_name, session) => {
    const { bridge, user } = await show(withNumber({}, session))
    expect(within(card()).getByRole('heading', { level: 4 }).textContent).toBe('Номера больше нет на сервере')
    expect(mains()).toEqual(['Подключить заново'])
    await user.click(button('Подключить заново'))
    expect(bridge.argsOf('number.connect')).toEqual([{ key: 'n1' }])
    await user.click(button('Убрать из приложения'))
    expect(bridge.argsOf('number.remove')).toHaveLength(0)
    await user.click(within(screen.getByRole('dialog', { name: 'Убрать «Приёмная» из приложения?' })).getByRole('button', { name: 'Убрать номер' }))
    expect(bridge.argsOf('number.remove')).toEqual([{ key: 'n1' }])
  })

  it('promises no new number where each needs a key of its own', async () => {
    await show(withNumber({ kind: 'wpp-platform' }, { phase: 'failed', failure: { code: 'number-not-found' } }))
    expect(within(card()).queryByRole('button', { name: 'Подключить заново' })).toBeNull()
    expect(button('Попробовать снова')).toBeTruthy()
    expect(button('Убрать из приложения')).toBeTruthy()
  })
})

describe('a create whose end nobody saw', () => {
  it.each(['provision-unclear', 'deadline-starting'] as const)('%s: the list first, another number second', async (code) => {
    const { bridge, user } = await show(
      { connections: [makeConnection({ provisionFailure: { code } })], sessions: [] },
      { bridge: (each) => each.answer('connection.refresh', () => failed('unreachable')) },
    )
    expect(mains()).toEqual(['Обновить список'])
    expect(button('Подключить WhatsApp')).toBeTruthy()
    await user.click(button('Обновить список'))
    expect(bridge.argsOf('connection.refresh')).toEqual([{ connectionId: 'c1' }])
    expect(await within(card()).findByText('Сервер не отвечает.')).toBeTruthy()
    expect(mains()).toEqual(['Обновить список'])
  })

  it('after any other failure the number is simply tried again', async () => {
    await show({ connections: [makeConnection({ provisionFailure: { code: 'provision-refused' } })], sessions: [] })
    expect(mains()).toEqual(['Подключить WhatsApp'])
  })
})

describe('what fails is never silent', () => {
  it('refreshing from the list', async () => {
    const { bridge, user } = await show({}, { bridge: (each) => each.answer('connection.refresh', () => failed('rate-limited')) })
    const list = screen.getByRole('navigation')
    await user.click(within(list).getByRole('button', { name: 'Действия: AcademyOS' }))
    await user.click(screen.getByRole('menuitem', { name: 'Обновить список' }))
    const note = await within(list).findByRole('alert')
    expect(note.textContent).toContain('AcademyOS: список не обновлён.')
    expect(note.textContent).toContain('Слишком много запросов')
    bridge.answer('connection.refresh', () => success())
    await user.click(within(list).getByRole('button', { name: 'Действия: AcademyOS' }))
    await user.click(screen.getByRole('menuitem', { name: 'Обновить список' }))
    expect(within(list).queryByRole('alert')).toBeNull()
  })

  it('refreshing from a connection', async () => {
    const { user } = await show({ sessions: [] }, { bridge: (each) => each.answer('connection.refresh', () => failed('rate-limited')) })
    await user.click(within(screen.getByRole('main')).getAllByRole('button', { name: 'Действия: AcademyOS' }).at(-1) ?? document.body)
    await user.click(screen.getByRole('menuitem', { name: 'Обновить список' }))
    expect(await within(card()).findByText(/Слишком много запросов/)).toBeTruthy()
  })

  it('a check asked for in the menu', async () => {
    const { user } = await show({}, { bridge: (each) => each.answer('number.check', () => failed('not-found')) })
    await user.click(screen.getByRole('button', { name: 'Действия: Приёмная' }))
    await user.click(screen.getByRole('menuitem', { name: 'Проверить сейчас' }))
    expect(await within(card()).findByText('Этого больше нет в приложении.')).toBeTruthy()
  })

  it('the page that helps', async () => {
    const { user } = await show({ focus: { key: null, view: 'settings', at: 2 } }, { bridge: (each) => each.answer('link.open', () => failed('internal')) })
    await user.click(screen.getByRole('button', { name: 'Если что-то не работает' }))
    expect(await within(screen.getByRole('dialog')).findByText('Ошибка в самом приложении.')).toBeTruthy()
  })

  it('settings that were set aside: which file, where, and what to do', async () => {
    await show({ banners: ['settings-set-aside'] })
    expect(screen.getByText(/лежит рядом с новым, в папке профиля: settings\.damaged-….json\. Добавьте подключения заново/)).toBeTruthy()
  })

  it('settings that could be read in part: what is missing, that it is not watched, and what to do', async () => {
    await show({ banners: ['settings-unread'], unread: { connections: ['Офис'], numbers: ['1', '2', '3', '4', '5', '6', '7'], preferences: 2, skipped: 1 } })
    const strip = screen.getByText(/Не все настройки удалось прочитать/).textContent
    expect(strip).toMatch(/: подключения: Офис; номера: 1, 2, 3, 4, 5 и ещё 2; 2 параметра \(.*\); 1 запись .* \(пропущена\)\./)
    expect(strip).toMatch(/не отслеживаются.*более новая версия приложения: установите её/)
  })
})

describe('words are true', () => {
  const open = { focus: { key: null, view: 'settings' as const, at: 2 } }
  it.each([
    ['unlocked', /связке ключей системы/, /в памяти до выхода/],
    ['memory', /в памяти до выхода/, /связке ключей/],
  ] as const)('keyring %s: the settings say where secrets are', async (keyring, there, notThere) => {
    await show({ ...open, keyring })
    const text = screen.getByRole('region', { name: 'О приложении' }).textContent
    expect(text).toMatch(there)
    expect(text).not.toMatch(notThere)
  })

  it.each([
    ['unlocked', /Секреты хранятся в связке ключей/],
    ['memory', /Секреты хранятся в памяти до выхода/],
  ] as const)('keyring %s: the form says where secrets go', async (keyring, there) => {
    const { user } = await show({ connections: [], sessions: [], keyring })
    await user.click(screen.getByRole('button', { name: /^WPP Platform/ }))
    const form = screen.getByRole('region', { name: 'WPP Platform' }).textContent
    expect(form).toMatch(there)
    if (keyring === 'memory') expect(form).not.toMatch(/связке/)
  })

  it.each([
    ['academyos', /Обновление списка вернёт/],
    ['wpp-platform', /понадобится его API-ключ/],
  ] as const)('removing a number of %s says how it comes back', async (kind, words) => {
    const { user } = await show(withNumber({ kind }, {}))
    await user.click(screen.getByRole('button', { name: 'Действия: Приёмная' }))
    await user.click(screen.getByRole('menuitem', { name: 'Убрать из приложения' }))
    expect(screen.getByRole('dialog').textContent).toMatch(words)
  })

  it('signing out and removing a connection erase sign-in data and keys; no password is kept', async () => {
    const { user } = await show({})
    for (const item of ['Выйти', 'Удалить подключение']) {
      await user.click(screen.getByRole('button', { name: 'Действия: AcademyOS' }))
      await user.click(screen.getByRole('menuitem', { name: item }))
      const { textContent } = screen.getByRole('dialog')
      expect(textContent).toMatch(/данные входа и ключи/i)
      expect(textContent).not.toMatch(/парол|связк/i)
      await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Отмена' }))
    }
  })

  it('since when there is no answer is a time of day first', async () => {
    await show(withNumber({}, { phase: 'unknown', failure: { code: 'unreachable' }, since: Date.now() - 5.5 * 60_000 }))
    expect(within(card()).getByText('Нет ответа с').nextElementSibling?.textContent).toMatch(/\d\d:\d\d \(5 минут назад\)$/)
    expect(within(card()).getByText('Последний ответ:')).toBeTruthy()
  })
})
