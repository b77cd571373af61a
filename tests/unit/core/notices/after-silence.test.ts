import { describe, expect, it } from 'vitest'
import { TIMINGS } from '../../../../src/shared/timings'
import { policyRig } from '../../../fakes/rigs/policy-rig'

describe('what a silence kept from being told', () => {
  const HOUR = 3_600_000
  it.each([
    ['a connection that cannot be checked', 'unreachable', 'cannot-check:c1'],
    ['an ended sign-in', 'sign-in-expired', 'sign-in:c1'],
    ['a refused key', 'key-rejected', 'sign-in:a'],
  ] as const)('is told when the silence ends, once: %s', async (_what, code, id) => {
    const { add, cannotCheck, clock, world, notices, silences } = await policyRig()
    add('a')
    world.mutedUntil = clock.now() + 8 * HOUR
    cannotCheck('a', code)
    await clock.advance(8 * HOUR - 1)
    expect(notices()).toEqual([])
    expect(silences()).toEqual(['muted'])
    // What cannot be checked is asked once more.
    await clock.advance(code === 'unreachable' ? 1 + TIMINGS.requestDeadline + TIMINGS.outageCheck : 1)
    expect(notices()).toMatchObject([{ id, severity: 'warning' }])
    await clock.advance(24 * HOUR)
    expect(notices()).toHaveLength(1)
  })

  it.each(['unreachable', 'sign-in-expired', 'key-rejected'] as const)('is not told when it is over by then: %s', async (code) => {
    const { add, cannotCheck, canCheck, clock, world, notices } = await policyRig()
    add('a')
    world.mutedUntil = clock.now() + 8 * HOUR
    cannotCheck('a', code)
    await clock.advance(HOUR)
    canCheck('a')
    await clock.advance(24 * HOUR)
    expect(notices()).toEqual([])
    expect(clock.pending).toBe(0)
  })
})
