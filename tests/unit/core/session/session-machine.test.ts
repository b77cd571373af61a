import { describe, expect, it } from 'vitest'
import { FAILURE_CODES } from '../../../../src/shared/model/failure'
import { recordOf } from '../../../../src/main/core/session/session-state'
import type { Says } from '../../../fakes/gateways/fake-gateway'
import { noAnswer, LINK, MachineRig, qr, TICK, wasConnected } from '../../../fakes/rigs/machine-rig'

const connected: Says = { state: 'connected' }
const disconnected: Says = { state: 'disconnected' }
const starting: Says = { state: 'starting' }
const up = (): MachineRig => new MachineRig().at(0, connected)

describe('rule 1: the network failing is not WhatsApp failing', () => {
  it.each(FAILURE_CODES)('%s after connected is unknown, however often, and never a drop', (code) => {
    const rig = up().during(10, 600, noAnswer(code), 10)
    expect(rig.view).toMatchObject({ phase: 'unknown', failure: { code }, cause: null, since: 10_000 })
    expect(rig.told).not.toContain('dropped')
    expect(rig.state.monitored).not.toBeNull()
  })

  it('an unknown answer without a reason is "not understood"', () => {
    expect(up().at(10, { state: 'unknown' }).view.failure).toEqual({ code: 'not-understood' })
  })

  it('connected again after unknown is connected since the beginning, and no recovery', () => {
    const rig = up().at(10, noAnswer('unreachable')).at(20, connected)
    expect(rig.view).toMatchObject({ phase: 'connected', since: 0, lastConfirmedAt: 20_000, failure: null })
    expect(rig.told).toEqual(['cannot-check', 'can-check'])
  })

  it('disconnected after unknown still needs its second reading', () => {
    const rig = up().at(10, noAnswer('timeout')).at(20, disconnected)
    expect(rig.told).toEqual(['cannot-check'])
    rig.at(23, disconnected)
    expect(rig.view).toMatchObject({ phase: 'disconnected', since: 20_000 })
    expect(rig.told).toEqual(['cannot-check', 'dropped', 'can-check'])
  })

  it('tells "cannot check" once, and again only when the sign-in turns out to have ended', () => {
    const rig = up().at(10, noAnswer('timeout')).at(20, noAnswer('unreachable')).at(30, noAnswer('sign-in-expired'))
    expect(rig.told).toHaveLength(2)
    rig.at(40, noAnswer('sign-in-expired'))
    expect(rig.happenings).toMatchObject([
      { type: 'cannot-check', failure: { code: 'timeout' } },
      { type: 'cannot-check', failure: { code: 'sign-in-expired' } },
    ])
  })

  it('does not tell of numbers nobody expects to be connected, nor after a sign-out', () => {
    expect(new MachineRig().at(0, disconnected).at(10, noAnswer('timeout')).told).toEqual([])
    expect(up().at(10, noAnswer('signed-out')).told).toEqual([])
  })
})

describe('rule 3: what is a drop', () => {
  const cases: [string, (rig: MachineRig) => MachineRig, object][] = [
    ['disconnected twice', (rig) => rig.at(10, disconnected).at(13, disconnected), { cause: 'unspecified', since: 10_000 }],
    ['disconnected, cannot check, disconnected', (rig) => rig.at(10, disconnected).at(13, noAnswer('timeout')).at(23, disconnected), { since: 10_000 }],
    ['logged out, at once', (rig) => rig.at(10, { state: 'disconnected', cause: 'logged-out' }), { cause: 'logged-out', since: 10_000 }],
    ['banned, at once', (rig) => rig.at(10, { state: 'disconnected', cause: 'banned' }), { cause: 'banned' }],
    ['a code nobody asked for, at once', (rig) => rig.at(10, qr('2@a')), { cause: 'logged-out' }],
    ['a code nobody asked for, without the code', (rig) => rig.at(10, { state: 'awaiting-scan' }), { cause: 'logged-out' }],
    [
      'replaced, twice',
      (rig) => rig.at(10, { state: 'disconnected', cause: 'replaced' }).at(13, { state: 'disconnected', cause: 'replaced' }),
      { cause: 'replaced' },
    ],
    ['starting for 60 s', (rig) => rig.during(10, 70, starting, 10), { cause: 'stuck-starting', since: 10_000 }],
    ['gone from the list', (rig) => rig.at(10, { type: 'vanished' }), { cause: 'removed', since: 10_000 }],
    [
      'denied by the backend twice',
      (rig) => rig.at(10, { ...noAnswer('number-not-found'), gone: true }).at(13, { ...noAnswer('number-not-found'), gone: true }),
      { cause: 'removed' },
    ],
    [
      'disconnected twice by a server that says so of its own outages',
      (rig) => rig.at(10, disconnected).at(13, { ...disconnected, mayBeServer: true }),
      { mayBeServer: true },
    ],
    [
      'disconnected by another program of the same operator',
      (rig) => rig.at(10, { ...disconnected, cause: 'by-operator' }).at(13, { ...disconnected, cause: 'by-operator' }),
      { cause: 'unspecified' },
    ],
  ]
  it.each(cases)('%s', (_name, walk, expected) => {
    const rig = walk(up())
    expect(rig.view).toMatchObject({ phase: 'disconnected', code: null, deadlineAt: null })
    expect(rig.happenings.filter((each) => each.type === 'dropped')).toMatchObject([{ lastConnectedAt: 0, ...expected }])
    const again = rig.told.length
    rig.during(80, 400, disconnected, 10)
    expect(rig.told.filter((each) => each === 'dropped')).toHaveLength(1)
    expect(rig.told.length).toBe(again)
  })

  const not: [string, (rig: MachineRig) => MachineRig][] = [
    ['one disconnected between two connected', (rig) => rig.at(10, disconnected).at(13, connected).at(25, disconnected).at(28, connected)],
    ['replaced once', (rig) => rig.at(10, { state: 'disconnected', cause: 'replaced' }).at(13, connected)],
    ['starting for 59 s', (rig) => rig.during(10, 69, starting, 1).at(69.5, connected)],
    ['starting for 60 s by the clock alone, up when it is asked', (rig) => rig.at(10, starting).at(60, starting).at(70, TICK).at(70.5, connected)],
    ['starting, then no answer for a long time', (rig) => rig.at(10, starting).at(20, noAnswer('timeout')).at(200, TICK)],
    ['one denial', (rig) => rig.at(10, { ...noAnswer('number-not-found'), gone: true }).at(13, connected)],
  ]
  it.each(not)('not a drop: %s', (_name, walk) => {
    expect(walk(up()).told).not.toContain('dropped')
  })

  it('starting that goes on after no answer is a drop when it was seen to last a minute', () => {
    const rig = up().at(10, starting).at(20, noAnswer('timeout'))
    // A server that restarts begins anew when it is back: nothing has lasted a minute yet.
    expect(rig.at(140, starting).told).not.toContain('dropped')
    expect(rig.at(189, starting).told).not.toContain('dropped')
    expect(rig.at(191, starting).told).toContain('dropped')
  })

  it('a code beside "starting" is shown while somebody links, and is no logout while nobody does', () => {
    const early: Says = { ...qr('2@a'), state: 'starting' }
    expect(new MachineRig().at(0, LINK).at(2, early).view).toMatchObject({ phase: 'awaiting-scan', code: { value: '2@a' } })
    const restarting = up().at(10, early)
    expect(restarting.view).toMatchObject({ phase: 'starting', code: null })
    expect(restarting.told).toEqual([])
  })

  it('shows a restart by the server as starting without a deadline of the operator', () => {
    expect(up().at(10, starting).view).toMatchObject({ phase: 'starting', since: 10_000, deadlineAt: null })
  })

  it('a number connected when the app was closed and now disconnected is a drop, with the last proof', () => {
    const rig = new MachineRig(wasConnected(-3_600)).at(1, disconnected).at(4, disconnected)
    expect(rig.happenings).toEqual([{ type: 'dropped', cause: 'unspecified', since: 1_000, lastConnectedAt: -3_600_000, mayBeServer: false }])
  })

  it('a number the operator stopped never alarms, whatever it answers', () => {
    const rig = new MachineRig({ ...wasConnected(), stoppedByOperator: true })
    rig.at(1, disconnected).at(4, disconnected).at(10, qr('2@a')).at(20, noAnswer('timeout')).at(30, { type: 'vanished' })
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'by-operator' })
    expect(rig.told).toEqual([])
  })

  it('but it is watched again once it is connected', () => {
    const rig = new MachineRig({ stoppedByOperator: true }).at(1, connected).at(50, disconnected).at(53, disconnected)
    expect(rig.told).toEqual(['dropped'])
    expect(recordOf(rig.state)).toMatchObject({ stoppedByOperator: false })
  })

  it("the operator's disconnect is none, nor is a server that still says connected just after it", () => {
    const rig = up().at(10, { type: 'stop-asked' }).at(11, { type: 'stopped' }).at(15, connected).at(20, disconnected).at(25, disconnected)
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'by-operator', since: 11_000 })
    expect(rig.told).toEqual(['stopped'])
  })

  it('a number never seen connected is idle, not disconnected, and no drop', () => {
    const rig = new MachineRig().at(0, disconnected).at(3, disconnected).at(6, starting).at(200, starting).at(210, qr('2@a'))
    expect(rig.view).toMatchObject({ phase: 'idle', code: null })
    expect(rig.told).toEqual([])
  })

  it('a cause the backend gives is believed even for a number never seen connected', () => {
    expect(new MachineRig().at(0, { state: 'disconnected', cause: 'banned' }).view).toMatchObject({ phase: 'disconnected', cause: 'banned' })
  })

  it('a drop without a cause becomes a logout when the backend asks for a scan', () => {
    const rig = up().at(10, disconnected).at(13, disconnected).at(20, qr('2@a'))
    expect(rig.view).toMatchObject({ phase: 'disconnected', cause: 'logged-out', since: 10_000, code: null })
    expect(rig.told).toEqual(['dropped'])
  })
})
