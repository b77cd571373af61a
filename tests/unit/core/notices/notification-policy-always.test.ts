import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policyRig } from '../../../fakes/rigs/policy-rig'

describe('always', () => {
  it('every drop and every recovery ends in exactly one decision, and no timer is left', async () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    const action = fc.oneof(
      fc.record({ do: fc.constantFrom('flip', 'flip', 'stop', 'remove', 'unanswered', 'answered', 'answer'), key, ms: fc.constant(0) }),
      fc.record({ do: fc.constantFrom('sleep', 'mute', 'off'), key, ms: fc.constant(0) }),
      fc.record({ do: fc.constant('advance'), key, ms: fc.nat(90_000) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), fc.boolean(), async (actions, quiet) => {
        const rig = await policyRig(quiet ? { quiet: true } : {})
        const { sessions, clock, policy, world } = rig
        for (const each of ['a', 'b', 'c', 'd', 'e']) rig.put(each, { connectionId: each < 'd' ? 'c1' : 'c2' })
        const happened: unknown[] = []
        for (const each of actions) {
          const phase = sessions.get(each.key)?.phase
          if (each.do === 'flip' && phase === 'connected') happened.push(rig.drop(each.key))
          else if (each.do === 'flip' && phase === 'disconnected') happened.push(rig.recover(each.key))
          else if (each.do === 'stop' && phase === 'connected') {
            rig.put(each.key, { phase: 'disconnected', cause: 'by-operator' })
            rig.happen(each.key, { type: 'stopped' })
            rig.put(each.key, { phase: 'connected', cause: null })
          } else if (each.do === 'remove' && phase) {
            sessions.delete(each.key)
            policy.removed(each.key, each.key < 'd' ? 'c1' : 'c2')
          } else if (each.do === 'unanswered' && phase === 'connected') happened.push(rig.cannotCheck(each.key, 'timeout'))
          else if (each.do === 'answered' && phase === 'unknown') rig.canCheck(each.key)
          else if (each.do === 'answer') rig.checks.pop()?.resolve()
          else if (each.do === 'sleep') {
            policy.suspended()
            clock.sleep(60_000)
            await clock.advance(0)
            policy.resumed()
          } else if (each.do === 'mute') world.mutedUntil = world.mutedUntil ? null : clock.now() + 60_000
          else if (each.do === 'off') world.notices = !world.notices
          else await clock.advance(each.ms)
        }
        for (const each of sessions.keys()) if (sessions.get(each)?.phase === 'unknown') rig.canCheck(each)
        await clock.advance(600_000)
        const decided = rig.decisions.flatMap((each) => each.about)
        expect(new Set(decided).size).toBe(decided.length)
        expect(new Set(decided)).toEqual(new Set(happened))
        expect(clock.pending).toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  it('leaves no timer after dispose, whatever waits', async () => {
    const { add, drop, recover, cannotCheck, policy, clock, checks, notices } = await policyRig()
    add('a', 'b', 'c')
    drop('a')
    await clock.advance(5_000)
    recover('a')
    drop('b')
    cannotCheck('c', 'timeout')
    expect(clock.pending).toBe(1)
    policy.dispose()
    checks.forEach((each) => each.resolve())
    await clock.advance(600_000)
    expect(clock.pending).toBe(0)
    expect(notices()).toHaveLength(1)
  })
})
