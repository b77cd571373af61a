// When the machine wants to be told that time has passed, and what sleep does to its deadlines.
import { describe, expect, it } from 'vitest'
import { nextTickAt } from '../../../../src/main/core/session/session-machine'
import { TIMINGS } from '../../../../src/shared/timings'
import { LINK, MachineRig, qr, TICK } from '../../../fakes/rigs/machine-rig'

const next = ({ state }: MachineRig): number | null => nextTickAt(state, TIMINGS)
const scanning = (): MachineRig => new MachineRig().at(0, LINK).at(2, qr('2@a', 30_000))

describe('the next tick', () => {
  it('is none while nothing runs out, and none while the computer sleeps', () => {
    expect(next(new MachineRig().at(0, { state: 'connected' }))).toBeNull()
    expect(next(scanning().at(5, { type: 'suspended' }))).toBeNull()
  })

  it('is the deadline of a start', () => {
    expect(next(new MachineRig().at(0, LINK))).toBe(90_000)
  })

  it('is the moment in which a code is covered, then the end of all codes', () => {
    const rig = scanning()
    expect(next(rig)).toBe(38_000) // four polls after the code's end
    rig.at(38, TICK)
    expect([rig.view.codeExpired, next(rig)]).toEqual([true, 2_000 + 60_000 + 5 * 20_000 + 4_000])
  })

  it("is a code's life after the server closed the attempt", () => {
    const rig = scanning().at(4, { state: 'disconnected' })
    expect(next(rig)).toBe(24_000)
    expect(rig.at(23, TICK).view.phase).toBe('awaiting-scan')
    expect(rig.at(24, TICK).view).toMatchObject({ phase: 'failed', failure: { code: 'codes-exhausted' } })
  })

  it('is ten minutes after the oldest change that still counts', () => {
    const rig = new MachineRig().at(0, { state: 'connected' }).at(10, { state: 'disconnected' }).at(20, { state: 'connected' })
    expect(next(rig)).toBe(610_000)
  })
})

describe('sleep', () => {
  it('moves the deadline of a start, but not the end of the codes: those run out on the server', () => {
    const asleep = (rig: MachineRig): number | undefined => rig.at(10, { type: 'suspended' }).at(40, { type: 'resumed' }).state.attempt?.giveUpAt
    expect(asleep(new MachineRig().at(0, LINK))).toBe(120_000)
    expect(asleep(scanning())).toBe(scanning().state.attempt?.giveUpAt)
  })

  it('leaves nothing of the answers from before fresh, and none of it counts as asleep twice', () => {
    const rig = new MachineRig().at(0, LINK).at(2, { state: 'starting' }).at(10, { type: 'suspended' }).at(40, { type: 'resumed' }).at(50, { type: 'resumed' })
    expect(rig.state).toMatchObject({ fresh: false, suspendedAt: null, attempt: { giveUpAt: 120_000 } })
    expect(rig.at(52, { state: 'starting' }).state.fresh).toBe(true)
  })
})
