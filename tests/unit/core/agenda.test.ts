import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Agenda } from '../../../src/main/core/agenda'
import { FakeClock } from '../../fakes/fake-clock'

describe('many due times behind one timer', () => {
  it('rings every key at the last time it was set to, in order, with at most one timer, and none when empty', async () => {
    const change = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), at: fc.nat(1_000), drop: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 60 }), async (changes) => {
        const clock = new FakeClock(0)
        const rung: string[] = []
        const agenda = new Agenda(clock, (key) => rung.push(`${key}@${clock.now()}`))
        const wanted = new Map<string, number>()
        for (const { key, at, drop } of changes) {
          if (drop) {
            agenda.delete(key)
            wanted.delete(key)
          } else {
            agenda.set(key, at)
            wanted.set(key, at)
          }
          expect(clock.pending).toBeLessThanOrEqual(1)
        }
        await clock.advance(2_000)
        expect([...rung].sort()).toEqual([...wanted].map(([key, at]) => `${key}@${at}`).sort())
        expect(rung.map((each) => Number(each.split('@')[1]))).toEqual([...wanted.values()].sort((a, b) => a - b))
        expect(clock.pending).toBe(0)
      }),
      { numRuns: 100 },
    )
  })

  it('does not grow when one key is moved again and again', () => {
    const clock = new FakeClock(0)
    const agenda = new Agenda(clock, () => undefined)
    agenda.set('first', 1)
    for (let each = 0; each < 100_000; each++) agenda.set('a', 1_000_000 + each)
    expect((Reflect.get(agenda, 'heap') as unknown[]).length).toBeLessThan(100)
  })

  it('a key set while another rings is heard', async () => {
    const clock = new FakeClock(0)
    const rung: string[] = []
    const agenda: Agenda = new Agenda(clock, (key) => {
      rung.push(key)
      if (key === 'a') agenda.set('b', clock.now() + 10)
    })
    agenda.set('a', 5)
    await clock.advance(20)
    expect(rung).toEqual(['a', 'b'])
  })
})
