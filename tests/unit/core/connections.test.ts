import { describe, expect, it } from 'vitest'
import { failed } from '../../../src/shared/failure'
import { CONNECTION, numberRecord, Office, untilAborted } from '../../fakes/office'

const FIELDS = { address: 'backend.test', login: 'ann', password: 'throwaway-pass' }

describe('adding a connection', () => {
  it('keeps it once the credentials are proven, with the secret in the keychain only', async () => {
    const office = await Office.open()
    const added = await office.connections.add('academyos', ' School ', FIELDS)
    expect(added).toMatchObject({ ok: true, value: { record: { name: 'School', address: 'https://backend.test' } } })
    expect([...office.secrets.kept.values()]).toEqual(['refresh-1'])
    expect(JSON.stringify(office.file)).not.toMatch(/throwaway-pass|refresh-1/)
    expect(office.views.get('id-1')).toMatchObject({ signIn: 'signed-in', account: 'ann', failure: null })
  })

  it('keeps nothing when they are refused', async () => {
    const office = await Office.open()
    office.signIn = async () => failed('sign-in-wrong', { field: 'password' })
    expect(await office.connections.add('academyos', '', FIELDS)).toMatchObject({ ok: false, failure: { code: 'sign-in-wrong' } })
    expect(office.file.connections).toEqual([])
    expect(office.connections.ids()).toEqual([])
  })

  it.each(['locked', 'none'] as const)('asks nobody while the keyring is %s', async (state) => {
    const office = new Office()
    office.secrets.become(state)
    await office.keeper.refresh()
    office.signIn = async () => expect.fail('asked')
    expect(await office.connections.add('academyos', '', FIELDS)).toMatchObject({ ok: false, failure: { code: `keyring-${state}` } })
  })

  it('is given up on cancel, and by itself after 30 s, each with its own failure', async () => {
    const office = await Office.open()
    office.signIn = (_request, signal) => untilAborted(signal)
    const cancelled = office.connections.add('academyos', '', FIELDS)
    office.connections.cancelAdd()
    expect(await cancelled).toMatchObject({ ok: false, failure: { code: 'cancelled' } })
    const late = office.connections.add('academyos', '', FIELDS)
    await office.clock.advance(30_000)
    expect(await late).toMatchObject({ ok: false, failure: { code: 'timeout' } })
    expect(office.clock.pending).toBe(0)
  })
})

describe('an existing connection', () => {
  const open = () => Office.open({ connections: [{ ...CONNECTION, forgotten: [] }], numbers: [numberRecord('42')] })

  it('signed out has no gateway, no secret, and keeps its numbers', async () => {
    const office = await open()
    office.secrets.kept.set('connection:c1/session', 'refresh-1')
    expect(await office.connections.signOut('c1')).toMatchObject({ ok: true })
    expect(office.connections.gatewayOf('c1')).toEqual({ code: 'signed-out' })
    expect(office.signOuts).toHaveLength(1)
    expect(office.secrets.kept.size).toBe(0)
    expect(office.file).toMatchObject({ connections: [{ signedIn: false }], numbers: [{ sessionId: '42' }] })
  })

  it('removed takes the secrets of its numbers along', async () => {
    const office = await open()
    office.secrets.kept.set('connection:c1/number:42', 'key-1').set('connection:c2/session', 'other')
    expect(await office.connections.remove('c1')).toMatchObject({ ok: true })
    expect([...office.secrets.kept.keys()]).toEqual(['connection:c2/session'])
    expect(office.file).toMatchObject({ connections: [], numbers: [] })
    expect(office.views.get('c1')).toBeNull()
  })

  it.each(['remove', 'signOut'] as const)('goes on as before when %s meets a locked keyring, which may hold its secrets', async (what) => {
    const office = await open()
    const gateway = office.connections.gatewayOf('c1')
    office.secrets.become('locked')
    expect(await office.connections[what]('c1')).toMatchObject({ ok: false, failure: { code: 'keyring-locked' } })
    expect(office.file.connections).toMatchObject([{ signedIn: true }])
    expect(office.signOuts).toEqual([])
    expect(office.connections.gatewayOf('c1')).toBe(gateway)
  })

  it('gets a fresh gateway when the keyring fails after the server has ended the sign-in', async () => {
    const office = await open()
    const gateway = office.connections.gatewayOf('c1')
    office.secrets.erase = async () => failed('keyring-timeout')
    expect(await office.connections.signOut('c1')).toMatchObject({ ok: false, failure: { code: 'keyring-timeout' } })
    expect(office.connections.gatewayOf('c1')).not.toBe(gateway)
    expect(office.connections.gatewayOf('c1')).not.toHaveProperty('code')
  })

  it('shows an expired sign-in and recovers with the next good answer', async () => {
    const office = await open()
    office.connections.learn('c1', { code: 'sign-in-expired' })
    expect(office.views.get('c1')).toMatchObject({ signIn: 'expired' })
    office.connections.learn('c1', { code: 'unreachable' })
    expect(office.views.get('c1')).toMatchObject({ signIn: 'expired' })
    office.connections.learn('c1', null)
    expect(office.views.get('c1')).toMatchObject({ signIn: 'signed-in', failure: null })
  })

  it('whose numbers have keys of their own is not expired because of one of them', async () => {
    const office = await Office.open({ connections: [{ ...CONNECTION, kind: 'wpp-platform', forgotten: [] }] })
    office.connections.learn('c1', { code: 'sign-in-expired' })
    expect(office.connections.view('c1')).toMatchObject({ signIn: 'signed-in' })
  })

  it('waits for the keyring although a key read earlier still works', async () => {
    const office = await open()
    office.secrets.become('locked')
    office.connections.learn('c1', { code: 'keyring-locked' })
    office.connections.learn('c1', null)
    expect(office.views.get('c1')).toMatchObject({ signIn: 'keyring' })
    office.secrets.become('unlocked')
    office.connections.learn('c1', null)
    expect(office.views.get('c1')).toMatchObject({ signIn: 'signed-in' })
  })

  it('signs in again with new facts and keeps the old ones', async () => {
    const office = await open()
    await office.connections.signOut('c1')
    office.signIn = async () => ({ ok: true, value: { address: 'https://backend.test', facts: { flavour: 'own' } } })
    expect(await office.connections.signIn('c1', FIELDS)).toMatchObject({ ok: true })
    expect(office.file.connections[0]).toMatchObject({ signedIn: true, facts: { login: 'ann', flavour: 'own' } })
    expect(office.views.get('c1')).toMatchObject({ signIn: 'signed-in' })
  })
})
