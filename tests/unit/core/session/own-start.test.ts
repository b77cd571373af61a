// The app starts a number that is down by itself. What its start brings to light is told; a start that leads nowhere changes nothing.
import { describe, expect, it } from 'vitest'
import { noAnswer, MachineRig, qr, wasConnected } from '../../../fakes/rigs/machine-rig'

const HEAL = { type: 'heal' } as const
const down = (cause?: 'phone-offline' | 'logged-out'): MachineRig =>
  new MachineRig(wasConnected()).during(1, 4, { state: 'disconnected', ...(cause ? { cause } : {}) }, 3)
const trying = (): MachineRig => down().at(10, HEAL).at(12, { state: 'starting' })

describe("the app's own start", () => {
  it('is shown as starting, without a deadline for a person', () => {
    expect(trying().view).toMatchObject({ phase: 'starting', deadlineAt: null, since: 10_000 })
  })

  it.each([
    ['connected', new MachineRig().at(0, { state: 'connected' })],
    ['not checked', new MachineRig(wasConnected()).at(0, noAnswer('timeout'))],
  ])('is not begun for a number that is %s', (_what, rig) => {
    const { phase } = rig.view
    expect(rig.at(10, HEAL).view.phase).toBe(phase)
    expect(rig.state.attempt).toBeNull()
  })

  it('that ends by its deadline leaves the drop as it was, and tells nothing more', () => {
    const rig = trying().during(14, 120, { state: 'starting' })
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'unspecified', since: 1_000, failure: null })
    expect(rig.told).toEqual(['dropped'])
  })

  it('ends at a code: the phone was unlinked, which is told, and no later code makes it news', () => {
    const rig = trying().at(14, qr('2@a'))
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'logged-out', basis: 'own-start', code: null, since: 1_000 })
    expect(rig.happenings.at(-1)).toEqual({ type: 'dropped', cause: 'logged-out', since: 1_000, lastConnectedAt: null, mayBeServer: false, clarifies: true })
    rig.at(20, qr('2@b')).at(30, { state: 'disconnected' })
    expect(rig.view).toMatchObject({ cause: 'logged-out', basis: 'own-start' })
    expect(rig.told).toEqual(['dropped', 'dropped'])
    expect(rig.at(40, { state: 'disconnected', cause: 'logged-out' }).view.basis).toBe('named')
  })

  it.each(['logged-out', 'replaced', 'banned', 'phone-offline'] as const)('ends when the backend names %s, which is told', (cause) => {
    const rig = trying().at(14, { state: 'disconnected', cause })
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause, basis: 'named', since: 1_000 })
    expect(rig.happenings.at(-1)).toMatchObject({ type: 'dropped', cause, mayBeServer: false })
  })

  it.each([undefined, 'unspecified', 'by-operator', 'stuck-starting'] as const)('goes on while the backend says disconnected because of %s', (cause) => {
    const rig = trying().at(14, { state: 'disconnected', ...(cause ? { cause } : {}) })
    expect(rig.view.phase).toBe('starting')
    expect(rig.told).toEqual(['dropped'])
  })

  it('tells no cause that is known already', () => {
    const rig = down('phone-offline').at(10, HEAL).at(14, { state: 'disconnected', cause: 'phone-offline' })
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'phone-offline' })
    expect(rig.told).toEqual(['dropped'])
  })

  it('counts as flapping, while what the operator links and stops does not', () => {
    const LINK = { type: 'link' } as const
    const own = new MachineRig()
    const theirs = new MachineRig()
    for (const [rig, start] of [
      [own, HEAL],
      [theirs, LINK],
    ] as const)
      for (const second of [0, 60, 120])
        rig
          .at(second, { state: 'connected' })
          .during(second + 10, second + 13, { state: 'disconnected' }, 3)
          .at(second + 20, start)
    expect([own.view.unstable, theirs.view.unstable]).toEqual([true, false])
  })
})
