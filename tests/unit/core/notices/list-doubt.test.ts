// A backend whose lists lack most numbers is told once, as one doubt.
import { describe, expect, it } from 'vitest'
import { TIMINGS } from '../../../../src/shared/timings'
import { policyRig } from '../../../fakes/rigs/policy-rig'

const DOUBT = { missing: 8, of: 10 }

describe('a doubtful list', () => {
  it('is told once, and withdrawn when the list is whole again', async () => {
    const { policy, clock, notices, withdrawn } = await policyRig()
    policy.listDoubted('c1', DOUBT)
    await clock.advance(0)
    expect(notices()).toMatchObject([{ id: 'list-doubt:c1', severity: 'warning', keys: [], title: 'Школа: в списке нет большинства номеров' }])
    expect(notices()[0]?.body).toMatch(/без 8 из 10 номеров/)
    for (let i = 0; i < 5; i += 1) {
      policy.listDoubted('c1', { ...DOUBT, missing: 9 })
      await clock.advance(TIMINGS.listRefresh)
    }
    expect([notices().length, withdrawn]).toEqual([1, []])
    policy.listDoubted('c1', null)
    expect(withdrawn).toEqual(['list-doubt:c1'])
    policy.listDoubted('c1', null)
    expect(withdrawn).toHaveLength(1)
  })

  it('waits for the quiet time after the start, and is not told when it is over by then', async () => {
    const { policy, clock, notices, withdrawn } = await policyRig({ quiet: true })
    policy.listDoubted('c1', DOUBT)
    await clock.advance(TIMINGS.wakeQuiet - 1)
    expect(notices()).toEqual([])
    policy.listDoubted('c1', null)
    await clock.advance(TIMINGS.wakeQuiet)
    expect([notices(), withdrawn]).toEqual([[], []])
  })

  it('that a silence holds back is told when the silence ends', async () => {
    const { policy, world, clock, notices } = await policyRig()
    world.mutedUntil = clock.now() + 3_600_000
    policy.listDoubted('c1', DOUBT)
    await clock.advance(3_500_000)
    expect(notices()).toEqual([])
    await clock.advance(700_000)
    expect(notices()).toHaveLength(1)
  })

  it('is decided anew after a sleep', async () => {
    const { policy, clock, notices } = await policyRig({ quiet: true })
    policy.listDoubted('c1', DOUBT)
    policy.suspended()
    await clock.advance(3_600_000)
    policy.resumed()
    await clock.advance(TIMINGS.wakeQuiet - 1)
    expect(notices()).toEqual([])
    await clock.advance(1)
    expect(notices()).toHaveLength(1)
  })
})
