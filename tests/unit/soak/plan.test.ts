import { describe, expect, it } from 'vitest'
import { BLUR, hides, makePlan, type Plan } from './plan'
import { countKinds } from './report'

const MINUTE = 60_000
const plans = (): [string, Plan][] => [
  ...Array.from({ length: 20 }, (_, seed): [string, Plan] => [`2 hours, seed ${seed}`, makePlan({ hours: 2, numbers: 500, faults: 60, seed })]),
  ['72 hours', makePlan({ hours: 72, numbers: 500, faults: 1_250, seed: 1 })],
]

describe('a plan', () => {
  it('is the same for the same seed, and another for another', () => {
    const times = (seed: number): number[] => makePlan({ hours: 2, numbers: 500, faults: 60, seed }).faults.map(({ from }) => from)
    expect(times(7)).toEqual(times(7))
    expect(times(7)).not.toEqual(times(8))
  })

  it.each(plans())(
    'has each kind as often, no two faults of a number near each other, and drops of each kind clear of what hides them: %s',
    (_name, { hours, faults }) => {
      const real = faults.filter(({ what }) => what !== 'lie')
      const counts = Object.values(countKinds(real))
      expect(counts).toHaveLength(15)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      const ends = new Map<string, number>()
      for (const fault of faults) {
        expect(fault.from).toBeGreaterThanOrEqual(15 * MINUTE)
        expect(fault.to).toBeGreaterThan(fault.from)
        expect(fault.to).toBeLessThanOrEqual((hours * 60 - 30) * MINUTE)
        for (const key of 'keys' in fault ? fault.keys : []) {
          expect(fault.from - (ends.get(key) ?? -Infinity), key).toBeGreaterThanOrEqual(15 * MINUTE)
          ends.set(key, fault.to)
        }
      }
      const drops = real.filter((each) => each.what === 'drop')
      const clear = drops.filter((drop) => !faults.some((each) => hides(each, drop.connectionId) && each.from < drop.from + BLUR && drop.from < each.to + BLUR))
      for (const [kind, count] of Object.entries(countKinds(drops))) expect(countKinds(clear)[kind], kind).toBeGreaterThanOrEqual(count / 2)
    },
  )

  it('that has no room is not made', () => {
    expect(() => makePlan({ hours: 1, numbers: 8, faults: 120, seed: 1 })).toThrow('no room')
  })
})
