// What a list without numbers proves.
import { describe, expect, it } from 'vitest'
import { failed, success } from '../../../../src/shared/model/failure'
import { TIMINGS } from '../../../../src/shared/timings'
import { CONNECTION, listed, numberRecord, RegistryRig } from '../../../fakes/rigs/registry-rig'

const open = (...sessions: string[]) =>
  RegistryRig.open({ connections: [{ ...CONNECTION, forgotten: [] }], numbers: sessions.map((each) => numberRecord(each)) })
const lists = (rig: RegistryRig, ...sessions: string[]): void => void (rig.list = async () => success(sessions.map((each) => listed(each))))
const gone = (rig: RegistryRig): string[] => rig.watcher.told.filter((each) => each.startsWith('vanished'))

describe('one number missing', () => {
  it('from one list is not removed; the list is asked again within seconds', async () => {
    const rig = await open('1', '2', '3')
    let asked = 0
    rig.list = async () => success((asked++ === 0 ? ['1', '2'] : ['1', '2', '3']).map((each) => listed(each)))
    await rig.numbers.refresh('c1')
    await rig.clock.advance(60_000)
    expect([asked, gone(rig)]).toEqual([2, []])
    // And a list that lacks it later is a first one again.
    lists(rig, '1', '2')
    await rig.numbers.refresh('c1')
    expect(gone(rig)).toEqual([])
  })

  it('from two lists in a row is removed, once', async () => {
    const rig = await open('1', '2', '3')
    lists(rig, '1', '2')
    await rig.numbers.refresh('c1')
    await rig.clock.advance(TIMINGS.confirmDrop)
    expect(gone(rig)).toEqual(['vanished key-3'])
  })

  it('is removed by the next list when the second one fails', async () => {
    const rig = await open('1', '2', '3')
    lists(rig, '1', '2')
    await rig.numbers.refresh('c1')
    rig.list = async () => failed('server-error')
    await rig.clock.advance(TIMINGS.confirmDrop)
    expect(gone(rig)).toEqual([])
    lists(rig, '1', '2')
    await rig.numbers.refresh('c1')
    expect(gone(rig)).toEqual(['vanished key-3'])
  })

  it('is not removed by lists of two sign-ins', async () => {
    const rig = await open('1', '2', '3')
    lists(rig, '1', '2')
    await rig.numbers.refresh('c1')
    await rig.connections.signIn('c1', {})
    await rig.numbers.refresh('c1')
    expect(gone(rig)).toEqual([])
    await rig.numbers.refresh('c1')
    expect(gone(rig)).toEqual(['vanished key-3'])
  })

  it('that is the only one is removed by the second empty list', async () => {
    const rig = await open('1')
    lists(rig)
    await rig.numbers.refresh('c1')
    expect(gone(rig)).toEqual([])
    await rig.clock.advance(TIMINGS.confirmDrop)
    expect(gone(rig)).toEqual(['vanished key-1'])
  })
})

describe('most numbers missing', () => {
  it('are one doubt about the backend after the second list, and nobody is removed', async () => {
    const rig = await open('1', '2', '3', '4', '5')
    lists(rig, '4', '5')
    expect(await rig.numbers.refresh('c1')).toMatchObject({ ok: true })
    expect(rig.doubts).toEqual([])
    await rig.clock.advance(TIMINGS.confirmDrop)
    expect(rig.doubts).toEqual([{ missing: 3, of: 5 }])
    expect(rig.views.get('c1')).toMatchObject({ failure: { code: 'list-doubtful', detail: 'list of numbers: 3 of 5 are missing' } })
    for (let i = 0; i < 5; i += 1) await rig.numbers.refresh('c1')
    expect(gone(rig)).toEqual([])
    // The answers of single numbers do not take it back.
    rig.connections.learn('c1', null)
    expect(rig.views.get('c1')).toMatchObject({ failure: { code: 'list-doubtful' } })
    lists(rig, '1', '2', '3', '4', '5')
    await rig.numbers.refresh('c1')
    expect([rig.doubts.at(-1), rig.views.get('c1')?.failure, gone(rig)]).toEqual([null, null, []])
  })

  it('have to be missing from two lists in a row again after a whole one', async () => {
    const rig = await open('1', '2', '3')
    for (const sessions of [[], ['1', '2', '3'], []]) {
      lists(rig, ...sessions)
      await rig.numbers.refresh('c1')
    }
    expect(rig.doubts).toEqual([])
  })

  it('are more than half: two of four are removed by the second list', async () => {
    const rig = await open('1', '2', '3', '4')
    lists(rig, '1', '2')
    await rig.numbers.refresh('c1')
    await rig.clock.advance(TIMINGS.confirmDrop)
    expect([rig.doubts, gone(rig)]).toEqual([[], ['vanished key-3', 'vanished key-4']])
    lists(rig, '1', '2', '3')
    await rig.numbers.refresh('c1')
    expect(['3', '4'].map((each) => rig.numbers.canReplace(numberRecord(each), undefined))).toEqual([false, true])
  })

  it('are no doubt when they were removed one after another', async () => {
    const rig = await open('1', '2', '3', '4')
    for (const left of [['1', '2', '3'], ['1', '2'], ['1']]) {
      lists(rig, ...left)
      await rig.numbers.refresh('c1')
      await rig.numbers.refresh('c1')
    }
    expect(rig.doubts).toEqual([])
    expect(new Set(gone(rig))).toEqual(new Set(['vanished key-4', 'vanished key-3', 'vanished key-2']))
  })

  it('are no doubt after a restart when they were removed before it', async () => {
    const last = { phase: 'disconnected', cause: 'removed', since: 0, lastConfirmedAt: 0 } as const
    const rig = await RegistryRig.open({
      connections: [{ ...CONNECTION, forgotten: [] }],
      numbers: [numberRecord('1'), numberRecord('2', { last }), numberRecord('3', { last })],
    })
    lists(rig, '1')
    await rig.numbers.refresh('c1')
    await rig.numbers.refresh('c1')
    expect([rig.doubts, rig.views.get('c1')?.failure ?? null]).toEqual([[], null])
  })

  it('are no doubt when the operator disconnected them, and one click makes another in the place of each', async () => {
    const stopped = { stoppedByOperator: true }
    const rig = await RegistryRig.open({
      connections: [{ ...CONNECTION, forgotten: [] }],
      numbers: [numberRecord('1'), numberRecord('2', stopped), numberRecord('3', stopped)],
    })
    lists(rig, '1')
    await rig.numbers.refresh('c1')
    await rig.clock.advance(TIMINGS.confirmDrop)
    expect([rig.doubts, gone(rig)]).toEqual([[], []])
    expect(rig.numbers.canReplace(numberRecord('2', stopped), undefined)).toBe(true)
  })

  it('are doubted no more when the connection goes', async () => {
    const rig = await open('1', '2')
    lists(rig)
    await rig.numbers.refresh('c1')
    await rig.clock.advance(TIMINGS.confirmDrop)
    rig.numbers.drop('c1')
    expect(rig.doubts).toEqual([{ missing: 2, of: 2 }, null])
  })
})
