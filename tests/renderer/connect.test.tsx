import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { describedKinds } from '../../src/main/gateways/described'
import { KIND_SPECS } from '../fakes/kind-specs'
import { failed, success, type Outcome } from '../../src/shared/model/failure'
import { ru } from '../../src/shared/words/i18n/ru'
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
  it('sends what was typed once, and wipes a password that was refused', async () => {
    let answer: (outcome: Outcome<{ connectionId: string }>) => void = () => undefined
    const { bridge, user } = await fillAcademyOS({ bridge: (each) => each.answer('connection.add', () => new Promise((resolve) => (answer = resolve))) })
    await user.keyboard('{Enter}')
    expect(bridge.argsOf('connection.add')).toEqual([
      {
        kind: 'academyos',
        name: 'AcademyOS',
        fields: { address: 'https://server.example', publicKey: 'anon', login: 'operator@example.com', password: SECRET },
      },
    ])
    expect(input('Пароль').readOnly).toBe(true)
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

  it.each([
    ['the button', (user: UserEvent) => user.click(screen.getByRole('button', { name: 'Отмена' }))],
    ['Esc with the focus on the field', (user: UserEvent) => user.keyboard('{Escape}')],
    [
      'Esc with the focus on nothing',
      (user: UserEvent) => {
        screen.getByRole('main').focus()
        return user.keyboard('{Escape}')
      },
    ],
  ])('gives up by %s, stays on the form and shows no failure for it', async (_how, giveUp) => {
    let answer: (outcome: Outcome<{ connectionId: string }>) => void = () => undefined
    const { bridge, user } = await fillAcademyOS({
      bridge: (each) =>
        each
          .answer('connection.add', () => new Promise((resolve) => (answer = resolve)))
          .answer('connection.cancelAdd', () => (answer(failed('cancelled')), success())),
    })
    await user.keyboard('{Enter}')
    await giveUp(user)
    expect(bridge.argsOf('connection.cancelAdd')).toHaveLength(1)
    await screen.findByRole('button', { name: 'Подключить' })
    expect(input('E-mail или телефон').value).toBe('operator@example.com')
    expect(screen.queryByRole('alert')).toBeNull()
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

  it('offers the kind that answers at the address, and takes the address along', async () => {
    const { bridge, user } = await fillAcademyOS({
      bridge: (each) => each.answer('connection.add', () => failed('address-other-kind', { field: 'address', kind: 'evolution' })),
    })
    const typed = input('Адрес сервера').value
    await user.keyboard('{Enter}')
    await user.click(await screen.findByRole('button', { name: 'Подключить как Evolution API' }))
    expect(input('Адрес сервера').value).toBe(typed)
    expect(input('API-ключ').value).toBe('')
    expect(screen.queryByRole('button', { name: 'Подключить как Evolution API' })).toBeNull()
    await user.type(input('API-ключ'), 'key')
    await user.keyboard('{Enter}')
    expect(bridge.argsOf('connection.add').at(-1)).toMatchObject({ kind: 'evolution', fields: { address: typed, apiKey: 'key' } })
  })

  it('asks once before it goes without encryption, and sends what was typed with the agreement', async () => {
    const asked: Record<string, string>[] = []
    const { user } = await fillAcademyOS({
      bridge: (each) =>
        each.answer('connection.add', ({ fields }) => {
          asked.push(fields)
          return fields['plainHttp'] === 'yes' ? success({ connectionId: 'c1' }) : failed('address-unencrypted', { field: 'address' })
        }),
    })
    expect(screen.queryByRole('button', { name: 'Подключить без шифрования' })).toBeNull()
    await user.keyboard('{Enter}')
    await screen.findByText(/Это адрес без шифрования\. Ключ или пароль, телефоны и коды/)
    await user.click(screen.getByRole('button', { name: 'Подключить без шифрования' }))
    expect(asked).toHaveLength(2)
    expect(asked[1]).toEqual({ ...asked[0], plainHttp: 'yes' })
    expect(asked[1]?.['password']).toBe(SECRET)
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

  it('labels the sandbox as a simulation and goes on to its first number, with the focus on the card', async () => {
    const { bridge, user } = await show(
      { connections: [], sessions: [] },
      { bridge: (each) => each.answer('connection.add', () => success({ connectionId: 'c9' })) },
    )
    await user.click(screen.getByRole('button', { name: /Песочница.*Симулятор/ }))
    await user.click(screen.getByRole('button', { name: 'Открыть песочницу' }))
    bridge.emit({ from: 1, to: 2, set: { connections: [makeConnection({ id: 'c9', kind: 'sandbox', name: 'Песочница' })] } })
    expect(await screen.findByRole('button', { name: 'Подключить WhatsApp' })).toBeTruthy()
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 4 })))
    bridge.emit({ from: 2, to: 3, upsert: [makeSession({ connectionId: 'c9', name: 'Первый' })] })
    expect(await screen.findByRole('heading', { name: 'Первый' })).toBeTruthy()
  })
})

it.each(KIND_SPECS)('the form of $kind is drawn from its spec and its words alone', async ({ connectionFields, words }) => {
  const { user } = await show({ connections: [], sessions: [] })
  const { name, about, fields, add = ru.window.form.add } = words.ru
  await user.click(screen.getByRole('button', { name: new RegExp(`^${name}`) }))
  const form = within(screen.getByRole('region', { name }))
  expect(form.getByText(about)).toBeTruthy()
  const labels = Object.values(fields).map((each) => each.label)
  expect(connectionFields.map(({ name: field }) => fields[field]?.label)).toEqual(labels)
  for (const label of labels) expect(form.getByLabelText(label)).toBeTruthy()
  expect(form.getByRole('button', { name: add })).toBeTruthy()
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
    const { bridge, user } = await show(
      { connections: [makeConnection({ kind: 'wpp-platform', name: 'Платформа' })], sessions: [] },
      { bridge: (each) => each.answer('number.add', () => failed('key-rejected', { field: 'apiKey' })) },
    )
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

describe('the address of a server', () => {
  const type = async (user: Awaited<ReturnType<typeof show>>['user'], address: string) => {
    await user.type(input('Адрес вашего сервера'), `${address}{Enter}`)
  }

  it('says which kind it is, and is kept in its form', async () => {
    const { bridge, user } = await show(
      { connections: [], sessions: [] },
      { bridge: (each) => each.answer('connection.recognise', () => success({ kind: 'evolution', version: '2.3.6' })) },
    )
    await type(user, 'gate.example')
    expect(bridge.argsOf('connection.recognise')).toEqual([{ address: 'gate.example' }])
    const form = within(await screen.findByRole('region', { name: 'Evolution API' }))
    expect(form.getByText('По этому адресу отвечает Evolution API 2.3.6.')).toBeTruthy()
    expect(input('Адрес сервера').value).toBe('gate.example')
    expect(document.activeElement).toBe(input('API-ключ'))
  })

  it('stays typed when nobody is recognised, and goes along to the kind that is chosen', async () => {
    const { user } = await show(
      { connections: [], sessions: [] },
      { bridge: (each) => each.answer('connection.recognise', () => success({ kind: null, version: null })) },
    )
    await type(user, 'gate.example')
    expect(await screen.findByText(/приложение его не узнало/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: /^WPPConnect Server/ }))
    expect(input('Адрес сервера').value).toBe('gate.example')
  })

  it('that does not answer is told with the next step', async () => {
    const { user } = await show(
      { connections: [], sessions: [] },
      { bridge: (each) => each.answer('connection.recognise', () => failed('unreachable', { detail: 'recognise: connection refused' })) },
    )
    await type(user, 'gate.example')
    expect(await screen.findByText(ru.failure.unreachable.what)).toBeTruthy()
    expect(document.activeElement).toBe(input('Адрес вашего сервера'))
  })
})

it('names the files of descriptions that cannot be used, beside the services that can', async () => {
  const { spec } = describedKinds().find(({ spec: each }) => each.kind === 'described/fonnte') ?? { spec: null }
  await show({ connections: [], sessions: [], kinds: spec ? [spec] : [], badDescriptions: [{ file: 'ours.json', fault: 'the file is no JSON' }] })
  const services = within(screen.getByRole('note'))
  expect(services.getByText('ours.json')).toBeTruthy()
  expect(services.getByText(/the file is no JSON/)).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Fonnte' })).toBeTruthy()
})
