import { beforeEach, describe, expect, it } from 'vitest'
import { failed, success, type Outcome } from '../../../src/shared/failure'
import { companionHandlers } from '../../../src/main/core/companion'
import { SnapshotStore } from '../../../src/main/core/snapshot-store'
import { CONNECTION, listed, numberRecord, Office, provisioned } from '../../fakes/office'
import { SilentLog } from '../../fakes/silent-log'
import { emptySnapshot, sessionView } from '../../fakes/views'

let office: Office
let told: string[]
let gone: string[]
let stopOutcome: Outcome
let calls: ReturnType<typeof companionHandlers>

function serve(served: Office): void {
  office = served
  told = []
  gone = []
  stopOutcome = success()
  const say = (what: string) => (key: string) => void told.push(`${what} ${key}`)
  calls = companionHandlers({
    ...office,
    clock: office.clock,
    log: new SilentLog(),
    snapshots: new SnapshotStore({ ...emptySnapshot(), sessions: office.file.numbers.map((each) => sessionView(each.key, { sessionId: each.sessionId })) }),
    watcher: {
      connect: (key, first) => void told.push(`connect ${key}${first ? ` from ${first.state}` : ''}`),
      cancel: say('cancel'),
      newCode: say('newCode'),
      check: say('check'),
      remove: say('remove'),
      recheckConnection: say('recheck'),
      disconnect: async (key) => (told.push(`disconnect ${key}`), stopOutcome),
    },
    desktop: { copy: say('copy'), openLink: async () => undefined, testNotice: () => undefined },
    sandbox: () => Promise.reject(new Error('no sandbox in this test')),
    onPreferences: () => told.push('preferences') > 0,
    onNumberGone: (key) => void gone.push(key),
  })
}

beforeEach(async () => serve(await Office.open({ connections: [{ ...CONNECTION, forgotten: [] }], numbers: [numberRecord('1', { name: 'Shop' })] })))

describe('the operator disconnects a number', () => {
  it('and it is noted as theirs', async () => {
    expect(await calls['number.disconnect']({ key: 'key-1' })).toMatchObject({ ok: true })
    expect(office.file.numbers[0]).toMatchObject({ stoppedByOperator: true })
  })

  it.each(['cancelled', 'timeout', 'unreachable', 'server-error'] as const)('and the note stays when the answer is lost (%s): the server may have done it', async (code) => {
    stopOutcome = failed(code)
    expect(await calls['number.disconnect']({ key: 'key-1' })).toMatchObject({ ok: false })
    expect(office.file.numbers[0]).toMatchObject({ stoppedByOperator: true })
  })

  it.each(['several-numbers', 'not-allowed', 'sign-in-expired'] as const)('and the note is taken back when it is refused (%s)', async (code) => {
    stopOutcome = failed(code)
    await calls['number.disconnect']({ key: 'key-1' })
    expect(office.file.numbers[0]).toMatchObject({ stoppedByOperator: false })
  })
})

describe('the operator connects a number', () => {
  it('that the server has: it is started', async () => {
    await calls['number.connect']({ key: 'key-1' })
    expect(told).toEqual(['connect key-1'])
  })

  it('whose row the server deleted: a new one takes its place and name', async () => {
    office.list = async () => success([])
    await office.numbers.refresh('c1')
    office.provision = async () => success(provisioned('2'))
    expect(await calls['number.connect']({ key: 'key-1' })).toMatchObject({ ok: true })
    expect(office.file.numbers).toMatchObject([{ sessionId: '2', name: 'Shop' }])
    expect(gone).toEqual(['key-1'])
  })

  it('whose row the server made again under the same session: it stays the same number', async () => {
    office.list = async () => success([])
    await office.numbers.refresh('c1')
    office.provision = async () => success(provisioned('1'))
    await calls['number.connect']({ key: 'key-1' })
    expect(office.file.numbers).toMatchObject([{ key: 'key-1', sessionId: '1', name: 'Shop' }])
    expect(gone).toEqual([])
  })
})

describe('a key of its own', () => {
  const proven = (state: 'connected' | 'disconnected') => {
    office.signIn = async () =>
      success({ address: 'https://platform.test', facts: {}, number: listed('9', { apiKeyMask: 'key_ab••••••9f3c', reading: { state, evidence: { source: 'status', at: 0 } } }) })
  }

  it('of a number that is connected already does not start it again', async () => {
    proven('connected')
    await calls['connection.add']({ kind: 'wpp-platform', name: '', fields: {} })
    expect(told[0]).toMatch(/^connect .* from connected$/)
    expect(told[1]).toMatch(/^recheck /)
  })

  it('of a number that is not connected starts it', async () => {
    proven('disconnected')
    await calls['connection.add']({ kind: 'wpp-platform', name: '', fields: {} })
    expect(told[0]).toMatch(/^connect [^ ]+$/)
  })

  it('entered at sign-in shows its mask, and brings its number along when that is new', async () => {
    proven('connected')
    await calls['connection.signIn']({ connectionId: 'c1', fields: {} })
    expect(office.file.numbers.map(({ sessionId, apiKeyMask }) => [sessionId, apiKeyMask])).toEqual([['1', null], ['9', 'key_ab••••••9f3c']])
    office.signIn = async () => success({ address: 'https://platform.test', facts: {}, number: listed('9', { apiKeyMask: 'key_cd••••••0000' }) })
    await calls['connection.signIn']({ connectionId: 'c1', fields: {} })
    expect(office.file.numbers[1]).toMatchObject({ apiKeyMask: 'key_cd••••••0000' })
  })
})

it.each([
  ['number.connect', { key: 'nobody' }],
  ['number.disconnect', { key: 'nobody' }],
  ['number.check', { key: 'nobody' }],
  ['number.remove', { key: 'nobody' }],
  ['number.rename', { key: 'nobody', name: 'x' }],
  ['connection.rename', { connectionId: 'nobody', name: 'x' }],
  ['connection.signOut', { connectionId: 'nobody' }],
  ['connection.remove', { connectionId: 'nobody' }],
  ['connection.refresh', { connectionId: 'nobody' }],
] as const)('%s for something that is gone answers not-found and touches nothing', async (name, args) => {
  const before = office.file
  expect(await (calls[name] as (args: unknown) => unknown)(args)).toMatchObject({ ok: false, failure: { code: 'not-found' } })
  expect(office.file).toBe(before)
})

it('a second sandbox is the first one', async () => {
  serve(await Office.open({ connections: [{ ...CONNECTION, id: 'box', kind: 'sandbox', forgotten: [] }] }))
  expect(await calls['connection.add']({ kind: 'sandbox', name: '', fields: {} })).toEqual({ ok: true, value: { connectionId: 'box' } })
})

it('mute lasts as long as asked for, and ends when told', () => {
  void calls['notices.mute']({ hours: 4 })
  expect(office.file.mutedUntil).toBe(office.clock.now() + 4 * 3_600_000)
  void calls['notices.mute']({ hours: 0 })
  expect(office.file.mutedUntil).toBeNull()
})
