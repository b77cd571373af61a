import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { failed, type FailureCode } from '../../src/shared/model/failure'
import { makeConnection } from './make'
import { show } from './show'

it.each<[FailureCode, RegExp]>([
  ['pasted-space', /В середине стоит пробел или перенос строки\. Скопируйте/],
  ['pasted-characters', /Здесь есть символы, которых в таком значении не бывает\. Скопируйте/],
])('a pasted key refused as %s is told at its field, which has the focus', async (code, words) => {
  const { user } = await show(
    { connections: [makeConnection({ kind: 'wpp-platform', name: 'Платформа' })], sessions: [] },
    { bridge: (each) => each.answer('number.add', () => failed(code, { field: 'apiKey' })) },
  )
  await user.type(screen.getByLabelText('API-ключ'), 'key 0123')
  await user.type(screen.getByLabelText('Сессия'), '42')
  await user.click(screen.getByRole('button', { name: 'Подключить WhatsApp' }))
  const field = await screen.findByLabelText<HTMLInputElement>('API-ключ')
  expect((await screen.findByText(words)).parentElement?.id).toBe(field.getAttribute('aria-describedby')?.split(' ').at(-1))
  expect(document.activeElement).toBe(field)
})
