// Where secrets are kept is said only as it is: nothing is "in the keyring" where there is none.
import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { AppSnapshot } from '../../../src/shared/ipc/snapshot'
import { show } from '../show'

const ESCALATION = { on: true, afterMinutes: 15, webhook: null, telegram: null, email: null, told: {}, failing: [] }

it.each<[AppSnapshot['keyring'], number, number, RegExp]>([
  ['unlocked', 1, 0, /только в связке ключей системы/],
  ['memory', 0, 1, /только в памяти до выхода/],
  ['none', 0, 0, /Связки ключей нет, поэтому данные входа и ключи не хранятся/],
])('with a keyring that is %s', async (keyring, kept, inMemory, data) => {
  const { user } = await show({ keyring, escalation: ESCALATION, focus: { key: null, view: 'settings', at: 1 } })
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getByText(data)).toBeTruthy()
  await user.click(dialog.getByRole('button', { name: /Настроить.*Telegram/ }))
  expect(dialog.queryAllByText(/^Секреты хранятся в связке ключей/)).toHaveLength(kept)
  expect(dialog.queryAllByText(/^Секреты хранятся в памяти/)).toHaveLength(inMemory)
})
