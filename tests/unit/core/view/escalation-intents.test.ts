import { describe, expect, it } from 'vitest'
import { createEscalationHandlers } from '../../../../src/main/core/view/escalation-intents'
import { createSecretKeeper } from '../../../../src/main/core/registry/secret-keeper'
import { createEscalationChannels } from '../../../../src/main/channels/channels'
import { NO_ESCALATION, type DrillStep, type EscalationChannel } from '../../../../src/shared/model/escalation'
import type { EscalationChoice } from '../../../../src/shared/model/escalation-schema'
import { FakeClock } from '../../../fakes/fake-clock'
import { MemorySecrets } from '../../../fakes/memory-secrets'

const TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'
const KEPT = 'connection:escalation/'

async function rig() {
  const store = new MemorySecrets()
  const keeper = createSecretKeeper(store)
  await keeper.refresh()
  let choice: EscalationChoice = NO_ESCALATION
  const saved: EscalationChannel[] = []
  const drills: (readonly EscalationChannel[])[] = []
  let endDrill: (steps: readonly DrillStep[]) => void = () => undefined
  const channels = createEscalationChannels({
    slots: keeper.slots('escalation'),
    fetch,
    clock: new FakeClock(),
    appVersion: '0',
    telegram: 'https://telegram.invalid',
    deadlineMs: 1,
    onChatMoved: () => undefined,
    chat: () => choice.telegram?.chat ?? '',
    letter: () => choice.email,
  })
  const calls = createEscalationHandlers({
    ...channels,
    choice: () => choice,
    choose: (change) => void (choice = { ...choice, ...change }),
    onSaved: (channel) => void saved.push(channel),
    drill: (wanted) =>
      new Promise((resolve) => {
        drills.push(wanted)
        endDrill = resolve
      }),
  })
  return { store, calls, saved, drills, choice: () => choice, endDrill: () => endDrill([]) }
}

describe('a webhook of a service', () => {
  it('is recognised, or what the operator says it is, and is never signed', async () => {
    const { store, calls, choice } = await rig()
    const address = 'https://hooks.slack.com/services/T0/B0/secret'
    await calls['escalation.webhook']({ address, secret: 's3cret', service: 'auto', plainHttp: false })
    expect(choice().webhook).toEqual({ origin: 'https://hooks.slack.com', signed: false, service: 'slack' })
    expect(JSON.parse(store.kept.get(`${KEPT}webhook`) ?? '')).toEqual({ address, secret: '', service: 'slack' })
    await calls['escalation.webhook']({ address: 'https://push.example/x', secret: '', service: 'gotify', plainHttp: false })
    expect(choice().webhook).toMatchObject({ service: 'gotify' })
    await calls['escalation.webhook']({ address, secret: 's3cret', service: 'plain', plainHttp: false })
    expect(choice().webhook).toEqual({ origin: 'https://hooks.slack.com', signed: true, service: 'plain' })
  })
})

describe('a webhook', () => {
  for (const [address, expected] of [
    ['https://hooks.example/services/T0/B0/secret?x=1', { webhook: { origin: 'https://hooks.example', signed: true, service: 'plain' } }],
    ['  https://hooks.example:8443/a  ', { webhook: { origin: 'https://hooks.example:8443', signed: true, service: 'plain' } }],
    ['http://127.0.0.1:9000/hook', { webhook: { origin: 'http://127.0.0.1:9000', signed: true, service: 'plain' } }],
    ['http://hooks.example/a', 'address-insecure'],
    ['http://192.168.7.2/hook', 'webhook-unencrypted'],
    ['http://alerts.lan/hook', 'webhook-unencrypted'],
    ['http://ai/hook', 'address-insecure'],
    ['http://127.0.0.1.evil.example/a', 'address-insecure'],
    ['hooks.example/a', 'address-invalid'],
    ['https://user:pass@hooks.example/a', 'address-invalid'],
    ['ftp://hooks.example', 'address-invalid'],
    ['javascript:alert(1)', 'address-invalid'],
    ['', 'address-invalid'],
  ] as const) {
    it(`at "${address}" ${typeof expected === 'string' ? `fails with ${expected}` : 'is kept; the settings know its origin only'}`, async () => {
      const { store, calls, saved, choice } = await rig()
      const outcome = await calls['escalation.webhook']({ address, secret: 's3cret', service: 'auto', plainHttp: false })
      if (typeof expected === 'string') {
        expect(outcome).toMatchObject({ ok: false, failure: { code: expected, field: 'address' } })
        expect([choice(), [...store.kept], saved]).toEqual([NO_ESCALATION, [], []])
        return
      }
      expect(outcome.ok).toBe(true)
      expect(choice()).toEqual({ ...NO_ESCALATION, ...expected })
      expect(JSON.parse(store.kept.get(`${KEPT}webhook`) ?? '')).toEqual({ address: new URL(address.trim()).href, secret: 's3cret', service: 'plain' })
      expect(saved).toEqual(['webhook'])
    })
  }

  it('is not shown as set up when the keychain does not take it', async () => {
    const { store, calls, choice } = await rig()
    store.refusesWrites = true
    expect(await calls['escalation.webhook']({ address: 'https://hooks.example/a', secret: '', service: 'auto', plainHttp: false })).toMatchObject({
      failure: { code: 'keyring-timeout' },
    })
    expect(choice()).toEqual(NO_ESCALATION)
  })
})

describe('a bot', () => {
  it('is kept: the token in the keychain, the chat in the settings', async () => {
    const { store, calls, choice, saved } = await rig()
    expect((await calls['escalation.telegram']({ token: ` ${TOKEN} `, chat: ' -100 ' })).ok).toBe(true)
    expect(choice().telegram).toEqual({ chat: '-100' })
    expect(store.kept.get(`${KEPT}telegram`)).toBe(TOKEN)
    expect(JSON.stringify(choice())).not.toContain('AAHdq')
    expect(saved).toEqual(['telegram'])
  })

  it('moves to another chat without typing the token again', async () => {
    const { store, calls, choice } = await rig()
    await calls['escalation.telegram']({ token: TOKEN, chat: '1' })
    expect((await calls['escalation.telegram']({ token: '', chat: '2' })).ok).toBe(true)
    expect(choice().telegram).toEqual({ chat: '2' })
    expect(store.kept.get(`${KEPT}telegram`)).toBe(TOKEN)
  })

  for (const [token, chat, field] of [
    ['', '1', 'token'],
    ['not a token', '1', 'token'],
    [TOKEN, 'our group', 'chat'],
    [TOKEN, '', 'chat'],
  ] as const) {
    it(`with the ${field} "${field === 'token' ? token : chat}" is refused at that field`, async () => {
      const { store, calls, choice } = await rig()
      expect(await calls['escalation.telegram']({ token, chat })).toMatchObject({ ok: false, failure: { code: 'invalid-input', field } })
      expect([choice(), store.kept.size]).toEqual([NO_ESCALATION, 0])
    })
  }
})

it('a channel is gone from the settings only when it is gone from the keychain', async () => {
  const { store, calls, choice } = await rig()
  await calls['escalation.telegram']({ token: TOKEN, chat: '1' })
  store.become('locked')
  expect(await calls['escalation.remove']({ channel: 'telegram' })).toMatchObject({ failure: { code: 'keyring-locked' } })
  expect(choice().telegram).not.toBeNull()
  store.become('unlocked')
  expect((await calls['escalation.remove']({ channel: 'telegram' })).ok).toBe(true)
  expect(choice().telegram).toBeNull()
  expect(store.kept.size).toBe(0)
})

it('a webhook on the office network goes unencrypted after the question, a public one never', async () => {
  const { calls, choice } = await rig()
  const typed = { address: 'http://alerts.lan:8065/hook', secret: 's3cret', service: 'auto' as const, plainHttp: true }
  expect(await calls['escalation.webhook'](typed)).toMatchObject({ ok: true })
  expect(choice().webhook).toEqual({ origin: 'http://alerts.lan:8065', signed: true, service: 'plain' })
  expect(await calls['escalation.webhook']({ ...typed, address: 'http://alerts.example/hook' })).toMatchObject({ failure: { code: 'address-insecure' } })
})

describe('e-mail', () => {
  const typed = { server: 'smtp.example.com', security: 'tls' as const, user: 'a@example.com', password: 'p4ss', from: '', to: 'b@example.com' }
  const shown = { host: 'smtp.example.com', port: 465, security: 'tls', user: 'a@example.com', from: 'a@example.com', to: ['b@example.com'] }

  it('has its password and its server in the keychain, and everything but the password in the settings', async () => {
    const { store, calls, saved, choice } = await rig()
    expect(await calls['escalation.email'](typed)).toMatchObject({ ok: true })
    expect(choice().email).toEqual(shown)
    expect(JSON.parse(store.kept.get(`${KEPT}email`) ?? '')).toEqual({
      host: 'smtp.example.com',
      port: 465,
      security: 'tls',
      user: 'a@example.com',
      password: 'p4ss',
    })
    expect(saved).toEqual(['email'])
  })

  it('keeps the password for a changed recipient, and asks for it anew for another server, port or login', async () => {
    const { store, calls, choice } = await rig()
    expect(await calls['escalation.email']({ ...typed, password: '' })).toMatchObject({ failure: { code: 'mail-password-needed', field: 'password' } })
    await calls['escalation.email'](typed)
    expect(await calls['escalation.email']({ ...typed, password: '', to: 'c@example.com' })).toMatchObject({ ok: true })
    expect(store.kept.get(`${KEPT}email`)).toContain('p4ss')
    for (const other of [{ server: 'smtp.evil.example' }, { server: 'smtp.example.com:466' }, { user: 'x@example.com' }])
      expect(await calls['escalation.email']({ ...typed, password: '', ...other })).toMatchObject({
        failure: { code: 'mail-password-needed', field: 'password' },
      })
    expect(choice().email).toEqual({ ...shown, to: ['c@example.com'] })
  })

  it('of a server without a sign-in keeps no password', async () => {
    const { store, calls } = await rig()
    expect(await calls['escalation.email']({ ...typed, user: '', from: 'a@example.com' })).toMatchObject({ ok: true })
    expect(store.kept.get(`${KEPT}email`)).not.toContain('p4ss')
  })
})

it('a drill goes through every channel there is, and a second press during it sends nothing more', async () => {
  const { calls, drills, endDrill } = await rig()
  expect(await calls['escalation.drill'](undefined)).toMatchObject({ failure: { code: 'not-found' } })
  await calls['escalation.webhook']({ address: 'https://hooks.example/a', secret: '', service: 'auto', plainHttp: false })
  await calls['escalation.telegram']({ token: TOKEN, chat: '1' })
  await calls['escalation.email']({ server: 'smtp.example.com', security: 'tls', user: 'a@example.com', password: 'p', from: '', to: 'b@example.com' })
  const both = [calls['escalation.drill'](undefined), calls['escalation.drill'](undefined)]
  endDrill()
  expect((await Promise.all(both.map(async (each) => await each))).map(({ ok }) => ok)).toEqual([true, true])
  expect(drills).toEqual([['webhook', 'telegram', 'email']])
})

it('what is chosen apart from the other stays apart', async () => {
  const { calls, choice } = await rig()
  await calls['escalation.set']({ on: true })
  await calls['escalation.set']({ afterMinutes: 30 })
  expect(choice()).toEqual({ ...NO_ESCALATION, on: true, afterMinutes: 30 })
})
