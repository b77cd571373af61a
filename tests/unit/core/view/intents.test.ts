import { beforeEach, describe, expect, it } from 'vitest'
import { failed, success, type Outcome } from '../../../../src/shared/model/failure'
import type { Reading } from '../../../../src/shared/model/session'
import { createAppHandlers } from '../../../../src/main/core/view/app-intents'
import { createConnectionHandlers } from '../../../../src/main/core/view/connection-intents'
import { createNumberHandlers } from '../../../../src/main/core/view/number-intents'
import { createPreferenceHandlers } from '../../../../src/main/core/view/preferences'
import { createSandboxHandlers } from '../../../../src/main/core/view/sandbox-intents'
import { createSnapshotStore } from '../../../../src/main/core/view/snapshot-store'
import { CONNECTION, listed, numberRecord, RegistryRig, provisioned } from '../../../fakes/rigs/registry-rig'
import { emptySnapshot, sessionView } from '../../../fakes/views'

let rig: RegistryRig
let told: string[]
let gone: string[]
let stopOutcome: Outcome
let copied: Promise<void>
let calls: ReturnType<typeof handlers>

function serve(served: RegistryRig): void {
  rig = served
  told = []
  gone = []
  stopOutcome = success()
  copied = Promise.resolve()
  const say = (what: string) => (key: string) => void told.push(`${what} ${key}`)
  calls = handlers(say)
}

/** The handlers of connections and numbers, over the rig and a diary in place of the watcher. */
function handlers(say: (what: string) => (key: string) => void) {
  const { settings, connections, numbers, keeper } = rig
  const snapshots = createSnapshotStore({ ...emptySnapshot(), sessions: rig.file.numbers.map((each) => sessionView(each.key, { sessionId: each.sessionId })) })
  const watcher = {
    connect: (key: string, first?: Reading) => void told.push(`connect ${key}${first ? ` from ${first.state}` : ''}`),
    cancel: say('cancel'),
    newCode: say('newCode'),
    pair: async (key: string, phone: string) => (told.push(`pair ${key} ${phone}`), success()),
    check: say('check'),
    recheckConnection: say('recheck'),
    keepPhone: say('keepPhone'),
    disconnect: async (key: string) => (told.push(`disconnect ${key}`), stopOutcome),
  }
  const onNumberGone = (key: string): void => void gone.push(key)
  return {
    ...createConnectionHandlers({ settings, connections, numbers, watcher, onNumberGone }),
    ...createNumberHandlers({ settings, numbers, watcher, healing: { operator: say('by hand') }, snapshots, onNumberGone }),
    ...createSandboxHandlers({ settings, watcher, control: () => Promise.reject(new Error('no sandbox in this test')) }),
    ...createPreferenceHandlers({ settings, clock: rig.clock, apply: () => told.push('preferences') > 0 }),
    ...createAppHandlers({
      snapshots,
      keeper,
      copy: () => copied,
      openLink: async () => undefined,
      window: { zoom: (step) => void told.push(`zoom ${step}`) },
    }),
  }
}

beforeEach(async () => serve(await RegistryRig.open({ connections: [{ ...CONNECTION, forgotten: [] }], numbers: [numberRecord('1', { name: 'Shop' })] })))

describe('the operator disconnects a number', () => {
  it('and hears how it went', async () => {
    expect(await calls['number.disconnect']({ key: 'key-1' })).toEqual(success())
    stopOutcome = failed('not-allowed')
    expect(await calls['number.disconnect']({ key: 'key-1' })).toEqual(failed('not-allowed'))
    expect(told).toEqual(['disconnect key-1', 'disconnect key-1'])
  })
})

describe('the operator connects a number', () => {
  it('that the server has: it is started', async () => {
    await calls['number.connect']({ key: 'key-1' })
    expect(told).toEqual(['connect key-1'])
  })

  it('for which messages wait at the service: only with the word that they may go', async () => {
    rig.waiting = async () => success(12)
    await rig.connections.signIn('c1', {})
    for (const [call, args, done] of [
      ['number.connect', { key: 'key-1' }, 'connect key-1'],
      ['number.pair', { key: 'key-1', phone: '79001234567' }, 'pair key-1 79001234567'],
    ] as const) {
      expect(await calls[call](args as never)).toEqual({ ok: false, failure: { code: 'messages-waiting', count: 12 } })
      expect(told).toEqual([])
      expect(await calls[call]({ ...args, sendWaiting: true } as never)).toMatchObject({ ok: true })
      expect(told).toEqual([done])
      told.length = 0
    }
  })

  it.each([
    ['none wait', success(0)],
    ['the service does not say', success(null)],
    ['the question fails', failed('unreachable')],
  ])('at once where %s', async (_what, waiting) => {
    rig.waiting = async () => waiting
    await rig.connections.signIn('c1', {})
    expect(await calls['number.connect']({ key: 'key-1' })).toMatchObject({ ok: true })
    expect(told).toEqual(['connect key-1'])
  })

  it('whose row the server deleted: a new one takes its place and name', async () => {
    rig.list = async () => success([])
    await rig.numbers.refresh('c1')
    await rig.numbers.refresh('c1')
    rig.provision = async () => success(provisioned('2'))
    await rig.keeper.slots('c1').write('number:1', 'key of the deleted number')
    expect(await calls['number.connect']({ key: 'key-1' })).toMatchObject({ ok: true })
    expect(await rig.keeper.slots('c1').read('number:1')).toMatchObject({ ok: true, value: null })
    expect(rig.file.numbers).toMatchObject([{ sessionId: '2', name: 'Shop' }])
    expect(gone).toEqual(['key-1'])
  })

  it('whose row the server made again under the same session: it stays the same number', async () => {
    rig.list = async () => success([])
    await rig.numbers.refresh('c1')
    rig.provision = async () => success(provisioned('1'))
    await calls['number.connect']({ key: 'key-1' })
    expect(rig.file.numbers).toMatchObject([{ key: 'key-1', sessionId: '1', name: 'Shop' }])
    expect(gone).toEqual([])
  })
})

describe('a key of its own', () => {
  const proven = (state: 'connected' | 'disconnected') => {
    rig.signIn = async () =>
      success({
        address: 'https://platform.test',
        facts: {},
        number: listed('9', { apiKeyMask: 'key_ab••••••9f3c', reading: { state, evidence: { source: 'status', at: 0 } } }),
      })
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

  it('of a number for which messages wait at the service waits for a click', async () => {
    proven('disconnected')
    rig.waiting = async () => success(3)
    await calls['connection.add']({ kind: 'wpp-platform', name: '', fields: {} })
    expect(told.filter((each) => each.startsWith('connect'))).toEqual([])
    proven('connected')
    await calls['connection.add']({ kind: 'wpp-platform', name: 'another', fields: {} })
    expect(told.filter((each) => each.startsWith('connect'))).toHaveLength(1)
  })

  it('entered at sign-in shows its mask, and brings its number along when that is new', async () => {
    proven('connected')
    await calls['connection.signIn']({ connectionId: 'c1', fields: {} })
    expect(rig.file.numbers.map(({ sessionId, apiKeyMask }) => [sessionId, apiKeyMask])).toEqual([
      ['1', null],
      ['9', 'key_ab••••••9f3c'],
    ])
    rig.signIn = async () => success({ address: 'https://platform.test', facts: {}, number: listed('9', { apiKeyMask: 'key_cd••••••0000' }) })
    await calls['connection.signIn']({ connectionId: 'c1', fields: {} })
    expect(rig.file.numbers[1]).toMatchObject({ apiKeyMask: 'key_cd••••••0000' })
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
  const before = rig.file
  expect(await (calls[name] as (args: unknown) => unknown)(args)).toMatchObject({ ok: false, failure: { code: 'not-found' } })
  expect(rig.file).toBe(before)
})

it('a second sandbox is the first one', async () => {
  serve(await RegistryRig.open({ connections: [{ ...CONNECTION, id: 'box', kind: 'sandbox', forgotten: [] }] }))
  expect(await calls['connection.add']({ kind: 'sandbox', name: '', fields: {} })).toEqual({ ok: true, value: { connectionId: 'box' } })
})

it('mute lasts as long as asked for, and ends when told', () => {
  void calls['notices.mute']({ hours: 4 })
  expect(rig.file.mutedUntil).toBe(rig.clock.now() + 4 * 3_600_000)
  void calls['notices.mute']({ hours: 0 })
  expect(rig.file.mutedUntil).toBeNull()
})

it("cancelling a start of the app's own leaves the number to the operator", async () => {
  await calls['number.cancel']({ key: 'key-1' })
  expect(told).toEqual(['by hand key-1', 'cancel key-1'])
})

it('says that a text was copied only when it was', async () => {
  expect(await calls['clipboard.copy']({ text: 'x' })).toEqual({ ok: true, value: undefined })
  copied = Promise.reject(new Error('no clipboard'))
  await expect(calls['clipboard.copy']({ text: 'x' })).rejects.toThrow('no clipboard')
})
