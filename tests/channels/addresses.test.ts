// Where messages go: a stand-in takes the place of a real service on this computer only.
import { expect, it } from 'vitest'
import { channelAddress, telegramAddress } from '../../src/main/channels/addresses'
import type { EscalationChoice } from '../../src/shared/model/escalation-schema'
import { isLoopback } from '../../src/main/gateways/http/address'

it.each([
  [null, 'https://api.telegram.org'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://192.168.1.20:8080', 'https://api.telegram.org'],
  ['https://telegram.example', 'https://api.telegram.org'],
])('a bot in the place of %s is asked at %s', (instead, address) => {
  expect(telegramAddress(instead)).toBe(address)
})

it('names the host that each channel sends to, and none of this computer where none is set up', () => {
  const choice: Pick<EscalationChoice, 'webhook' | 'email'> = {
    webhook: { origin: 'https://hooks.example', signed: false, service: 'plain' },
    email: { host: '127.0.0.1', port: 25, security: 'starttls', user: '', from: 'a@x.example', to: ['b@x.example'] },
  }
  expect(channelAddress('webhook', choice, 'https://t.example')).toBe('https://hooks.example')
  expect(channelAddress('telegram', choice, 'https://t.example')).toBe('https://t.example')
  expect(isLoopback(channelAddress('email', choice, ''))).toBe(true)
  for (const channel of ['webhook', 'email'] as const) expect(isLoopback(channelAddress(channel, { webhook: null, email: null }, ''))).toBe(false)
})
