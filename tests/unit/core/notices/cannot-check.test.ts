import { describe, expect, it } from 'vitest'
import { TIMINGS } from '../../../../src/shared/timings'
import { policyRig } from '../../../fakes/rigs/policy-rig'

/** Before "cannot check" is told the numbers are asked once more, and nobody answers, ms. */
const LOOK = TIMINGS.requestDeadline + TIMINGS.outageCheck

describe('cannot check', () => {
  it('is told once per connection after five minutes, whatever follows', async () => {
    const { add, cannotCheck, clock, notices, silences } = await policyRig()
    add('a', 'b')
    cannotCheck('a', 'unreachable')
    await clock.advance(200_000)
    cannotCheck('b', 'timeout')
    await clock.advance(99_999 + LOOK)
    expect(notices()).toEqual([])
    await clock.advance(1)
    expect(notices()).toMatchObject([{ id: 'cannot-check:c1', severity: 'warning', title: 'Школа: не удаётся проверить 2 номера' }])
    add('c')
    cannotCheck('c', 'timeout')
    await clock.advance(900_000)
    expect(notices()).toHaveLength(1)
    expect(silences()).toEqual(['already-told'])
  })

  it('is not told when it was over in time, and the reason is named', async () => {
    const { add, cannotCheck, canCheck, clock, notices, silences } = await policyRig()
    add('a')
    cannotCheck('a', 'unreachable')
    await clock.advance(290_000)
    canCheck('a')
    await clock.advance(300_000)
    expect(notices()).toEqual([])
    expect(silences()).toEqual(['checked-again'])
  })

  it('names the number when it is one, opens it on a click, and is taken away when it is over', async () => {
    const { add, cannotCheck, canCheck, clock, notices, withdrawn } = await policyRig()
    add('a', 'b')
    cannotCheck('a', 'server-error')
    await clock.advance(300_000 + LOOK)
    expect(notices()).toMatchObject([{ title: 'Номер a: не удаётся проверить', sessionKey: 'a' }])
    canCheck('a')
    expect(withdrawn).toContain('cannot-check:c1')
  })

  it('is told again when it begins again', async () => {
    const { add, cannotCheck, canCheck, clock, notices } = await policyRig()
    add('a')
    for (let round = 0; round < 2; round++) {
      cannotCheck('a', 'unreachable')
      await clock.advance(300_000 + LOOK)
      canCheck('a')
    }
    expect(notices()).toHaveLength(2)
  })

  it('counts no time asleep', async () => {
    const { add, cannotCheck, policy, clock, notices } = await policyRig()
    add('a')
    cannotCheck('a', 'unreachable')
    policy.suspended()
    clock.sleep(3_600_000)
    policy.resumed()
    await clock.advance(299_999 + LOOK)
    expect(notices()).toEqual([])
    await clock.advance(1)
    expect(notices()).toHaveLength(1)
  })

  describe('is looked at once more before it is told', () => {
    it('by asking the numbers in trouble: as soon as they have answered, it is decided', async () => {
      const { add, cannotCheck, clock, looks, notices } = await policyRig()
      add('a', 'b', 'c')
      cannotCheck('a', 'unreachable')
      cannotCheck('b', 'unreachable')
      await clock.advance(299_999)
      expect(looks).toEqual([])
      await clock.advance(1)
      expect(looks).toMatchObject([{ keys: ['a', 'b'] }])
      looks[0]?.resolve()
      await clock.advance(4_999)
      expect(notices()).toEqual([])
      await clock.advance(1)
      expect(notices()).toMatchObject([{ id: 'cannot-check:c1' }])
      expect(looks).toHaveLength(1)
    })

    it('and is no longer told when the backend turns out to be back', async () => {
      const { add, cannotCheck, canCheck, clock, looks, notices, silences } = await policyRig()
      add('a')
      cannotCheck('a', 'unreachable')
      await clock.advance(300_000)
      canCheck('a')
      looks[0]?.resolve()
      await clock.advance(300_000)
      expect(notices()).toEqual([])
      expect(silences()).toEqual(['checked-again'])
    })

    /** So many numbers cannot be checked for five minutes, then one after the other can, at this pace, each look being answered at once. */
    async function comesBack(count: number, everyMs: number) {
      const rig = await policyRig()
      const keys = Array.from({ length: count }, (_, index) => `n${index}`)
      rig.add(...keys)
      for (const key of keys) rig.cannotCheck(key, 'unreachable')
      await rig.clock.advance(300_000)
      for (const key of keys) {
        rig.canCheck(key)
        rig.looks.at(-1)?.resolve()
        await rig.clock.advance(everyMs)
      }
      return rig
    }

    it.each([
      [300, 1_000],
      [20, 5_000],
      [5, 10_000],
    ])('and is not told when %i numbers come back, one each %i ms', async (count, everyMs) => {
      expect((await comesBack(count, everyMs)).notices()).toEqual([])
    })

    it.each([
      [30, 30_000],
      [5_000, 1_000],
    ])('and is told when %i numbers come back too slowly, one each %i ms', async (count, everyMs) => {
      const [notice] = (await comesBack(count, everyMs)).notices()
      expect(notice).toMatchObject({ category: 'cannot-check' })
      // About a minute is enough to know the pace.
      const left = Number(/(\d+) номер/.exec(notice?.title ?? '')?.[1])
      expect(left).toBeGreaterThan(count - 120_000 / everyMs)
      expect(left).toBeLessThan(count)
    })

    it('and anew after a sleep, when it is told late because of a silence', async () => {
      const { add, cannotCheck, policy, clock, looks, notices, world } = await policyRig()
      add('a')
      world.mutedUntil = clock.now() + 600_000
      cannotCheck('a', 'unreachable')
      await clock.advance(600_000)
      // The look at five minutes, and the one at the end of the silence, in the middle of which the computer falls asleep.
      expect(looks).toHaveLength(2)
      policy.suspended()
      clock.sleep(3_600_000)
      policy.resumed()
      await clock.advance(TIMINGS.wakeQuiet)
      expect(looks).toHaveLength(3)
      expect(notices()).toEqual([])
      await clock.advance(LOOK)
      expect(notices()).toHaveLength(1)
    })

    it('and anew after a sleep', async () => {
      const { add, cannotCheck, policy, clock, looks, notices } = await policyRig()
      add('a')
      cannotCheck('a', 'unreachable')
      await clock.advance(300_000)
      policy.suspended()
      clock.sleep(3_600_000)
      policy.resumed()
      looks[0]?.resolve()
      await clock.advance(299_999)
      expect(notices()).toEqual([])
      await clock.advance(1)
      expect(looks).toHaveLength(2)
    })
  })
})

describe('the sign-in', () => {
  it('that ended is told at once, once, even in the quiet time after start', async () => {
    const { add, cannotCheck, clock, notices, silences } = await policyRig({ quiet: true })
    add('a', 'b')
    cannotCheck('a', 'sign-in-expired')
    expect(notices()).toMatchObject([{ id: 'sign-in:c1', category: 'sign-in', title: 'Школа: нужно войти снова' }])
    cannotCheck('b', 'sign-in-expired')
    await clock.advance(900_000)
    expect(notices()).toHaveLength(1)
    expect(silences()).toEqual(['already-told'])
  })

  it('that ended while the server could not be reached settles what waited', async () => {
    const { add, cannotCheck, clock, notices, decisions } = await policyRig()
    add('a')
    const first = cannotCheck('a', 'unreachable')
    await clock.advance(10_000)
    const second = cannotCheck('a', 'sign-in-expired')
    await clock.advance(900_000)
    expect(notices()).toHaveLength(1)
    expect(decisions.flatMap((each) => each.about)).toEqual([first, second])
  })

  it('that the operator ended is no news', async () => {
    const { add, cannotCheck, world, clock, notices, silences } = await policyRig()
    world.signIn = 'signed-out'
    add('a')
    cannotCheck('a', 'sign-in-expired')
    await clock.advance(900_000)
    expect(notices()).toEqual([])
    expect(silences()).toEqual(['by-operator'])
  })

  it('once good again and ended again is told again', async () => {
    const { add, cannotCheck, canCheck, notices } = await policyRig()
    add('a')
    cannotCheck('a', 'sign-in-expired')
    canCheck('a')
    cannotCheck('a', 'sign-in-expired')
    expect(notices().map((each) => each.title)).toEqual(['Школа: нужно войти снова', 'Школа: нужно войти снова'])
  })
})

describe('a refused key', () => {
  it('is told for each number by its name, once until it is accepted again, and opens the number', async () => {
    const { add, cannotCheck, canCheck, notices, silences, clock } = await policyRig()
    add('a', 'b')
    cannotCheck('a', 'key-rejected')
    await clock.advance(86_400_000)
    cannotCheck('a', 'key-rejected')
    cannotCheck('b', 'key-rejected')
    expect(notices().map(({ sessionKey }) => sessionKey)).toEqual(['a', 'b'])
    expect(notices()[1]?.title).toMatch(/: ключ не принят$/)
    expect(new Set(notices().map(({ title }) => title)).size).toBe(2)
    expect(silences()).toEqual(['already-told'])
    canCheck('a')
    cannotCheck('a', 'key-rejected')
    expect(notices().at(-1)).toMatchObject({ id: 'sign-in:a', sessionKey: 'a' })
  })

  it('says nothing for its neighbours: what keeps them from being checked is told in its own time', async () => {
    const { add, cannotCheck, notices, clock } = await policyRig()
    add('a', 'b')
    cannotCheck('a', 'key-rejected')
    cannotCheck('b', 'unreachable')
    await clock.advance(300_000 + LOOK)
    expect(notices()).toMatchObject([{ id: 'sign-in:a' }, { id: 'cannot-check:c1', sessionKey: 'b' }])
  })

  it('answers for what was waiting about its number', async () => {
    const { add, cannotCheck, notices, decisions, clock } = await policyRig()
    add('a')
    const both = [cannotCheck('a', 'unreachable'), cannotCheck('a', 'key-rejected')]
    await clock.advance(900_000)
    expect(notices()).toHaveLength(1)
    expect(decisions.flatMap((each) => each.about)).toEqual(both)
  })

  it('that all numbers of a connection share is told once, for the connection', async () => {
    const { add, cannotCheck, notices, world } = await policyRig()
    world.keyPerNumber = false
    add('a', 'b')
    cannotCheck('a', 'key-rejected')
    cannotCheck('b', 'key-rejected')
    expect(notices()).toMatchObject([{ id: 'sign-in:c1', sessionKey: null, title: 'Школа: ключ не принят' }])
  })
})
