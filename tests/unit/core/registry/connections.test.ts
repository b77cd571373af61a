import { describe, expect, it } from 'vitest'
import { failed, success } from '../../../../src/shared/model/failure'
import { CONNECTION, numberRecord, RegistryRig, untilAborted } from '../../../fakes/rigs/registry-rig'

const FIELDS = { address: 'backend.test', login: 'ann', password: 'throwaway-pass' }

describe('adding a connection', () => {
  it('keeps it once the credentials are proven, with the secret in the keychain only', async () => {
    const rig = await RegistryRig.open()
    const added = await rig.connections.add('academyos', ' School ', FIELDS)
    expect(added).toMatchObject({ ok: true, value: { record: { name: 'School', address: 'https://backend.test' } } })
    expect([...rig.secrets.kept.values()]).toEqual(['refresh-1'])
    expect(JSON.stringify(rig.file)).not.toMatch(/throwaway-pass|refresh-1/)
    expect(rig.views.get('id-1')).toMatchObject({ signIn: 'signed-in', account: 'ann', failure: null })
  })

  it('keeps nothing when they are refused', async () => {
    const rig = await RegistryRig.open()
    rig.signIn = async () => failed('sign-in-wrong', { field: 'password' })
    expect(await rig.connections.add('academyos', '', FIELDS)).toMatchObject({ ok: false, failure: { code: 'sign-in-wrong' } })
    expect(rig.file.connections).toEqual([])
    expect(rig.connections.ids()).toEqual([])
  })

  it.each(['locked', 'none'] as const)('asks nobody while the keyring is %s', async (state) => {
    const rig = new RegistryRig()
    rig.secrets.become(state)
    await rig.keeper.refresh()
    rig.signIn = async () => expect.fail('asked')
    expect(await rig.connections.add('academyos', '', FIELDS)).toMatchObject({ ok: false, failure: { code: `keyring-${state}` } })
  })

  it('is given up on cancel, and by itself after 30 s, each with its own failure', async () => {
    const rig = await RegistryRig.open()
    rig.signIn = (_request, signal) => untilAborted(signal)
    const cancelled = rig.connections.add('academyos', '', FIELDS)
    rig.connections.cancelAdd()
    expect(await cancelled).toMatchObject({ ok: false, failure: { code: 'cancelled' } })
    const late = rig.connections.add('academyos', '', FIELDS)
    await rig.clock.advance(30_000)
    expect(await late).toMatchObject({ ok: false, failure: { code: 'timeout' } })
    expect(rig.clock.pending).toBe(0)
  })
})

describe('a kept address without encryption', () => {
  it.each([
    ['http://192.168.1.20:21465', {}, 'address-unencrypted'],
    ['http://backend.test', { plainHttp: 'yes' }, 'address-insecure'],
    ['http://ai', { plainHttp: 'yes' }, 'address-insecure'],
  ])('is not asked, whoever wrote %s %j into the settings', async (address, facts, code) => {
    const rig = await RegistryRig.open({ connections: [{ ...CONNECTION, address, facts, forgotten: [] }], numbers: [] })
    expect(rig.connections.gatewayOf(CONNECTION.id)).toEqual({ code })
  })

  it('is asked where the operator agreed', async () => {
    const rig = await RegistryRig.open({
      connections: [{ ...CONNECTION, address: 'http://192.168.1.20:21465', facts: { plainHttp: 'yes' }, forgotten: [] }],
      numbers: [],
    })
    expect(rig.connections.gatewayOf(CONNECTION.id)).not.toHaveProperty('code')
  })
})

describe('an existing connection', () => {
  const open = () => RegistryRig.open({ connections: [{ ...CONNECTION, forgotten: [] }], numbers: [numberRecord('42')] })

  it('signed out has no gateway, no secret, and keeps its numbers', async () => {
    const rig = await open()
    rig.secrets.kept.set('connection:c1/session', 'refresh-1')
    expect(await rig.connections.signOut('c1')).toMatchObject({ ok: true })
    expect(rig.connections.gatewayOf('c1')).toEqual({ code: 'signed-out' })
    expect(rig.signOuts).toHaveLength(1)
    expect(rig.secrets.kept.size).toBe(0)
    expect(rig.file).toMatchObject({ connections: [{ signedIn: false }], numbers: [{ sessionId: '42' }] })
  })

  it('removed takes the secrets of its numbers along', async () => {
    const rig = await open()
    rig.secrets.kept.set('connection:c1/number:42', 'key-1').set('connection:c2/session', 'other')
    expect(await rig.connections.remove('c1')).toMatchObject({ ok: true })
    expect([...rig.secrets.kept.keys()]).toEqual(['connection:c2/session'])
    expect(rig.file).toMatchObject({ connections: [], numbers: [] })
    expect(rig.views.get('c1')).toBeNull()
  })

  it.each(['remove', 'signOut'] as const)('goes on as before when %s meets a locked keyring, which may hold its secrets', async (what) => {
    const rig = await open()
    const gateway = rig.connections.gatewayOf('c1')
    rig.secrets.become('locked')
    expect(await rig.connections[what]('c1')).toMatchObject({ ok: false, failure: { code: 'keyring-locked' } })
    expect(rig.file.connections).toMatchObject([{ signedIn: true }])
    expect(rig.signOuts).toEqual([])
    expect(rig.connections.gatewayOf('c1')).toBe(gateway)
  })

  it('gets a fresh gateway when the keyring fails after the server has ended the sign-in', async () => {
    const rig = await open()
    const gateway = rig.connections.gatewayOf('c1')
    rig.secrets.erase = async () => failed('keyring-timeout')
    expect(await rig.connections.signOut('c1')).toMatchObject({ ok: false, failure: { code: 'keyring-timeout' } })
    expect(rig.connections.gatewayOf('c1')).not.toBe(gateway)
    expect(rig.connections.gatewayOf('c1')).not.toHaveProperty('code')
  })

  it('shows an expired sign-in and recovers with the next good answer', async () => {
    const rig = await open()
    rig.connections.learn('c1', { code: 'sign-in-expired' })
    expect(rig.views.get('c1')).toMatchObject({ signIn: 'expired' })
    rig.connections.learn('c1', { code: 'unreachable' })
    expect(rig.views.get('c1')).toMatchObject({ signIn: 'expired' })
    rig.connections.learn('c1', null)
    expect(rig.views.get('c1')).toMatchObject({ signIn: 'signed-in', failure: null })
  })

  it('whose numbers have keys of their own is not expired because of one of them', async () => {
    const rig = await RegistryRig.open({ connections: [{ ...CONNECTION, kind: 'wpp-platform', forgotten: [] }] })
    rig.connections.learn('c1', { code: 'sign-in-expired' })
    expect(rig.connections.view('c1')).toMatchObject({ signIn: 'signed-in' })
  })

  it('waits for the keyring although a key read earlier still works', async () => {
    const rig = await open()
    rig.secrets.become('locked')
    rig.connections.learn('c1', { code: 'keyring-locked' })
    rig.connections.learn('c1', null)
    expect(rig.views.get('c1')).toMatchObject({ signIn: 'keyring' })
    rig.secrets.become('unlocked')
    rig.connections.learn('c1', null)
    expect(rig.views.get('c1')).toMatchObject({ signIn: 'signed-in' })
  })

  it('signs in again with new facts and keeps the old ones', async () => {
    const rig = await open()
    await rig.connections.signOut('c1')
    rig.signIn = async () => ({ ok: true, value: { address: 'https://backend.test', facts: { flavour: 'own' } } })
    expect(await rig.connections.signIn('c1', FIELDS)).toMatchObject({ ok: true })
    expect(rig.file.connections[0]).toMatchObject({ signedIn: true, facts: { login: 'ann', flavour: 'own' } })
    expect(rig.views.get('c1')).toMatchObject({ signIn: 'signed-in' })
  })
})

describe('the secrets of a kind that names its own slots', () => {
  const kept = ['connection:c1/certificate', 'connection:c1/hook:42', 'connection:c1/hook:43', 'connection:c1/key:42', 'connection:c1/key:43']
  const open = async () => {
    const rig = await RegistryRig.open({ connections: [{ ...CONNECTION, forgotten: [] }], numbers: [numberRecord('42'), numberRecord('43')] })
    rig.slots = { connectionSlots: ['certificate'], numberSlots: (sessionId) => [`key:${sessionId}`, `hook:${sessionId}`] }
    for (const account of [...kept, 'connection:c2/certificate']) rig.secrets.kept.set(account, 'secret')
    return rig
  }

  it.each(['remove', 'signOut'] as const)('are erased by %s, and those of another connection stay', async (what) => {
    const rig = await open()
    expect(await rig.connections[what]('c1')).toMatchObject({ ok: true })
    expect([...rig.secrets.kept.keys()]).toEqual(['connection:c2/certificate'])
  })

  it('are erased with their number, and those of the other number stay', async () => {
    const rig = await open()
    expect(await rig.numbers.remove('key-42')).toMatchObject({ ok: true })
    expect([...rig.secrets.kept.keys()].sort()).toEqual([
      'connection:c1/certificate',
      'connection:c1/hook:43',
      'connection:c1/key:43',
      'connection:c2/certificate',
    ])
  })
})

describe('a connection without encryption', () => {
  const plain = { ...CONNECTION, address: 'http://192.168.1.20', facts: { login: 'ann', plainHttp: 'yes' }, forgotten: [] }

  it('says so, and no more once that is forbidden: it is signed out, and asks again', async () => {
    const rig = await RegistryRig.open({ connections: [plain] })
    expect(rig.connections.view('c1')).toMatchObject({ unencrypted: true, signIn: 'signed-in' })
    expect(await rig.connections.forbidPlain('c1')).toMatchObject({ ok: true })
    expect(rig.views.get('c1')).toMatchObject({ unencrypted: false, signIn: 'signed-out' })
    expect(rig.file.connections[0]?.facts).toEqual({ login: 'ann' })
    let asked: unknown = null
    rig.signIn = async ({ facts, fields }) => {
      asked = { facts, fields }
      return success({ address: 'http://192.168.1.20', facts: { plainHttp: 'yes' } })
    }
    await rig.connections.signIn('c1', { password: 'x', plainHttp: 'yes' })
    expect(asked).toEqual({ facts: { login: 'ann' }, fields: { password: 'x', plainHttp: 'yes' } })
    expect(rig.views.get('c1')).toMatchObject({ unencrypted: true })
  })

  it('is encrypted again when it was signed in to at another address', async () => {
    const rig = await RegistryRig.open({ connections: [plain] })
    rig.signIn = async () => success({ address: 'https://gateway.example', facts: {} })
    await rig.connections.signIn('c1', {})
    expect(rig.views.get('c1')).toMatchObject({ unencrypted: false, address: 'https://gateway.example' })
  })
})

it('says that a server still has the key it was delivered with, until a sign-in with another one', async () => {
  const rig = await RegistryRig.open({ connections: [{ ...CONNECTION, facts: { defaultSecret: 'yes' }, forgotten: [] }] })
  expect(rig.connections.view('c1')).toMatchObject({ deliveredKey: true })
  rig.signIn = async () => success({ address: 'https://gateway.example', facts: {} })
  await rig.connections.signIn('c1', {})
  expect(rig.views.get('c1')).toMatchObject({ deliveredKey: false })
})

describe('an address of another kind of backend', () => {
  it('is named with the kind that answers there', async () => {
    const rig = await RegistryRig.open()
    rig.signIn = async () => failed('address-not-backend', { field: 'address' })
    rig.recognised = 'evolution'
    expect(await rig.connections.add('academyos', '', { address: 'https://x.test' })).toEqual(
      failed('address-other-kind', { field: 'address', kind: 'evolution' }),
    )
    rig.recognised = 'academyos'
    expect(await rig.connections.add('academyos', '', { address: 'https://x.test' })).toMatchObject({ failure: { code: 'address-not-backend' } })
    rig.recognised = null
    expect(await rig.connections.add('academyos', '', { address: 'https://x.test' })).toMatchObject({ failure: { code: 'address-not-backend' } })
  })

  it('is looked for when the key is refused: some backends refuse everybody', async () => {
    const rig = await RegistryRig.open()
    rig.signIn = async () => failed('key-rejected', { field: 'apiKey' })
    rig.recognised = 'evolution'
    expect(await rig.connections.add('academyos', '', { address: 'https://x.test' })).toMatchObject({ failure: { code: 'address-other-kind' } })
    rig.recognised = null
    expect(await rig.connections.add('academyos', '', { address: 'https://x.test' })).toMatchObject({ failure: { code: 'key-rejected' } })
  })

  it('is not looked for after any other failure', async () => {
    const rig = await RegistryRig.open()
    rig.recognised = 'evolution'
    rig.signIn = async () => failed('sign-in-wrong')
    expect(await rig.connections.add('academyos', '', { address: 'https://x.test' })).toMatchObject({ failure: { code: 'sign-in-wrong' } })
  })
})
