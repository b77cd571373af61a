import { describe, expect, it } from 'vitest'
import { policyRig } from '../../../fakes/rigs/policy-rig'

describe('recovery', () => {
  it('is told after 60 s of stability with the length of the outage, and takes the drop notice away', async () => {
    const { add, drop, recover, clock, notices, withdrawn } = await policyRig()
    add('a')
    drop('a')
    await clock.advance(1_000)
    recover('a', 420_000)
    await clock.advance(59_999)
    expect(notices()).toHaveLength(1)
    await clock.advance(1)
    expect(notices()[1]).toMatchObject({ id: 'recovery:a', category: 'recovery', sessionKey: 'a', severity: 'good' })
    expect(notices()[1]?.body).toContain('7 минут')
    expect(withdrawn).toContain('drop:a')
  })

  it.each([{ phase: 'starting' }, { phase: 'unknown' }, { stale: true }, { unstable: true }] as const)(
    'waits for another minute while the number is %j',
    async (state) => {
      const { add, put, drop, recover, clock, notices } = await policyRig()
      add('a')
      drop('a')
      await clock.advance(1_000)
      recover('a')
      put('a', state)
      await clock.advance(60_000)
      put('a', { phase: 'connected', stale: false, unstable: false })
      await clock.advance(59_999)
      expect(notices().map((each) => each.category)).toEqual(['drop'])
      await clock.advance(1)
      expect(notices().map((each) => each.category)).toEqual(['drop', 'recovery'])
    },
  )

  it('that does not last is silent, and the new drop is told', async () => {
    const { add, drop, recover, clock, notices, silences } = await policyRig()
    add('a')
    drop('a')
    await clock.advance(1_000)
    recover('a')
    await clock.advance(30_000)
    drop('a')
    await clock.advance(100_000)
    expect(silences()).toEqual(['dropped-again'])
    expect(notices().map((each) => each.category)).toEqual(['drop', 'drop'])
  })

  it('from a drop of an earlier run of the app is told too', async () => {
    const { add, recover, clock, notices } = await policyRig()
    add('a')
    recover('a', 7_200_000)
    await clock.advance(60_000)
    expect(notices()).toMatchObject([{ id: 'recovery:a' }])
    expect(notices()[0]?.body).toContain('2 ч 0 мин')
  })

  it('of an outage is told once for all', async () => {
    const { add, drop, recover, clock, notices, withdrawn } = await policyRig()
    add('a', 'b', 'c', 'd')
    for (const key of ['a', 'b', 'c']) drop(key)
    await clock.advance(5_000)
    for (const key of ['a', 'b', 'c']) {
      recover(key)
      await clock.advance(7_000)
    }
    await clock.advance(120_000)
    expect(notices().map((each) => each.id)).toEqual(['outage:c1', 'recovery:c1'])
    expect(notices()[1]).toMatchObject({ title: 'Школа: снова подключены 3 номера', sessionKey: null })
    expect(withdrawn).toContain('outage:c1')
  })

  it('of a part of an outage names who is still down, and the last one comes by itself', async () => {
    const { add, drop, recover, clock, notices, withdrawn } = await policyRig()
    add('a', 'b', 'c', 'd')
    for (const key of ['a', 'b', 'c']) drop(key)
    await clock.advance(5_000)
    recover('a')
    recover('b')
    await clock.advance(60_000)
    expect(notices()[1]).toMatchObject({ id: 'recovery:c1' })
    expect(notices()[1]?.body).toContain('Ещё не на связи: Номер c.')
    expect(withdrawn).not.toContain('outage:c1')
    recover('c')
    await clock.advance(60_000)
    expect(notices()[2]).toMatchObject({ id: 'recovery:c', sessionKey: 'c' })
    expect(withdrawn).toContain('outage:c1')
  })

  it('of an outage does not wait for a member that falls again', async () => {
    const { add, drop, recover, clock, notices, silences } = await policyRig()
    add('a', 'b', 'c')
    drop('a')
    drop('b')
    await clock.advance(70_000)
    recover('a')
    await clock.advance(30_000)
    recover('b')
    await clock.advance(40_000)
    expect(notices()).toHaveLength(1)
    drop('b')
    await clock.advance(5_000)
    expect(silences()).toContain('dropped-again')
    expect(notices().map((each) => each.id)).toEqual(['outage:c1', 'recovery:a', 'drop:b'])
  })

  it('begins its minute anew after sleep', async () => {
    const { add, drop, recover, policy, clock, notices } = await policyRig()
    add('a')
    drop('a')
    await clock.advance(1_000)
    recover('a')
    policy.suspended()
    clock.sleep(600_000)
    policy.resumed()
    await clock.advance(59_999)
    expect(notices()).toHaveLength(1)
    await clock.advance(1)
    expect(notices()).toHaveLength(2)
  })
})
