import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { failed, success } from '../../../src/shared/model/failure'
import { show } from '../show'

const open = { focus: { key: null, view: 'settings' as const, at: 1 } }
const part = () => screen.getByRole('region', { name: 'О приложении' })
const button = () => within(part()).getByRole('button', { name: 'Лицензии сторонних программ' })

it('tells version, runtime and licence', async () => {
  await show({ ...open, appVersion: '1.2.3' })
  expect(await within(part()).findByText('Electron 45.4.1, Chromium 146.0.7680.1, Node.js 24.11.0')).toBeTruthy()
  expect(within(part()).getByText('Версия 1.2.3')).toBeTruthy()
  expect(within(part()).getByText('Лицензия: MIT')).toBeTruthy()
})

it('shows the third-party notices in a dialog that closes alone', async () => {
  const { user } = await show(open, { bridge: (bridge) => bridge.answer('about.notices', () => success({ text: 'react 19.3.1 (MIT)' })) })
  await user.click(button())
  const dialog = await screen.findByRole('dialog', { name: 'Лицензии сторонних программ' })
  expect(within(dialog).getByText('react 19.3.1 (MIT)')).toBeTruthy()
  await user.click(within(dialog).getByRole('button', { name: 'Закрыть' }))
  expect(screen.queryByText('react 19.3.1 (MIT)')).toBeNull()
  expect(part()).toBeTruthy()
})

it('says when they cannot be read', async () => {
  const { user } = await show(open, { bridge: (bridge) => bridge.answer('about.notices', () => failed('internal')) })
  await user.click(button())
  expect(await within(part()).findByText('Ошибка в самом приложении.')).toBeTruthy()
})
