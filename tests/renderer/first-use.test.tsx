// Faults that a new user met on the packaged app.
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { SessionView } from '../../src/shared/ipc/snapshot'
import { failed, success } from '../../src/shared/model/failure'
import { makeCode, makeConnection, makeSession } from './make'
import { show } from './show'

const card = (): HTMLElement => screen.getByRole('region', { name: 'WhatsApp Integration' })
const scanning = (more: Partial<SessionView>): SessionView => makeSession({ phase: 'awaiting-scan', code: makeCode(), ...more })
const buttons = (): (string | null)[] =>
  within(card())
    .getAllByRole('button')
    .map((each) => each.textContent)
    .filter((each) => each !== 'Получить новый код')

it('a server with the key it was delivered with is marked in the list, and what to do is said', async () => {
  const { user } = await show({ connections: [makeConnection({ deliveredKey: true })], sessions: [], focus: null })
  const [mark] = screen.getAllByRole('img', { name: 'На сервере остался секретный ключ, с которым он поставляется.' })
  expect(mark).toBeDefined()
  await user.click(screen.getByRole('button', { name: /^Открыть подключение|^Подключить номер/ }))
  expect(screen.getByRole('note').textContent).toContain('Задайте в настройках сервера другой секретный ключ')
})

describe('a code that expires under the pointer', () => {
  it('leaves every button in its place', async () => {
    const { bridge } = await show({ sessions: [scanning({})] })
    const before = buttons()
    expect(before).toContain('Обновить QR')
    bridge.emit({ from: 1, to: 2, upsert: [scanning({ code: makeCode({ ordinal: 6 }), codeExpired: true })] })
    await within(card()).findByRole('button', { name: 'Получить новый код' })
    expect(buttons()).toEqual(before)
  })

  it('is awaited in words until main says that no other comes', async () => {
    const { bridge } = await show({ sessions: [scanning({ code: makeCode({ expiresAt: Date.now() - 30_000 }) })] })
    expect(within(card()).getAllByText('Ждём следующий код…').length).toBeGreaterThan(0)
    expect(within(card()).queryByText('Код устарел')).toBeNull()
    bridge.emit({ from: 1, to: 2, upsert: [scanning({ codeExpired: true })] })
    expect((await within(card()).findAllByText('Код устарел')).length).toBeGreaterThan(0)
  })

  it('is announced, and so is the new one', async () => {
    const { bridge } = await show({ sessions: [scanning({ codeExpired: true })] })
    const spoken = (): (string | null)[] => screen.getAllByRole('status').map((each) => each.textContent)
    expect(spoken()).toContain('Код устарел')
    bridge.emit({ from: 1, to: 2, upsert: [scanning({ code: makeCode({ ordinal: 3 }) })] })
    await waitFor(() => expect(spoken()).toContain('Код 3 на экране'))
  })
})

describe('a dialog takes what is typed at once', () => {
  const open = async (of: string, item: string) => {
    const shown = await show({})
    await shown.user.click(screen.getByRole('button', { name: `Действия: ${of}` }))
    await shown.user.click(screen.getByRole('menuitem', { name: item }))
    return shown
  }

  it('renaming by the menu', async () => {
    const { bridge, user } = await open('Приёмная', 'Переименовать')
    await user.keyboard('Склад{Enter}')
    expect(bridge.argsOf('number.rename')).toEqual([{ key: 'n1', name: 'Склад' }])
  })

  it('signing in again: the login is known, the password is next', async () => {
    await open('AcademyOS', 'Войти снова')
    expect(screen.getByLabelText<HTMLInputElement>('E-mail или телефон').value).toBe('operator@example.com')
    expect(document.activeElement).toBe(screen.getByLabelText('Пароль'))
  })

  it('removing: the button that cancels', async () => {
    await open('Приёмная', 'Убрать из приложения')
    expect(document.activeElement).toBe(within(screen.getByRole('dialog')).getByRole('button', { name: 'Отмена' }))
  })
})

it('a wrong address costs no password; one that was taken stays nowhere', async () => {
  const { bridge, user } = await show(
    { connections: [makeConnection({ kind: 'wpp-platform', name: 'Платформа' })], sessions: [] },
    { bridge: (each) => each.answer('number.add', () => failed('unreachable')) },
  )
  const key = screen.getByLabelText<HTMLInputElement>('API-ключ')
  await user.type(key, 'key_typed')
  await user.type(screen.getByLabelText('Сессия'), '42')
  await user.click(screen.getByRole('button', { name: 'Подключить WhatsApp' }))
  await screen.findByRole('alert')
  expect(key.value).toBe('key_typed')
  bridge.answer('number.add', () => success({ key: 'n1' }))
  await user.click(screen.getByRole('button', { name: 'Подключить WhatsApp' }))
  await waitFor(() => expect(key.value).toBe(''))
})

describe('the keyboard stays in the window', () => {
  it.each([
    ['Подключить WhatsApp', makeSession({ phase: 'idle' }), makeSession({ phase: 'starting', deadlineAt: Date.now() + 90_000 })],
    ['Подключить снова', makeSession({ phase: 'disconnected', cause: 'logged-out' }), makeSession({ phase: 'starting', deadlineAt: Date.now() + 90_000 })],
    ['Отмена', scanning({}), makeSession({ phase: 'idle' })],
  ])('after %s the focus is on the new headline', async (name, before, after) => {
    const { bridge, user } = await show({ sessions: [before] })
    await user.click(within(card()).getByRole('button', { name }))
    bridge.emit({ from: 1, to: 2, upsert: [after] })
    await waitFor(() => expect(document.activeElement).toBe(within(card()).getByRole('heading', { level: 4 })))
  })
})

it.each([
  ['otica', 'Ótica Central'],
  ['ÓTICA', 'Ótica Central'],
  ['счет', 'Счёт'],
  ['отключено', 'Упавший'],
  ['филиал', 'Касса'],
])('the search for "%s" finds %s', async (query, name) => {
  const { user } = await show({
    connections: [makeConnection(), makeConnection({ id: 'c2', name: 'Филиал' })],
    sessions: [
      makeSession({ name: 'Ótica Central' }),
      makeSession({ key: 'n2', name: 'Счёт' }),
      makeSession({ key: 'n3', name: 'Упавший', phase: 'disconnected', cause: 'logged-out' }),
      makeSession({ key: 'n4', name: 'Касса', connectionId: 'c2' }),
      ...Array.from({ length: 12 }, (_, at) => makeSession({ key: `m${at}`, name: `Точка ${at}` })),
    ],
  })
  await user.type(screen.getByRole('searchbox'), query)
  const list = within(screen.getByRole('navigation'))
  await waitFor(() => expect(list.getAllByRole('listitem')).toHaveLength(1))
  expect(list.getByText(name)).toBeTruthy()
})

it('another phone: the fact names both, and there is one button to disconnect', async () => {
  await show({ sessions: [makeSession({ phone: '+7 900 123-45-67', wrongPhone: '+7 916 555-01-02' })] })
  expect(within(card()).getByText('+7 916 555-01-02, ожидался +7 900 123-45-67')).toBeTruthy()
  expect(within(card()).getAllByRole('button', { name: /^Отключить/ })).toHaveLength(1)
})

it('a phone that is off: the main button checks, connecting again is second', async () => {
  await show({ sessions: [makeSession({ phase: 'disconnected', cause: 'phone-offline' })] })
  expect(buttons().slice(0, 2)).toEqual(['Проверить сейчас', 'Подключить снова'])
  expect(within(card()).getAllByRole('button', { name: 'Проверить сейчас' })).toHaveLength(1)
})

it('a form neither promises tries of its own nor a keychain that is not there', async () => {
  const { user } = await show(
    { connections: [makeConnection({ kind: 'wpp-platform', name: 'Платформа' })], sessions: [], keyring: 'none' },
    { bridge: (each) => each.answer('number.add', () => failed('unreachable')) },
  )
  expect(screen.queryByText(/связке ключей/)).toBeNull()
  await user.type(screen.getByLabelText('API-ключ'), 'key_typed')
  await user.type(screen.getByLabelText('Сессия'), '42')
  await user.click(screen.getByRole('button', { name: 'Подключить WhatsApp' }))
  const note = await screen.findByRole('alert')
  expect(note.textContent).toContain('затем отправьте ещё раз')
  expect(note.textContent).not.toContain('само')
})

it.each(['sign-in-wrong', 'key-rejected'] as const)('a secret that was refused (%s) is typed anew', async (code) => {
  const { user } = await show(
    { connections: [makeConnection({ kind: 'wpp-platform', name: 'Платформа' })], sessions: [] },
    { bridge: (each) => each.answer('number.add', () => failed(code)) },
  )
  await user.type(screen.getByLabelText('API-ключ'), 'key_typed')
  await user.type(screen.getByLabelText('Сессия'), '42')
  await user.click(screen.getByRole('button', { name: 'Подключить WhatsApp' }))
  await screen.findByRole('alert')
  expect(screen.getByLabelText<HTMLInputElement>('API-ключ').value).toBe('')
})
