import { describe, expect, it } from 'vitest'
import { failed, success } from '../../../../src/shared/model/failure'
import { TIMINGS } from '../../../../src/shared/timings'
import { CONNECTION, held, listed, numberRecord, RegistryRig, provisioned, untilAborted } from '../../../fakes/rigs/registry-rig'

const open = (...sessions: string[]) =>
  RegistryRig.open({ connections: [{ ...CONNECTION, forgotten: [] }], numbers: sessions.map((each) => numberRecord(each)) })

describe('provisioning', () => {
  it('keeps the number with its mask, pairs it and reads the list anew', async () => {
    const rig = await open()
    rig.provision = async ({ known, idempotencyKey }) => {
      expect([known, idempotencyKey]).toEqual([[], 'id-1'])
      return success(provisioned('42', { apiKeyMask: 'key_ab••••••9f3c' }))
    }
    let listings = 0
    rig.list = async () => (listings++, success([listed('42', { apiKeyMask: '••••••••9f3c' })]))
    const added = await rig.numbers.add('c1', {})
    expect(added).toMatchObject({ ok: true, value: { key: 'id-2' } })
    await rig.clock.advance(0)
    expect(rig.watcher.told).toEqual(['add 42', 'connect id-2'])
    expect(rig.file.numbers).toMatchObject([{ sessionId: '42', apiKeyMask: 'key_ab••••••9f3c' }])
    expect([listings, rig.added]).toEqual([1, ['id-2']])
    expect(rig.clock.pending).toBe(0)
  })

  it('is asked once however often the button is pressed', async () => {
    const rig = await open()
    const answer = held<ReturnType<typeof failed>>()
    let asked = 0
    rig.provision = () => (asked++, answer.promise)
    const first = rig.numbers.add('c1', {})
    expect(await rig.numbers.add('c1', {})).toMatchObject({ ok: false })
    answer.settle(failed('server-error'))
    await first
    expect(asked).toBe(1)
    expect(rig.views.get('c1')).toMatchObject({ provisioningSince: null, provisionFailure: { code: 'server-error' } })
  })

  it('that is cancelled shows no failure, and the list tells what came of it', async () => {
    const rig = await open()
    rig.provision = (_request, signal) => untilAborted(signal)
    rig.list = async () => success([listed('42')])
    const adding = rig.numbers.add('c1', {})
    expect(rig.views.get('c1')?.provisioningSince).not.toBeNull()
    rig.numbers.cancelAdd('c1')
    expect(await adding).toMatchObject({ ok: false, failure: { code: 'cancelled' } })
    await rig.clock.advance(0)
    expect(rig.views.get('c1')).toMatchObject({ provisioningSince: null, provisionFailure: null })
    expect(rig.watcher.told).toEqual(['add 42'])
  })

  it('that was cancelled and turns up later is taken up by the next click instead of making a second one', async () => {
    const rig = await open()
    const keys: string[] = []
    rig.provision = ({ idempotencyKey }, signal) => (keys.push(idempotencyKey), untilAborted(signal))
    rig.list = async () => success([])
    const adding = rig.numbers.add('c1', {})
    rig.numbers.cancelAdd('c1')
    await adding
    await rig.clock.advance(5_000)
    rig.list = async () => success([listed('42')])
    expect(await rig.numbers.add('c1', {})).toMatchObject({ ok: true })
    expect(keys).toHaveLength(1)
    expect(rig.watcher.told).toEqual(['add 42', `connect ${rig.file.numbers[0]?.key}`])
  })

  it('that was cancelled and made nothing is repeated under the same key, and a later wish has its own', async () => {
    const rig = await open()
    const keys: string[] = []
    rig.list = async () => success([])
    rig.provision = ({ idempotencyKey }, signal) => (keys.push(idempotencyKey), untilAborted(signal))
    const adding = rig.numbers.add('c1', {})
    rig.numbers.cancelAdd('c1')
    await adding
    rig.provision = async ({ idempotencyKey }) => (keys.push(idempotencyKey), success(provisioned('42')))
    await rig.numbers.add('c1', {})
    await rig.numbers.add('c1', {})
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[0])
  })

  it('whose end was not seen is looked for again while a slow server may still finish', async () => {
    const rig = await open()
    let asked = 0
    rig.list = async () => (asked++, success([]))
    rig.provision = async () => failed('provision-unclear')
    await rig.numbers.add('c1', {})
    await rig.clock.advance(100_000)
    expect(asked).toBe(4)
    expect(rig.clock.pending).toBe(0)
  })

  it('whose end was not seen is no longer warned of once the operator has read the list', async () => {
    const rig = await open()
    rig.provision = async () => failed('provision-unclear')
    await rig.numbers.add('c1', {})
    rig.list = async () => failed('server-error')
    await rig.numbers.refreshAll('c1')
    expect(rig.views.get('c1')).toMatchObject({ provisionFailure: { code: 'provision-unclear' } })
    rig.list = async () => success([])
    await rig.numbers.refreshAll('c1')
    expect(rig.views.get('c1')).toMatchObject({ provisionFailure: null })
  })

  it('ends after its deadline with a sentence of its own', async () => {
    const rig = await open()
    rig.provision = (_request, signal) => untilAborted(signal)
    const adding = rig.numbers.add('c1', {})
    await rig.clock.advance(90_000)
    expect(await adding).toMatchObject({ ok: false, failure: { code: 'deadline-starting' } })
    expect(rig.views.get('c1')).toMatchObject({ provisionFailure: { code: 'deadline-starting' } })
  })
})

describe('the list', () => {
  it('adds what is new, keeps what the operator named, and tells what is gone', async () => {
    const rig = await RegistryRig.open({
      connections: [{ ...CONNECTION, forgotten: [] }],
      numbers: [numberRecord('1', { name: 'Shop' }), numberRecord('2'), numberRecord('3', { stoppedByOperator: true })],
    })
    rig.list = async () => success([listed('1', { name: 'WhatsApp (WPP)', facts: { integration_id: 'i1' } }), listed('4', { name: 'Second' })])
    expect(await rig.numbers.refresh('c1')).toMatchObject({ ok: true })
    expect(rig.watcher.told).toEqual(['update 1', 'add 4'])
    await rig.clock.advance(TIMINGS.confirmDrop)
    expect(rig.watcher.told).toEqual(['update 1', 'add 4', 'vanished key-2'])
    expect(rig.file.numbers.map(({ sessionId, name }) => [sessionId, name])).toEqual([
      ['1', 'Shop'],
      ['2', ''],
      ['3', ''],
      ['4', 'Second'],
    ])
    expect(rig.file.numbers[0]?.facts).toEqual({ integration_id: 'i1' })
  })

  it('of thousands is saved once, since every save writes all settings', async () => {
    const rig = await open('1')
    rig.list = async () => success(Array.from({ length: 5_000 }, (_, index) => listed(String(index + 1), { facts: { integration_id: `i${index}` } })))
    const before = rig.saves
    await rig.numbers.refresh('c1')
    expect(rig.saves - before).toBe(1)
    expect(rig.file.numbers).toHaveLength(5_000)
    expect(rig.watcher.told.slice(0, 2)).toEqual(['update 1', 'add 2'])
    await rig.numbers.refresh('c1')
    expect(rig.saves - before).toBe(1)
    expect(rig.watcher.told).toHaveLength(5_000)
  })

  it.each([
    ['cannot be read', async () => failed('server-error')],
    ['is not offered by the backend', async () => success(null)],
  ] as const)('that %s removes nothing', async (_what, list) => {
    const rig = await open('1')
    rig.list = list
    await rig.numbers.refresh('c1')
    expect(rig.watcher.told).toEqual([])
    expect(rig.file.numbers).toHaveLength(1)
  })

  it('read before a number was made does not call it gone', async () => {
    const rig = await open()
    const list = held<ReturnType<typeof success<never[]>>>()
    rig.list = () => list.promise
    const reading = rig.numbers.refresh('c1')
    rig.provision = async () => success(provisioned('42'))
    await rig.numbers.add('c1', {})
    list.settle(success<never[]>([]))
    await reading
    expect(rig.watcher.told.filter((each) => each.startsWith('vanished'))).toEqual([])
  })

  it('asked for before the operator began to link a number says nothing about it', async () => {
    const rig = await open('1')
    const list = held<ReturnType<typeof success<never[]>>>()
    rig.list = () => list.promise
    const reading = rig.numbers.refresh('c1')
    rig.numbers.touch('key-1')
    list.settle(success<never[]>([]))
    await reading
    expect(rig.watcher.told).toEqual([])
  })

  it('without a number lets one click make another in its place, where no key has to be typed', async () => {
    const rig = await open('1')
    const record = numberRecord('1')
    expect(rig.numbers.canReplace(record, undefined)).toBe(false)
    rig.list = async () => success([])
    await rig.numbers.refresh('c1')
    expect(rig.numbers.canReplace(record, undefined)).toBe(false)
    await rig.numbers.refresh('c1')
    expect(rig.numbers.canReplace(record, undefined)).toBe(true)
    rig.settings.putConnection({ ...CONNECTION, kind: 'wpp-platform', forgotten: [] })
    expect(rig.numbers.canReplace(record, undefined)).toBe(false)
  })

  it('leaves a number alone that was removed from the app, until the operator asks for all', async () => {
    const rig = await open('1')
    rig.list = async () => success([listed('1')])
    expect(await rig.numbers.remove('key-1')).toMatchObject({ ok: true })
    await rig.numbers.refresh('c1')
    expect(rig.file.numbers).toEqual([])
    await rig.numbers.refreshAll('c1')
    expect(rig.file.numbers).toMatchObject([{ sessionId: '1' }])
  })

  it('is given up after 30 s and asked once for all who want it', async () => {
    const rig = await open('1')
    let asked = 0
    rig.list = (signal) => (asked++, untilAborted(signal))
    const [a, b] = [rig.numbers.refresh('c1'), rig.numbers.refresh('c1')]
    await rig.clock.advance(30_000)
    expect([await a, await b]).toMatchObject([{ failure: { code: 'timeout' } }, { failure: { code: 'timeout' } }])
    expect(asked).toBe(1)
    expect(rig.views.get('c1')).toMatchObject({ listing: false })
  })
})

it('a number whose secret cannot be erased stays in the app', async () => {
  const rig = await open('1')
  rig.secrets.become('locked')
  expect(await rig.numbers.remove('key-1')).toMatchObject({ ok: false, failure: { code: 'keyring-locked' } })
  expect(rig.file.numbers).toHaveLength(1)
})

describe('reading all lists again', () => {
  it('leaves a connection alone that is signed out', async () => {
    const other = { ...CONNECTION, id: 'c2', forgotten: [] }
    const rig = await RegistryRig.open({ connections: [{ ...CONNECTION, forgotten: [] }, other], numbers: [] })
    let asked = 0
    rig.list = async () => (asked++, success([]))
    rig.numbers.refreshLists()
    await rig.clock.advance(0)
    expect(asked).toBe(2)
    await rig.connections.signOut('c2')
    rig.numbers.refreshLists()
    await rig.clock.advance(0)
    expect(asked).toBe(3)
  })
})
