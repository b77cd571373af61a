import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { failed, success, type Outcome } from '../../src/shared/failure'
import { FakeBridge } from './fake-bridge'
import { makeConnection, makeSession } from './make'
import { show } from './show'

const SECRET = 'correct horse battery'
const input = (label: string): HTMLInputElement => screen.getByLabelText<HTMLInputElement>(label)

/** Everything React keeps for the drawn tree: props, state and hooks of every fiber. */
function reactState(): string {
  const root = document.body.querySelector('.window, header')?.parentElement ?? document.body
  const key = Object.keys(root).find((each) => each.startsWith('__reactFiber$'))
  const seen = new Set<unknown>()
  const found: string[] = []
  const walk = (value: unknown): void => {
    if (typeof value === 'string') found.push(value)
    if (typeof value !== 'object' || value === null || value instanceof Node || value instanceof FakeBridge || seen.has(value)) return
    seen.add(value)
    for (const each of Object.values(value)) walk(each)
  }
  walk((root as unknown as Record<string, unknown>)[key ?? ''])
  expect(found.length).toBeGreaterThan(50)
  return found.join('\n')
}

async function fillAcademyOS(more: Parameters<typeof show>[1] = {}) {
  const shown = await show({ connections: [], sessions: [] }, more)
  await shown.user.click(screen.getByRole('button', { name: /^AcademyOS/ }))
  await shown.user.type(input('Адрес сервера'), 'https://server.example')
  await shown.user.type(input('Публичный ключ'), 'anon')
  await shown.user.type(input('E-mail или телефон'), 'operator@example.com')
  await shown.user.type(input('Пароль'), SECRET)
  return shown
}

describe('adding a connection', () => {
  it('sends what was typed once and wipes the secret at the same moment', async () => {
    let answer: (outcome: Outcome<{ connectionId: string }>) => void = () => undefined
    const { bridge, user } = await fillAcademyOS({ bridge: (each) => each.answer('connection.add', () => new Promise((resolve) => (answer = resolve))) })
    await user.keyboard('{Enter}')
    expect(bridge.argsOf('connection.add')).toEqual([
      { kind: 'academyos', name: 'AcademyOS', fields: { address: 'https://server.example', publicKey: 'anon', login: 'operator@example.com', password: SECRET } },
    ])
    expect(input('Пароль').value).toBe('')
    expect(screen.getByRole('button', { name: 'Проверяем...' })).toBeTruthy()
    answer(failed('sign-in-wrong', { field: 'password' }))
    await screen.findByText(/Неверный логин или пароль/)
    expect(input('Пароль').value).toBe('')
    expect(input('Пароль').getAttribute('aria-invalid')).toBe('true')
    expect(document.activeElement).toBe(input('Пароль'))
    expect(input('E-mail или телефон').value).toBe('operator@example.com')
  })

  it('never holds a typed secret in React', async () => {
    const { user } = await fillAcademyOS({ bridge: (each) => each.answer('connection.add', () => new Promise(() => undefined)) })
    expect(reactState().includes(SECRET)).toBe(false)
    await user.keyboard('{Enter}')
    expect(reactState().includes(SECRET)).toBe(false)
    expect(document.body.innerHTML).not.toContain(SECRET)
  })

  it('gives up when cancelled and shows no failure for it', async () => {
    let answer: (outcome: Outcome<{ connectionId: string }>) => void = () => undefined
    const { bridge, user } = await fillAcademyOS({ bridge: (each) => each.answer('connection.add', () => new Promise((resolve) => (answer = resolve))).answer('connection.cancelAdd', () => (answer(failed('cancelled')), success())) })
    await user.keyboard('{Enter}')
    await user.click(screen.getByRole('button', { name: 'Отмена' }))
    expect(bridge.argsOf('connection.cancelAdd')).toHaveLength(1)
    await screen.findByRole('button', { name: 'Подключить' })
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it.each(['the field', 'nothing'])('gives up by Esc with the focus on %s, and stays on the form', async (focus) => {
    let answer: (outcome: Outcome<{ connectionId: string }>) => void = () => undefined
    const { bridge, user } = await fillAcademyOS({ bridge: (each) => each.answer('connection.add', () => new Promise((resolve) => (answer = resolve))).answer('connection.cancelAdd', () => (answer(failed('cancelled')), success())) })
    await user.keyboard('{Enter}')
    if (focus === 'nothing') screen.getByRole('main').focus()
    await user.keyboard('{Escape}')
    expect(bridge.argsOf('connection.cancelAdd')).toHaveLength(1)
    await screen.findByRole('button', { name: 'Подключить' })
    expect(input('E-mail или телефон').value).toBe('operator@example.com')
  })

  it('leaving the screen gives up what is under way', async () => {
    const { bridge, user } = await show({ sessions: [] }, { bridge: (each) => each.answer('connection.add', () => new Promise(() => undefined)) })
    await user.click(screen.getAllByRole('button', { name: 'Добавить подключение' })[0] ?? document.body)
    await user.click(screen.getByRole('button', { name: /^Песочница/ }))
    await user.click(screen.getByRole('button', { name: 'Открыть песочницу' }))
    await user.click(screen.getByRole('button', { name: 'К списку' }))
    expect(bridge.argsOf('connection.cancelAdd')).toHaveLength(1)
    expect(screen.getByRole('navigation')).toBeTruthy()
  })

  it('asks for an empty field before it sends anything', async () => {
    const { bridge, user } = await show({ connections: [], sessions: [] })
    await user.click(screen.getByRole('button', { name: /^WPP Platform/ }))
    await user.click(screen.getByRole('button', { name: 'Подключить' }))
    expect(screen.getAllByText('Заполните это поле.')).toHaveLength(3)
    expect(document.activeElement).toBe(input('Адрес платформы'))
    expect(bridge.argsOf('connection.add')).toHaveLength(0)
  })

  it('shows a failure of no field above the form, with its next step', async () => {
    const { user } = await fillAcademyOS({ bridge: (each) => each.answer('connection.add', () => failed('unreachable', { detail: 'ECONNREFUSED' })) })
    await user.keyboard('{Enter}')
    const note = await screen.findByRole('alert')
    expect(within(note).getByText('Сервер не отвечает.')).toBeTruthy()
    expect(within(note).getByText(/Проверьте интернет/)).toBeTruthy()
  })

  it('shows and hides a secret by a named button', async () => {
    const { user } = await fillAcademyOS()
    expect(input('Пароль').type).toBe('password')
    await user.click(screen.getByRole('button', { name: 'Показать: Пароль' }))
    expect(input('Пароль').type).toBe('text')
  })

  it('labels the sandbox as a simulation and goes on to its first number', async () => {
    const { bridge, user } = await show({ connections: [], sessions: [] }, { bridge: (each) => each.answer('connection.add', () => success({ connectionId: 'c9' })) })
    await user.click(screen.getByRole('button', { name: /Песочница.*Симулятор/ }))
    await user.click(screen.getByRole('button', { name: 'Открыть песочницу' }))
    bridge.emit({ from: 1, to: 2, set: { connections: [makeConnection({ id: 'c9', kind: 'sandbox', name: 'Песочница' })] } })
    expect(await screen.findByRole('button', { name: 'Подключить WhatsApp' })).toBeTruthy()
    bridge.emit({ from: 2, to: 3, upsert: [makeSession({ connectionId: 'c9', name: 'Первый' })] })
    expect(await screen.findByRole('heading', { name: 'Первый' })).toBeTruthy()
  })
})

describe('one more number', () => {
  it('takes one click where the backend makes the keys, and shows the number when it is there', async () => {
    const { bridge, user } = await show({ sessions: [] }, { bridge: (each) => each.answer('number.add', () => success({ key: 'n7' })) })
    await user.click(screen.getByRole('button', { name: 'Подключить WhatsApp' }))
    expect(bridge.argsOf('number.add')).toEqual([{ connectionId: 'c1', fields: {} }])
    bridge.emit({ from: 1, to: 2, upsert: [makeSession({ key: 'n7', name: 'Новый' })] })
    expect(await screen.findByRole('heading', { name: 'Новый' })).toBeTruthy()
  })

  it('asks for the next key where one key is one number', async () => {
    const { bridge, user } = await show({ connections: [makeConnection({ kind: 'wpp-platform', name: 'Платформа' })], sessions: [] }, { bridge: (each) => each.answer('number.add', () => failed('key-rejected', { field: 'apiKey' })) })
    await user.type(input('API-ключ'), SECRET)
    await user.type(input('Сессия'), '42')
    await user.click(screen.getByRole('button', { name: 'Подключить WhatsApp' }))
    expect(bridge.argsOf('number.add')).toEqual([{ connectionId: 'c1', fields: { apiKey: SECRET, session: '42' } }])
    await waitFor(() => expect(input('API-ключ').getAttribute('aria-invalid')).toBe('true'))
    expect(input('API-ключ').value).toBe('')
    expect(input('Сессия').value).toBe('42')
  })

  it('can be given up while the server makes it', async () => {
    const { bridge, user } = await show({ connections: [makeConnection({ provisioningSince: Date.now() - 5_000 })], sessions: [] })
    expect(screen.getByRole('heading', { name: 'Ожидание QR-кода...' })).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Отмена' }))
    expect(bridge.argsOf('number.cancelAdd')).toEqual([{ connectionId: 'c1' }])
  })
})
