import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { DrillStep } from '../../../src/shared/model/escalation'
import { success } from '../../../src/shared/model/failure'
import { show } from '../show'

const taken = (channel: DrillStep['channel']): DrillStep => ({ channel, step: 'send', failure: null, detail: 'x', tookMs: 1 })
const refused = (channel: DrillStep['channel']): DrillStep => ({ ...taken(channel), failure: { code: 'bot-blocked' } })

it.each([
  ['went every way', [taken('webhook'), taken('telegram')], 'Сообщение ушло. Спросите получателя, видит ли он его.'],
  ['went one way of two', [taken('webhook'), refused('telegram')], 'Сообщение ушло не по всем каналам.'],
  ['went no way', [refused('telegram')], 'Сообщение не дошло.'],
])('says whether the drill %s', async (_what, steps, words) => {
  const escalation = {
    on: true,
    afterMinutes: 15,
    webhook: { origin: 'https://hook.example', signed: true, service: 'plain' as const },
    telegram: { chat: '1' },
    email: null,
    told: {},
    failing: [],
  }
  const { user } = await show(
    { escalation, focus: { key: null, view: 'settings', at: 1 } },
    { bridge: (bridge) => bridge.answer('escalation.drill', () => success(steps)) },
  )
  const dialog = await screen.findByRole('dialog')
  await user.click(within(dialog).getByRole('button', { name: 'Учебная тревога' }))
  expect(await within(dialog).findByText(words)).toBeTruthy()
})
