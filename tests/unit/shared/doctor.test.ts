import { describe, expect, it } from 'vitest'
import { linkingCauses } from '../../../src/shared/model/doctor'
import { autopsy as en } from '../../../src/shared/words/i18n/en/autopsy'
import { autopsy as ru } from '../../../src/shared/words/i18n/ru/autopsy'
import { desktop as enDesktop } from '../../../src/shared/words/i18n/en/desktop'
import { desktop as ruDesktop } from '../../../src/shared/words/i18n/ru/desktop'

describe('the causes why linking fails', () => {
  it.each(['codes-exhausted', 'deadline-linking'] as const)('name the VPN among the likely ones after %s', (code) => {
    expect(linkingCauses({ phase: 'linking', failure: { code } }).likely).toContain('vpn')
  })

  it.each([
    ['en', en],
    ['ru', ru],
  ])('never advise in %s to switch a VPN off: WhatsApp may be reachable through it only', (_, { doctor }) => {
    expect(doctor.causes.offline.do).not.toContain('VPN')
  })
})

it.each([
  ['en', enDesktop],
  ['ru', ruDesktop],
])('an offline phone is said in %s to matter only after about 14 days', (_, { drop }) => {
  expect(drop.why['phone-offline']).toContain('14')
})
