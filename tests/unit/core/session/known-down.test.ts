// What was proved stays in sight: a number that was down stays down while nobody can check it.
import { describe, expect, it } from 'vitest'
import { conditionOf } from '../../../../src/shared/ipc/condition'
import { noAnswer, LINK, MachineRig, wasConnected } from '../../../fakes/rigs/machine-rig'

const unlinked = { state: 'disconnected', cause: 'logged-out' } as const
const banned = { phase: 'disconnected', cause: 'banned', since: -3_600_000, lastConfirmedAt: -60_000 } as const

describe('a number that is down and cannot be checked', () => {
  it('is shown as down, with its cause and since when', () => {
    const { view } = new MachineRig().at(0, { state: 'connected' }).at(10, unlinked).during(20, 600, noAnswer('unreachable'), 10)
    expect(view).toMatchObject({ phase: 'unknown', failure: { code: 'unreachable' }, knownDown: { cause: 'logged-out', since: 10_000 } })
    expect(conditionOf(view)).toBe('down')
  })

  it('is so after a restart too', () => {
    const { view } = new MachineRig({ last: banned }).at(1, noAnswer('timeout'))
    expect(view).toMatchObject({ phase: 'unknown', knownDown: { cause: 'banned', since: -3_600_000 } })
  })

  it('is what the next answer says', () => {
    const rig = new MachineRig({ last: banned }).at(1, noAnswer('timeout'))
    expect(rig.at(10, { state: 'connected' }).view).toMatchObject({ phase: 'connected', knownDown: null })
    const down = new MachineRig({ last: banned }).at(1, noAnswer('timeout')).at(10, { state: 'disconnected' })
    expect(down.view).toMatchObject({ phase: 'disconnected', cause: 'banned', since: -3_600_000, knownDown: null })
  })

  it('keeps one object while nothing changes, so that nothing is drawn anew', () => {
    const rig = new MachineRig({ last: banned }).at(1, noAnswer('timeout'))
    const before = rig.view.knownDown
    expect(rig.at(2, noAnswer('unreachable')).view.knownDown).toBe(before)
  })
})

describe('is not shown as down', () => {
  it.each([
    ['a number that was connected', new MachineRig(wasConnected()).at(1, noAnswer('timeout'))],
    ['a number that was never linked', new MachineRig().at(1, noAnswer('timeout'))],
    ['a number after a sign-out', new MachineRig({ last: banned }).at(1, noAnswer('signed-out'))],
    ['a number that the operator disconnected', new MachineRig({ last: banned, stoppedByOperator: true }).at(1, noAnswer('timeout'))],
    ['a number that is being linked', new MachineRig({ last: banned }).at(0, LINK).during(1, 60, noAnswer('timeout'))],
  ])('%s', (_what, { view }) => {
    expect(view.knownDown).toBeNull()
    expect(conditionOf(view)).not.toBe('down')
  })
})
