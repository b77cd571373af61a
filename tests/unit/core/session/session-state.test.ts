// What the app knows of a number when it begins to watch it, and what the window shows of it.
import { describe, expect, it } from 'vitest'
import { sameView } from '../../../../src/main/core/session/session-view'
import { noAnswer, LINK, MachineRig, qr } from '../../../fakes/rigs/machine-rig'
import { sessionView } from '../../../fakes/views'

const saved = (last: object, more: object = {}) =>
  new MachineRig({ addedAt: 7, last: { phase: 'disconnected', cause: null, since: 5, lastConfirmedAt: 3, ...last }, ...more })

describe('a number from the settings', () => {
  it('is down as it was saved, for an unspecified cause if none was', () => {
    expect(saved({}).view).toMatchObject({ phase: 'disconnected', cause: 'unspecified', since: 5, lastConfirmedAt: 3, mayBeServer: false, unstable: false })
    expect(saved({ cause: 'banned' }).view.cause).toBe('banned')
    expect(saved({}).state).toMatchObject({ downSince: 5, changes: [] })
  })

  it('that the operator stopped is down since then, or since now if that is not known, and nobody waits for it', () => {
    expect(saved({}, { stoppedByOperator: true }).state).toMatchObject({ phase: 'disconnected', cause: 'by-operator', since: 5, downSince: null })
    expect(new MachineRig({ stoppedByOperator: true, addedAt: 7 }).state).toMatchObject({ cause: 'by-operator', since: 0 })
  })

  it('that was never linked is idle since it was added, or since its last state', () => {
    expect(new MachineRig({ addedAt: 7 }).view).toMatchObject({ phase: 'idle', since: 7, lastConfirmedAt: null })
    expect(saved({ phase: 'idle' }).view).toMatchObject({ phase: 'idle', since: 5 })
  })
})

describe('the view', () => {
  it('knows nothing down of a number that was connected and cannot be checked', () => {
    expect(new MachineRig().at(0, { state: 'connected' }).at(10, noAnswer('timeout')).view.knownDown).toBeNull()
  })

  it('covers a code to type at its end: no other comes by itself', () => {
    const typed = new MachineRig().at(0, LINK).at(2, { state: 'awaiting-scan', code: { kind: 'pairing-code', value: 'ABCD1234' } })
    expect(typed.at(181, { type: 'tick' }).view).toMatchObject({ phase: 'awaiting-scan', codeExpired: false })
    expect(typed.at(182, { type: 'tick' }).view.codeExpired).toBe(true)
  })

  it('gives up so long after the first code as all codes may live, whichever is shown', () => {
    const rig = new MachineRig().at(0, LINK).at(2, qr('2@a')).at(50, qr('2@b'))
    expect(rig.state.attempt?.giveUpAt).toBe(2_000 + 60_000 + 5 * 20_000 + 4_000)
  })

  it('is the same only while every field is', () => {
    const view = sessionView('a')
    expect(sameView(view, { ...view })).toBe(true)
    expect(Object.keys(view).filter((key) => sameView(view, { ...view, [key]: Symbol(key) }))).toEqual([])
  })
})
