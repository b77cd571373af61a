// Lists with any of their rows lost: short, empty, repeated, out of order. What one list lacks is never taken for removed; what is removed is found out.
import fc from 'fast-check'
import { it } from 'vitest'
import { success } from '../../../src/shared/model/failure'
import { CONNECTION, listed, numberRecord, RegistryRig } from '../../fakes/rigs/registry-rig'
import { must, PATIENCE, RUNS, TRIED } from './runs'

/** What happens next: the backend loses or regains numbers, or a list is asked for that lacks some rows and has others twice. */
interface Turn {
  readonly removes: number | null
  readonly lost: readonly number[]
  readonly twice: boolean
}

const turn = (count: number): fc.Arbitrary<Turn> =>
  fc.record({
    removes: fc.option(fc.nat(count - 1), { freq: 6 }),
    lost: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.subarray([...Array(count).keys()]) }),
    twice: fc.boolean(),
  })
const play = fc.integer({ min: 1, max: 8 }).chain((count) => fc.record({ count: fc.constant(count), turns: fc.array(turn(count), { maxLength: 12 }) }))

it(`removes no number by one list, and every removed one within two honest lists, in any ${RUNS} plays`, PATIENCE, async () => {
  await fc.assert(
    fc.asyncProperty(play, async ({ count, turns }) => {
      const sessions = [...Array(count).keys()].map(String)
      const rig = await RegistryRig.open({ connections: [{ ...CONNECTION, forgotten: [] }], numbers: sessions.map((each) => numberRecord(each)) })
      const there = new Set(sessions)
      let lost: readonly number[] = []
      let twice = false
      /** Rows of the lists that were given so far. */
      const given: ReadonlySet<string>[] = []
      rig.list = async () => {
        const rows = [...there].filter((each) => !lost.includes(Number(each)))
        given.push(new Set(rows))
        return success((twice ? [...rows, ...rows.toReversed()] : rows).map((each) => listed(each)))
      }
      const gone = (): string[] => rig.watcher.told.filter((each) => each.startsWith('vanished')).map((each) => each.slice('vanished key-'.length))
      for (const next of turns) {
        if (next.removes !== null) there.delete(String(next.removes))
        ;({ lost, twice } = next)
        const before = new Set(gone())
        await rig.numbers.refresh('c1')
        // Two honest or dishonest lists in a row must have lacked whoever is taken for removed.
        for (const session of gone().filter((each) => !before.has(each)))
          must(given.slice(-2).every((rows) => !rows.has(session)) && given.length >= 2, () => `${session} is removed by one list`)
        // The second list comes at once and is honest.
        lost = []
        await rig.clock.advance(3_000)
      }
      lost = []
      for (let i = 0; i < 3; i += 1) await rig.numbers.refresh('c1')
      const told = new Set(gone())
      for (const session of told) must(!there.has(session) || turns.length > 0, () => `${session} is there and was removed`)
      const missing = sessions.filter((each) => !there.has(each) && !told.has(each))
      // What vanished together with most of the others is doubted, not removed.
      must(missing.length === 0 || missing.length >= 2, () => `${missing.join()} was removed and nobody knows`)
    }),
    TRIED,
  )
})
