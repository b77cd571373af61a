// The machine alone, held against a second reckoning of the rules, under any order of answers, errors, sleeps, clock jumps and clicks.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { assertNever } from '../../../src/shared/assert-never'
import { TIMINGS } from '../../../src/shared/timings'
import { nextTickAt, step } from '../../../src/main/core/session/session-machine'
import { initialState, type SessionEvent, type SessionState } from '../../../src/main/core/session/session-state'
import { reading } from '../../fakes/gateways/fake-gateway'
import { wasConnected } from '../../fakes/rigs/machine-rig'
import { numberRecord } from '../../fakes/views'
import { ANSWERS } from './answers'
import { DropModel, healingOf } from './drop-model'
import { PATIENCE, RUNS, TRIED } from './runs'

type Move = { readonly waits: number } & (
  | { readonly type: 'answer'; readonly says: (typeof ANSWERS)[number] }
  | { readonly type: Exclude<SessionEvent['type'], 'reading' | 'tick'> }
  | { readonly type: 'clock' | 'pair' }
)

/** ms before the next move: seconds while something is looked into, minutes else. */
const waits = fc.oneof(fc.nat(5_000), fc.nat(70_000), fc.nat(700_000))
const answer: fc.Arbitrary<Move> = fc.record({ type: fc.constant('answer' as const), says: fc.constantFrom(...ANSWERS), waits })
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: answer },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('link' as const, 'heal' as const, 'cancel' as const, 'keep-phone' as const, 'vanished' as const), waits }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('pair' as const, 'pair-refused' as const), waits }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('stop-asked' as const, 'stop-refused' as const, 'stopped' as const), waits }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('suspended' as const, 'resumed' as const, 'clock' as const), waits }) },
)

/** One number's machine beside the model; `at` is the wall clock. */
class Pair {
  at = 1_000_000_000
  readonly told: string[] = []
  readonly flapping: string[] = []
  state: SessionState
  readonly model: DropModel
  private cannotCheckTold = false

  constructor(connected: boolean) {
    this.state = initialState(numberRecord('1', connected ? wasConnected(this.at / 1000 - 60) : {}), this.at)
    this.model = new DropModel(connected)
  }

  /** Time passes, every due tick in its place. */
  wait(ms: number): void {
    const end = this.at + ms
    for (let due = nextTickAt(this.state, TIMINGS); due !== null && due < end; due = nextTickAt(this.state, TIMINGS)) {
      this.at = Math.max(this.at, due)
      this.take({ type: 'tick' })
      const next = nextTickAt(this.state, TIMINGS)
      expect(next === null || next > due, 'a tick that has come is due again').toBe(true)
    }
    this.at = end
  }

  take(event: SessionEvent): void {
    const before = this.state
    const { state, happenings } = step(before, event, this.at, TIMINGS)
    this.state = state
    for (const happening of happenings) {
      if (happening.type === 'cannot-check' || happening.type === 'can-check') this.cannotCheck(happening.type, before, state)
      else if (happening.type === 'unstable' || happening.type === 'steady') this.flapping.push(happening.type)
      else this.told.push(happening.type === 'dropped' ? `dropped ${happening.cause}` : happening.type)
    }
  }

  /** "Can check" follows "cannot check", and only a graver reason says the latter twice. */
  private cannotCheck(type: 'cannot-check' | 'can-check', before: SessionState, state: SessionState): void {
    if (type === 'can-check') expect(this.cannotCheckTold, '"can check" out of the blue').toBe(true)
    else if (this.cannotCheckTold) expect(before.failure?.code, '"cannot check" twice for one reason').not.toBe(state.failure?.code)
    this.cannotCheckTold = type === 'cannot-check'
  }
}

function take(pair: Pair, move: Move): void {
  const { model, at } = pair
  switch (move.type) {
    case 'answer':
      model.answer(move.says, at, healingOf(pair.state, at))
      return pair.take({ type: 'reading', reading: reading(move.says, at) })
    case 'clock':
      // The wall clock is set back or forth; the app takes it for a sleep.
      model.suspended(at)
      pair.take({ type: 'suspended' })
      pair.at += move.waits - 350_000
      model.resumed(pair.at)
      return pair.take({ type: 'resumed' })
    case 'link':
      model.link()
      break
    case 'heal':
      if (pair.state.phase === 'disconnected') model.heal()
      break
    case 'stop-asked':
      model.stopAsked(at)
      break
    case 'stop-refused':
      model.stopRefused()
      break
    case 'stopped':
      model.stopDone(at)
      break
    case 'vanished':
      model.vanished(at)
      break
    case 'suspended':
      model.suspended(at)
      break
    case 'resumed':
      model.resumed(at)
      break
    case 'pair':
      model.link()
      return pair.take({ type: 'link', phone: '79000000042' })
    case 'pair-refused':
      return pair.take({ type: 'pair-refused', failure: { code: 'pairing-impossible' } })
    case 'cancel':
    case 'keep-phone':
      break
    default:
      return assertNever(move)
  }
  pair.take({ type: move.type })
}

it(`tells exactly the drops, recoveries and stops of the rules in any ${RUNS} sequences`, PATIENCE, () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(move, { minLength: 1, maxLength: 60 }), (connected, moves) => {
      const pair = new Pair(connected)
      let newest: string | null = null
      for (const each of moves) {
        pair.wait(each.waits)
        take(pair, each)
        if (each.type === 'answer') newest = each.says.state
        expect(pair.told).toEqual(pair.model.told)
        // Connected is earned: the newest answer said so, or none has come since start or wake and nothing is shown as proven.
        if (pair.state.phase === 'connected' && pair.state.fresh && pair.state.suspectSince === null) expect(newest).toBe('connected')
      }
    }),
    TRIED,
  )
})

it(`calls a number unstable while four changes lie within ten minutes, in any ${RUNS} sequences of answers`, PATIENCE, () => {
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 40 }), (answers) => {
      const pair = new Pair(true)
      let up: boolean | null = null
      let changes: number[] = []
      for (const each of answers) {
        pair.wait(each.waits)
        take(pair, each)
        if (each.type !== 'answer' || (each.says.state === 'unknown' && each.says.gone !== true)) continue
        const now = each.says.state === 'connected'
        if (up !== null && up !== now) changes.push(pair.at)
        up = now
        changes = changes.filter((at) => pair.at - at < 600_000)
        expect(pair.state.unstable).toBe(changes.length >= 4)
        // Told once when it begins and once when it ends.
        expect(pair.flapping).toEqual(pair.flapping.map((_, index) => (index % 2 === 0 ? 'unstable' : 'steady')))
        expect(pair.flapping.length % 2 === 1).toBe(pair.state.unstable)
      }
    }),
    TRIED,
  )
})
