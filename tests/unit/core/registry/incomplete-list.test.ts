import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../../src/shared/model/failure'
import { success } from '../../../../src/shared/model/failure'
import { CONNECTION, listed, numberRecord, RegistryRig } from '../../../fakes/rigs/registry-rig'

const failure: Failure = { code: 'not-understood', detail: 'list of numbers: 1 row is not readable' }
const open = (...sessions: string[]) =>
  RegistryRig.open({ connections: [{ ...CONNECTION, forgotten: [] }], numbers: sessions.map((each) => numberRecord(each)) })

describe('a list with rows that could not be read', () => {
  it('removes nobody, adds and updates those it tells, and says what was wrong', async () => {
    const rig = await open('1', '2')
    rig.list = async () => success({ complete: false, readable: [listed('2', { name: 'Reception' }), listed('3')], failure })
    expect(await rig.numbers.refreshAll('c1')).toMatchObject({ ok: false, failure })
    expect(rig.watcher.told).toEqual(['update 2', 'add 3'])
    expect(rig.views.get('c1')).toMatchObject({ signIn: 'signed-in', failure })
  })

  it('is followed by a full list that is believed again', async () => {
    const rig = await open('1', '2')
    rig.list = async () => success({ complete: false, readable: [listed('2')], failure })
    await rig.numbers.refreshAll('c1')
    rig.list = async () => success([listed('1'), listed('2')])
    expect(await rig.numbers.refreshAll('c1')).toMatchObject({ ok: true })
    expect(rig.watcher.told).toEqual([])
    expect(rig.views.get('c1')).toMatchObject({ failure: null })
  })
})
