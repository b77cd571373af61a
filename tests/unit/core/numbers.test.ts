import { describe, expect, it } from 'vitest'
import { failed, success } from '../../../src/shared/failure'
import { CONNECTION, held, listed, numberRecord, Office, provisioned, untilAborted } from '../../fakes/office'

const open = (...sessions: string[]) => Office.open({ connections: [{ ...CONNECTION, forgotten: [] }], numbers: sessions.map((each) => numberRecord(each)) })

describe('provisioning', () => {
  it('keeps the number with its mask, pairs it and reads the list anew', async () => {
    const office = await open()
    office.provision = async ({ known, idempotencyKey }) => {
      expect([known, idempotencyKey]).toEqual([[], 'id-1'])
      return success(provisioned('42', { apiKeyMask: 'key_ab••••••9f3c' }))
    }
    let listings = 0
    office.list = async () => (listings++, success([listed('42', { apiKeyMask: '••••••••9f3c' })]))
    const added = await office.numbers.add('c1', {})
    expect(added).toMatchObject({ ok: true, value: { key: 'id-2' } })
    await office.clock.advance(0)
    expect(office.watcher.told).toEqual(['add 42', 'connect id-2'])
    expect(office.file.numbers).toMatchObject([{ sessionId: '42', apiKeyMask: 'key_ab••••••9f3c' }])
    expect([listings, office.added]).toEqual([1, ['id-2']])
    expect(office.clock.pending).toBe(0)
  })

  it('is asked once however often the button is pressed', async () => {
    const office = await open()
    const answer = held<ReturnType<typeof failed>>()
    let asked = 0
    office.provision = () => (asked++, answer.promise)
    const first = office.numbers.add('c1', {})
    expect(await office.numbers.add('c1', {})).toMatchObject({ ok: false })
    answer.settle(failed('server-error'))
    await first
    expect(asked).toBe(1)
    expect(office.views.get('c1')).toMatchObject({ provisioningSince: null, provisionFailure: { code: 'server-error' } })
  })

  it('that is cancelled shows no failure, and the list tells what came of it', async () => {
    const office = await open()
    office.provision = (_request, signal) => untilAborted(signal)
    office.list = async () => success([listed('42')])
    const adding = office.numbers.add('c1', {})
    expect(office.views.get('c1')?.provisioningSince).not.toBeNull()
    office.numbers.cancelAdd('c1')
    expect(await adding).toMatchObject({ ok: false, failure: { code: 'cancelled' } })
    await office.clock.advance(0)
    expect(office.views.get('c1')).toMatchObject({ provisioningSince: null, provisionFailure: null })
    expect(office.watcher.told).toEqual(['add 42'])
  })

  it('that was cancelled and turns up later is taken up by the next click instead of making a second one', async () => {
    const office = await open()
    const keys: string[] = []
    office.provision = ({ idempotencyKey }, signal) => (keys.push(idempotencyKey), untilAborted(signal))
    office.list = async () => success([])
    const adding = office.numbers.add('c1', {})
    office.numbers.cancelAdd('c1')
    await adding
    await office.clock.advance(5_000)
    office.list = async () => success([listed('42')])
    expect(await office.numbers.add('c1', {})).toMatchObject({ ok: true })
    expect(keys).toHaveLength(1)
    expect(office.watcher.told).toEqual(['add 42', `connect ${office.file.numbers[0]?.key}`])
  })

  it('that was cancelled and made nothing is repeated under the same key, and a later wish has its own', async () => {
    const office = await open()
    const keys: string[] = []
    office.list = async () => success([])
    office.provision = ({ idempotencyKey }, signal) => (keys.push(idempotencyKey), untilAborted(signal))
    const adding = office.numbers.add('c1', {})
    office.numbers.cancelAdd('c1')
    await adding
    office.provision = async ({ idempotencyKey }) => (keys.push(idempotencyKey), success(provisioned('42')))
    await office.numbers.add('c1', {})
    await office.numbers.add('c1', {})
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[0])
  })

  it('whose end was not seen is looked for again while a slow server may still finish', async () => {
    const office = await open()
    let asked = 0
    office.list = async () => (asked++, success([]))
    office.provision = async () => failed('provision-unclear')
    await office.numbers.add('c1', {})
    await office.clock.advance(100_000)
    expect(asked).toBe(4)
    expect(office.clock.pending).toBe(0)
  })

  it('whose end was not seen is no longer warned of once the operator has read the list', async () => {
    const office = await open()
    office.provision = async () => failed('provision-unclear')
    await office.numbers.add('c1', {})
    office.list = async () => failed('server-error')
    await office.numbers.refreshAll('c1')
    expect(office.views.get('c1')).toMatchObject({ provisionFailure: { code: 'provision-unclear' } })
    office.list = async () => success([])
    await office.numbers.refreshAll('c1')
    expect(office.views.get('c1')).toMatchObject({ provisionFailure: null })
  })

  it('ends after its deadline with a sentence of its own', async () => {
    const office = await open()
    office.provision = (_request, signal) => untilAborted(signal)
    const adding = office.numbers.add('c1', {})
    await office.clock.advance(90_000)
    expect(await adding).toMatchObject({ ok: false, failure: { code: 'deadline-starting' } })
    expect(office.views.get('c1')).toMatchObject({ provisionFailure: { code: 'deadline-starting' } })
  })
})

describe('the list', () => {
  it('adds what is new, keeps what the operator named, and tells what is gone', async () => {
    const office = await Office.open({ connections: [{ ...CONNECTION, forgotten: [] }], numbers: [numberRecord('1', { name: 'Shop' }), numberRecord('2'), numberRecord('3', { stoppedByOperator: true })] })
    office.list = async () => success([listed('1', { name: 'WhatsApp (WPP)', facts: { integration_id: 'i1' } }), listed('4', { name: 'Second' })])
    expect(await office.numbers.refresh('c1')).toMatchObject({ ok: true })
    expect(office.watcher.told).toEqual(['update 1', 'add 4', 'vanished key-2'])
    expect(office.file.numbers.map(({ sessionId, name }) => [sessionId, name])).toEqual([['1', 'Shop'], ['2', ''], ['3', ''], ['4', 'Second']])
    expect(office.file.numbers[0]?.facts).toEqual({ integration_id: 'i1' })
  })

  it('of thousands is saved once, since every save writes all settings', async () => {
    const office = await open('1')
    office.list = async () => success(Array.from({ length: 5_000 }, (_, index) => listed(String(index + 1), { facts: { integration_id: `i${index}` } })))
    const before = office.saves
    await office.numbers.refresh('c1')
    expect(office.saves - before).toBe(1)
    expect(office.file.numbers).toHaveLength(5_000)
    expect(office.watcher.told.slice(0, 2)).toEqual(['update 1', 'add 2'])
    await office.numbers.refresh('c1')
    expect(office.saves - before).toBe(1)
    expect(office.watcher.told).toHaveLength(5_000)
  })

  it.each([
    ['cannot be read', async () => failed('server-error')],
    ['is not offered by the backend', async () => success(null)],
  ] as const)('that %s removes nothing', async (_what, list) => {
    const office = await open('1')
    office.list = list
    await office.numbers.refresh('c1')
    expect(office.watcher.told).toEqual([])
    expect(office.file.numbers).toHaveLength(1)
  })

  it('read before a number was made does not call it gone', async () => {
    const office = await open()
    const list = held<ReturnType<typeof success<never[]>>>()
    office.list = () => list.promise
    const reading = office.numbers.refresh('c1')
    office.provision = async () => success(provisioned('42'))
    await office.numbers.add('c1', {})
    list.settle(success<never[]>([]))
    await reading
    expect(office.watcher.told.filter((each) => each.startsWith('vanished'))).toEqual([])
  })

  it('asked for before the operator began to link a number says nothing about it', async () => {
    const office = await open('1')
    const list = held<ReturnType<typeof success<never[]>>>()
    office.list = () => list.promise
    const reading = office.numbers.refresh('c1')
    office.numbers.touch('key-1')
    list.settle(success<never[]>([]))
    await reading
    expect(office.watcher.told).toEqual([])
  })

  it('without a number lets one click make another in its place, where no key has to be typed', async () => {
    const office = await open('1')
    const record = numberRecord('1')
    expect(office.numbers.canReplace(record, undefined)).toBe(false)
    office.list = async () => success([])
    await office.numbers.refresh('c1')
    expect(office.numbers.canReplace(record, undefined)).toBe(true)
    office.book.putConnection({ ...CONNECTION, kind: 'wpp-platform', forgotten: [] })
    expect(office.numbers.canReplace(record, undefined)).toBe(false)
  })

  it('leaves a number alone that was removed from the app, until the operator asks for all', async () => {
    const office = await open('1')
    office.list = async () => success([listed('1')])
    expect(await office.numbers.remove('key-1', async () => success())).toMatchObject({ ok: true })
    await office.numbers.refresh('c1')
    expect(office.file.numbers).toEqual([])
    await office.numbers.refreshAll('c1')
    expect(office.file.numbers).toMatchObject([{ sessionId: '1' }])
  })

  it('is given up after 30 s and asked once for all who want it', async () => {
    const office = await open('1')
    let asked = 0
    office.list = (signal) => (asked++, untilAborted(signal))
    const [a, b] = [office.numbers.refresh('c1'), office.numbers.refresh('c1')]
    await office.clock.advance(30_000)
    expect([await a, await b]).toMatchObject([{ failure: { code: 'timeout' } }, { failure: { code: 'timeout' } }])
    expect(asked).toBe(1)
    expect(office.views.get('c1')).toMatchObject({ listing: false })
  })
})

it('a number whose secret cannot be erased stays in the app', async () => {
  const office = await open('1')
  expect(await office.numbers.remove('key-1', async () => failed('keyring-locked'))).toMatchObject({ ok: false })
  expect(office.file.numbers).toHaveLength(1)
})
