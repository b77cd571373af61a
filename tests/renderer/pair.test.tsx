// A code to type on the phone: what is asked, what is sent, and how the card goes on.
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { digitsOf } from '../../src/renderer/detail/actions/pair-button'
import { failed, success } from '../../src/shared/model/failure'
import { makeCode, makeConnection, makeSession } from './make'
import { show } from './show'

const CODE = makeCode({ kind: 'pairing-code', value: 'ABCD-1234', ordinal: 1 })
const scan = (more: object) => ({
  connections: [makeConnection({ kind: 'wppconnect', pairs: true })],
  sessions: [makeSession({ phase: 'awaiting-scan', code: makeCode(), ...more })],
  focus: { key: 'n1', view: 'number' as const, at: 1 },
})

it.each([
  ['+7 900 000-00-42', '79000000042'],
  ['8 (900) 000 00 42', '79000000042'],
  ['0055 11 94000-0000', '5511940000000'],
  ['+55\u00a011\u00a094000\u20110000', '5511940000000'],
  ['ann', null],
  ['', null],
  ['12345', null],
  ['0123456789', null],
  ['+7 900 000-00-42 ext 5', null],
])('%j is the phone %s', (typed, digits) => expect(digitsOf(typed)).toBe(digits))

it('asks for the phone, says for which one the code will be, and sends its digits', async () => {
  const { bridge, user } = await show(scan({}))
  await user.click(screen.getByRole('button', { name: 'По номеру телефона' }))
  const input = screen.getByLabelText('Номер телефона')
  expect(document.activeElement).toBe(input)
  await user.type(input, 'ann{Enter}')
  expect(screen.getByRole('alert').textContent).toContain('Это не номер телефона')
  expect(bridge.argsOf('number.pair')).toEqual([])
  await user.clear(input)
  await user.type(input, '8 900 000-00-42')
  expect(await screen.findByText('Код для номера +7 900 000-00-42.')).toBeTruthy()
  await user.keyboard('{Enter}')
  expect(bridge.argsOf('number.pair')).toEqual([{ key: 'n1', phone: '79000000042' }])
  expect(screen.queryByLabelText('Номер телефона')).toBeNull()
})

it('shows the code large with its phone, another one on demand, and the QR code instead', async () => {
  const { bridge, user } = await show(scan({ code: CODE, pairingPhone: '+7 900 000-00-42' }))
  expect(screen.getByRole('img', { name: 'Код для ввода на телефоне: ABCD-1234' })).toBeTruthy()
  expect(screen.getByText('Код для номера +7 900 000-00-42.')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Получить новый код' }))
  expect(bridge.argsOf('number.newCode')).toEqual([{ key: 'n1' }])
  await user.click(screen.getByRole('button', { name: 'Показать QR-код' }))
  expect(bridge.argsOf('number.connect')).toEqual([{ key: 'n1' }])
})

it('is offered only where the backend has such codes, and not to a number that is connected', async () => {
  const { bridge } = await show({ ...scan({}), connections: [makeConnection({ pairs: false })] })
  expect(screen.queryByRole('button', { name: 'По номеру телефона' })).toBeNull()
  bridge.emit({ from: 1, to: 2, set: { connections: [makeConnection({ pairs: true })] } })
  expect(await screen.findByRole('button', { name: 'По номеру телефона' })).toBeTruthy()
  bridge.emit({ from: 2, to: 3, upsert: [makeSession({ phase: 'connected' })] })
  expect(await screen.findByRole('button', { name: /Отключить/ })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'По номеру телефона' })).toBeNull()
})

it('asks before the messages that wait at the service are sent, for either code', async () => {
  const { bridge, user } = await show({ ...scan({}), sessions: [makeSession({ phase: 'disconnected', cause: 'logged-out', name: 'Касса' })] })
  for (const [call, args] of [
    ['number.connect', { key: 'n1' }],
    ['number.pair', { key: 'n1', phone: '79000000042' }],
  ] as const) {
    bridge.answer(call, ({ sendWaiting }) => (sendWaiting === true ? success() : failed('messages-waiting', { count: 3 })))
    const ask = async (): Promise<void> => {
      if (call === 'number.connect') return user.click(screen.getByRole('button', { name: 'Подключить снова' }))
      await user.click(screen.getByRole('button', { name: 'По номеру телефона' }))
      await user.type(screen.getByLabelText('Номер телефона'), '89000000042{Enter}')
    }
    await ask()
    await screen.findByText('На сервисе ждут 3 сообщения. Они уйдут сами, как только телефон номера «Касса» будет привязан.')
    await user.click(screen.getByRole('button', { name: 'Отмена' }))
    expect(bridge.argsOf(call)).toEqual([args])
    await ask()
    await user.click(await screen.findByRole('button', { name: 'Привязать и отправить' }))
    expect(bridge.argsOf(call)).toEqual([args, args, { ...args, sendWaiting: true }])
    expect(screen.queryByRole('dialog')).toBeNull()
  }
})
